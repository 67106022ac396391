"""HTML source as tokens with offsets: lexbor keeps none, and cutting out of a page needs them."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/)?(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
    r"|<[!?/][^>]*+>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[a-zA-Z][a-zA-Z0-9]*);?")
# Characters that the parser takes out of the text of a page; see `parser.walk`.
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")

# Elements without an end, and elements whose content is one stretch of text whatever stands in it.
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen".split()
)
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
# Elements whose content is no text of the page: `parser.tags.SKIPPED` without those of raw text,
# and without head, which the parser leaves by itself.
_SKIPPED = frozenset("template svg math canvas audio video select datalist map rp rt progress meter".split())

TEXT, OPEN, CLOSE, OTHER = range(4)


class Token(NamedTuple):
    """`source[start:end]`; name is that of the tag, in lower case, or "" for text and comments."""

    kind: int
    name: str
    start: int
    end: int


class Visible(NamedTuple):
    """The characters of a page that are no white space, and where each stands in the source."""

    character: list[str]
    start: list[int]
    end: list[int]


def tokens(source: str) -> list[Token]:
    """The source from its beginning to its end; the tokens leave nothing out."""
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.search(source, at)
        if match is None:
            found.append(Token(TEXT, "", at, len(source)))
            break
        if match.start() > at:
            found.append(Token(TEXT, "", at, match.start()))
        name = (match["name"] or "").lower()
        at = match.end()
        kind = OTHER if not name else CLOSE if match["close"] else OPEN
        found.append(Token(kind, name, match.start(), at))
        if kind == OPEN and name in _RAW:
            end = _end_of_raw(source, name, at)
            if end > at:
                found.append(Token(OTHER, "", at, end))
            at = end
    return found


def _end_of_raw(source: str, name: str, at: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
    return end.start() if end else len(source)


def visible(source: str, found: list[Token]) -> Visible:
    """The characters that a reader may see, as far as this can be told without a style sheet."""
    seen = Visible([], [], [])
    skipped: list[str] = []
    for token in found:
        if token.kind == TEXT and not skipped:
            _add(seen, source, token.start, token.end)
        elif token.kind == OPEN and token.name in _SKIPPED:
            skipped.append(token.name)
        elif token.kind == CLOSE and token.name in skipped:
            while skipped.pop() != token.name:
                pass
    return seen


def letters(text: str) -> Visible:
    """The same for text without markup, in which nothing stands for anything else."""
    seen = Visible([], [], [])
    _add_plain(seen, text, 0, len(text))
    return seen


def _add(seen: Visible, source: str, start: int, end: int) -> None:
    at = start
    for match in _REFERENCE.finditer(source, start, end):
        _add_plain(seen, source, at, match.start())
        for character in unescape(match[0]):
            _put(seen, character, match.start(), match.end())
        at = match.end()
    _add_plain(seen, source, at, end)


def _add_plain(seen: Visible, source: str, start: int, end: int) -> None:
    for k in range(start, end):
        _put(seen, source[k], k, k + 1)


def _put(seen: Visible, character: str, start: int, end: int) -> None:
    if not character.isspace() and character not in _INVISIBLE:
        seen.character.append(character)
        seen.start.append(start)
        seen.end.append(end)
