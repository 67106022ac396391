"""Selectors of style rules: which are worth matching, how specific they are, what they ask for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# A selector beyond this is no one's honest work and may cost much to match.
MAX_LENGTH = 400

_NAME = r"((?:[\w-]|[^\x00-\x7f]|\\[0-9a-f]{1,6}\s?|\\.)+)"
_SIMPLE = re.compile(r"[.#][-\w]+\Z")
_CLASS_OR_ID = re.compile(rf"([.#]){_NAME}", re.I)
_PLAIN_NAME = re.compile(r"[.#]([-\w]+)")
_HAS_NAME = re.compile(r"[.#]").search
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.I)
_PSEUDO = re.compile(r"::?([a-z-]+)", re.I)
_BRACKETS = re.compile(r"\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)")
_ALTERNATIVE = re.compile(r"((?:[^,(\[]|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))+)(?:,|\Z)")
_COMBINATOR = re.compile(r"\s*[>+~]\s*|(?<!\\)\s+")
_TYPE = re.compile(r"(?:^|[\s>+~(,])[a-z]", re.I)
_STRUCTURAL = frozenset(
    ("first-child", "last-child", "nth-child", "nth-last-child", "only-child", "first-of-type", "last-of-type",
     "nth-of-type", "nth-last-of-type", "only-of-type", "empty", "root", "not", "is", "where", "has", "matches",
     "link", "any-link", "scope")
)  # fmt: skip
# Rules for a page whose scripts did not run hide nothing from a reader.
_UNSCRIPTED = re.compile(r"no-?js\b|:not\(\s*\.(?:js|loaded|ready|hydrated|wf-active)", re.I)


class Selector(NamedTuple):
    """One complex selector.

    key is a class (`by_class`) or an id that its elements have, "" where it asks for neither; simple
    where it asks for nothing else. names are all classes and ids that it needs somewhere on the page.
    """

    text: str
    specificity: int
    key: str
    by_class: bool
    simple: bool
    names: frozenset[str]


@lru_cache(maxsize=8192)
def selectors(prelude: str) -> tuple[Selector, ...]:
    """The selectors of a rule's prelude that describe a page at rest, without states and pseudo-elements."""
    if prelude.startswith(("<!--", "-->")):
        prelude = prelude.lstrip("<!->").strip()
    if not prelude or prelude[0] == "@" or "&" in prelude or len(prelude) > 40 * MAX_LENGTH:
        return ()
    if "(" in prelude or "[" in prelude:
        pieces = _ALTERNATIVE.findall(prelude)
    else:
        pieces = prelude.split(",")
    found = [_selector(piece.strip()) for piece in pieces]
    return tuple(selector for selector in found if selector is not None)


def keys(prelude: str) -> frozenset[str]:
    """Names of which an element that the prelude matches has one, or needs one around it.

    "" is among them where some alternative may name no class or id. A screen: it may hold too many.
    """
    if "\\" in prelude:
        found = {_unescaped(name) for _, name in _CLASS_OR_ID.findall(prelude)}
    else:
        found = set(_PLAIN_NAME.findall(prelude))
    if not found or ("," in prelude and not all(map(_HAS_NAME, prelude.split(",")))):
        found.add("")
    return frozenset(found)


def _selector(text: str) -> Selector | None:
    if not text or len(text) > MAX_LENGTH or _UNSCRIPTED.search(text):
        return None
    if _SIMPLE.match(text):
        name = text[1:]
        return Selector(text, 10 if text[0] == "." else 1000, name, text[0] == ".", True, frozenset((name,)))
    if ":" in text:
        plain = re.sub(r"\\.|\[[^\]]*\]", "", text)
        if any(name.lower() not in _STRUCTURAL for name in _PSEUDO.findall(plain)) or text.count(":has") > 1:
            return None
    required = _BRACKETS.sub("", text)
    names = frozenset(_unescaped(name) for _, name in _CLASS_OR_ID.findall(required))
    own = _CLASS_OR_ID.search(_COMBINATOR.split(required.strip())[-1])
    key, by_class = (_unescaped(own[2]), own[1] == ".") if own else ("", False)
    return Selector(text, _specificity(text), key, by_class, False, names)


def _specificity(text: str) -> int:
    """1000 an id, 10 a class, attribute or pseudo-class, 1 an element; what :where() holds, nothing."""
    text = re.sub(r":where\((?:[^()]|\([^()]*\))*\)", "", text)
    ids = len(re.findall(r"#[\w-]", text))
    classes = len(re.findall(r"\.[\w\\-]|\[|:(?!not|is|has|matches|where)", text))
    return 1000 * ids + 10 * classes + len(_TYPE.findall(text))


def _unescaped(name: str) -> str:
    if "\\" not in name:
        return name
    return _ESCAPE.sub(lambda m: _character(m[1]) if m[1] else m[2], name)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
