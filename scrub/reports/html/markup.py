"""HTML that cannot be broken out of: text is escaped unless `element` or `join` made it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

from scrub.text.terminal import safe_text

# Characters that show nothing, or show other things in another place than they stand: controls,
# soft hyphen, marks of direction, zero-width and tag characters, line separators, surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_VOID = frozenset({"meta", "input", "img"})


class Markup(str):
    """HTML that is safe as it stands."""

    __slots__ = ()


Child = str | None
Value = str | int | float | bool | None


def element(tag: str, /, *children: Child, **attributes: Value) -> Markup:
    """The element with its children, those that are no Markup as escaped text.

    `class_` is class, and `data_kind` is data-kind. None and False leave a child or an attribute out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(children)}</{tag}>")


def join(children: Iterable[Child]) -> Markup:
    """The children behind each other."""
    return Markup("".join(child if isinstance(child, Markup) else text(child or "") for child in children))


def text(words: str) -> Markup:
    """Text as it is read, each character that would not be seen as its number."""
    return Markup(_INVISIBLE.sub(_shown, escape(words, quote=True)))


def _shown(match: re.Match[str]) -> str:
    number = f"U+{ord(match[0]):04X}"
    name = unicodedata.name(match[0], "control character").lower()
    return f'<span class="unseen" title="{escape(name)}">{number}</span>'


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    shown = _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", safe_text(str(value)).replace("\n", " "))
    return f' {name}="{escape(shown, quote=True)}"'
