"""CSS declarations as a browser keeps them: valid ones only, shorthands taken apart, late ones first.

Only the properties that can hide something, or bring it back, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

Properties = dict[str, str]


class Declaration(NamedTuple):
    """One valid declaration: `value` is lower case, without comments and escapes, single-spaced."""

    property: str
    value: str
    important: bool


_NUMBER = r"[-+]?(?:\d+|\d*\.\d+)(?:e[-+]?\d+)?"
_UNIT = (
    r"(?:px|r?em|r?ex|r?ch|r?ic|r?lh|cap|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)|pt|pc|cm|mm|in|q|%)"
)
_LENGTH = rf"(?:{_NUMBER}{_UNIT}|[-+]?(?:0+|0*\.0+))"
_FUNCTION = r"(?:-?[a-z][-a-z]*\([^;]*\))"
_GLOBAL = "inherit|initial|unset|revert|revert-layer"
_SIZE = rf"{_LENGTH}|{_FUNCTION}|auto|none|(?:-\w+-)?(?:min|max|fit)-content|fit-content|stretch|-\w+-fill-available"
_COLOUR = rf"#(?:[0-9a-f]{{3,4}}|[0-9a-f]{{6}}|[0-9a-f]{{8}})|[a-z]+|{_FUNCTION}"
_OVERFLOW = "visible|hidden|scroll|auto|clip|overlay"
_DISPLAY = (
    r"none|contents|(?:block|inline|run-in)(?: flow| flow-root| flex| grid| table| ruby| list-item)?"
    r"|flow|flow-root|flex|grid|list-item|inline-(?:block|flex|grid|table)|table(?:-[a-z-]+)?|ruby[a-z-]*"
    r"|-(?:webkit|moz|ms)-[a-z-]+"
)

# Property -> what the standard lets stand there, as far as it matters here; anything else is dropped.
_GRAMMAR = {
    "display": _DISPLAY,
    "visibility": "visible|hidden|collapse",
    "content-visibility": "visible|hidden|auto",
    "opacity": rf"{_NUMBER}%?|{_FUNCTION}",
    "filter": rf"none|{_FUNCTION}(?: {_FUNCTION})*",
    "position": "static|relative|absolute|fixed|sticky|-webkit-sticky",
    **dict.fromkeys(("left", "top", "right", "bottom"), rf"{_LENGTH}|{_FUNCTION}|auto"),
    **dict.fromkeys(
        ("margin-left", "margin-top", "margin-right", "margin-bottom"), rf"{_LENGTH}|{_FUNCTION}|auto"
    ),
    **dict.fromkeys(("padding-left", "padding-top"), rf"{_LENGTH}|{_FUNCTION}"),
    "text-indent": rf"(?:{_LENGTH}|{_FUNCTION})(?: hanging| each-line)*",
    "transform": rf"none|{_FUNCTION}(?: ?{_FUNCTION})*",
    "translate": rf"none|(?:{_LENGTH}|{_FUNCTION})(?: (?:{_LENGTH}|{_FUNCTION})){{0,2}}",
    "scale": rf"none|{_NUMBER}%?(?: {_NUMBER}%?){{0,2}}|{_FUNCTION}",
    **dict.fromkeys(("width", "height", "max-width", "max-height"), _SIZE),
    **dict.fromkeys(("overflow-x", "overflow-y"), _OVERFLOW),
    "font-size": rf"{_LENGTH}|{_FUNCTION}|(?:xx?-)?(?:small|large)|xxx-large|medium|smaller|larger|math",
    "line-height": rf"{_NUMBER}|{_LENGTH}|{_FUNCTION}|normal",
    "clip": r"auto|rect\([^()]*\)",
    "clip-path": rf"none|[a-z]+-box|{_FUNCTION}(?: [a-z]+-box)?",
    "z-index": rf"[-+]?\d+|auto|{_FUNCTION}",
    "color": _COLOUR,
    "background-color": _COLOUR,
    "background-image": r".+",
    "background-clip": r"[a-z, -]+",
    "-webkit-text-fill-color": _COLOUR,
    "text-shadow": r".+",
}
_VALID = {name: re.compile(f"(?:{grammar}|{_GLOBAL})\\Z") for name, grammar in _GRAMMAR.items()}

_SIDES = ("top", "right", "bottom", "left")
_FONT_SIZE = re.compile(
    rf"(?:^|[^/]* )({_LENGTH}|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?: ?/ ?({_NUMBER}{_UNIT}?|normal))? \S"
)
_COLOUR_WORD = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgba?|hsla?)\([^()]*\)|(?<![\w/.-])[a-z]+(?![\w/.(-])")
_NOT_COLOUR = frozenset(
    ("none", "repeat", "scroll", "fixed", "local", "left", "right", "top", "bottom", "center", "cover", "contain",
     "auto", "border", "padding", "content", "box", "space", "round", "inherit", "initial", "unset", "revert", "to")
)  # fmt: skip
_IMAGE = re.compile(r"url\(|gradient\(|image\(|image-set\(|element\(|\?")

_SPACE = re.compile(r"[ \t\r\n\f]+")
_IMPORTANT = re.compile(r" ?! ?important\Z")
# Escapes, comments and brackets out of order need the real tokenizer; the rest is split at ; and :.
_ODD = re.compile(r"[\\\"'{}@<>\x00]|/\*|[(\[][^()\[\]]*;")
_STRING = re.compile(r"\"[^\"\\\n;{}]*\"|'[^'\\\n;{}]*'")


_EMBEDDED = re.compile(r"url\(\s*[\"']?data:[^)]*\)", re.I)


def short(text: str) -> str:
    """A block without the images and fonts it embeds."""
    return _EMBEDDED.sub("url(?)", text) if len(text) > 300 and "data:" in text else text


@lru_cache(maxsize=8192)
def declarations(text: str) -> tuple[Declaration, ...]:
    """The valid declarations of a style attribute or a rule's block that bear on hiding. Never raises."""
    text = short(text)
    if '"' in text or "'" in text:
        text = _STRING.sub("?", text)  # no string is valid in a property that hides
    pairs = _tokenized(text) if _ODD.search(text) else _split(text)
    found: list[Declaration] = []
    for name, value, important in pairs:
        for long_name, long_value in _longhands(name, value):
            grammar = _VALID.get(long_name)
            if grammar is not None and grammar.match(long_value):
                found.append(Declaration(long_name, long_value, important))
    return tuple(found)


def effective(blocks: Iterable[tuple[Declaration, ...]]) -> Properties:
    """The values that win: a later block or declaration over an earlier one, `!important` over all."""
    values: Properties = {}
    fixed: set[str] = set()
    for block in blocks:
        for name, value, important in block:
            if important:
                fixed.add(name)
            elif name in fixed:
                continue
            values[name] = value
    return values


def _split(text: str) -> Iterable[tuple[str, str, bool]]:
    """Declarations of a block in which every ; ends one."""
    for piece in text.lower().split(";"):
        name, colon, value = piece.partition(":")
        name = name.strip()
        if colon and name in _KNOWN:
            value = " ".join(value.split())
            mark = _IMPORTANT.search(value) if "!" in value else None
            yield name, value[: mark.start()] if mark else value, mark is not None


def _tokenized(text: str) -> Iterable[tuple[str, str, bool]]:
    """Declarations of any block, by the CSS tokenizer."""
    import tinycss2  # half as slow to import as the rest of the parser, and most pages have nothing odd

    try:
        nodes = tinycss2.parse_blocks_contents(text, skip_whitespace=True)
    except RecursionError:  # thousands of open brackets: no declaration survives them
        return
    for node in nodes:
        if node.type == "declaration":
            yield node.lower_name, written(node.value), node.important


def written(tokens: Iterable[object]) -> str:
    """Tokens as normal text: lower case, no comment, no escape, one space at most."""
    pieces = [_piece(token) for token in tokens]
    return _SPACE.sub(" ", "".join(pieces)).strip(" ")


def _piece(token: object) -> str:
    kind = getattr(token, "type", "")
    if kind in ("whitespace", "comment"):  # a comment parts two words, as a space does
        return " "
    if kind == "ident":
        return str(token.lower_value)  # type: ignore[attr-defined]
    if kind == "dimension":
        return str(token.representation + token.lower_unit)  # type: ignore[attr-defined]
    if kind == "percentage":
        return str(token.representation + "%")  # type: ignore[attr-defined]
    if kind == "function":
        return f"{token.lower_name}({written(token.arguments)})"  # type: ignore[attr-defined]
    if kind == "number":
        return str(token.representation)  # type: ignore[attr-defined]
    if kind == "hash":
        return "#" + str(token.value).lower()  # type: ignore[attr-defined]
    if kind == "literal":
        return str(token.value)  # type: ignore[attr-defined]
    return "?"  # a string, an address, a bracket, an error: valid nowhere that matters


def _longhands(name: str, value: str) -> Iterable[tuple[str, str]]:
    """A declaration as the longhand declarations it stands for."""
    name = _ALIASES.get(name, name)
    sides = _FOUR_SIDED.get(name)
    if sides:
        return _four(sides, value)
    expand = _SHORTHANDS.get(name)
    return expand(value) if expand else ((name, value),)


def _four(sides: tuple[str, ...], value: str) -> Iterable[tuple[str, str]]:
    """One to four lengths as top, right, bottom, left. calc() with spaces is given up."""
    words = value.split(" ")
    if len(words) > 4 or not all(_VALID["left"].match(word) for word in words):
        return ()
    top = words[0]
    right = words[1] if len(words) > 1 else top
    bottom = words[2] if len(words) > 2 else top
    left = words[3] if len(words) > 3 else right
    return zip(sides, (top, right, bottom, left), strict=True)


def _overflow(value: str) -> Iterable[tuple[str, str]]:
    words = value.split(" ")
    return (("overflow-x", words[0]), ("overflow-y", words[-1])) if len(words) <= 2 else ()


def _font(value: str) -> Iterable[tuple[str, str]]:
    found = _FONT_SIZE.match(value)
    return (("font-size", found[1]), ("line-height", found[2] or "normal")) if found else ()


def _background(value: str) -> Iterable[tuple[str, str]]:
    """Image and colour. Behind an image the colour says nothing, so it counts as unknown."""
    if _IMAGE.search(value):
        return ("background-image", value), ("background-color", "initial")
    colours = [word for word in _COLOUR_WORD.findall(value) if word not in _NOT_COLOUR]
    return ("background-image", "none"), ("background-color", colours[-1] if colours else "transparent")


_ALIASES = {
    "-webkit-transform": "transform",
    "-ms-transform": "transform",
    "-moz-transform": "transform",
    "-webkit-background-clip": "background-clip",
    "-webkit-clip-path": "clip-path",
}
_FOUR_SIDED = {
    "inset": _SIDES,
    "margin": tuple(f"margin-{side}" for side in _SIDES),
    "padding": tuple(f"padding-{side}" for side in _SIDES),
}
_SHORTHANDS: dict[str, Callable[[str], Iterable[tuple[str, str]]]] = {
    "overflow": _overflow,
    "font": _font,
    "background": _background,
}
_KNOWN = _VALID.keys() | _ALIASES.keys() | _FOUR_SIDED.keys() | _SHORTHANDS.keys()
