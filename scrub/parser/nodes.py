"""What is asked of single elements: their text, what they stand in, and which of them hold a word.

Where the extension is there lexbor is asked itself, about the number that identifies an element while its tree
lives; elsewhere selectolax's nodes are asked, with the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.native import compiled
from scrub.parser.compiled_walk import available
from scrub.parser.gathered import Found

Element = LexborNode | int  # int: its mem_id

_NO_TEXT = ("script", "style", "svg", "form", "select", "template")
_TAGS = 1024  # lexbor's own tags have small numbers
_AT_ONCE = 32  # texts that are read before somebody looks at them


class Query(NamedTuple):
    """Elements whose attribute holds a word (small letters where folded, ASCII); tag is "" for any."""

    tag: str
    attribute: str
    word: str
    folded: bool

    def selector(self) -> str:
        """The same in CSS."""
        return f'{self.tag}[{self.attribute}*="{self.word}"{" i" if self.folded else ""}]'


def element_of(found: Found) -> Element:
    """What the other functions are asked about."""
    return found.mem_id if available() else found.node


def deep_text(element: Element, separator: str = "") -> str:
    """All text below an element."""
    if isinstance(element, int):
        assert compiled is not None
        return str(compiled.deep_text(element, separator))
    return element.text(deep=True, separator=separator)


def short_text(element: Element, longest: int, most: int) -> str:
    """The texts in an element with a space between them; "" where it holds more than `longest` characters of text or
    `most` nodes, or an element whose content is no text.
    """
    if isinstance(element, int):
        assert compiled is not None
        return str(compiled.short_text(element, _no_text(), longest, most))
    texts: list[str] = []
    length = 0
    for seen, child in enumerate(element.traverse(include_text=True)):
        if child.tag == "-text":
            text = child.text_content or ""
            texts.append(text)
            length += len(text.strip())
        elif child.tag in _NO_TEXT:
            return ""
        if length > longest or seen > most:
            return ""
    return " ".join(texts)


def above(element: Element, most: int) -> Sequence[tuple[str, str]]:
    """Tag, and class and id, of an element and of what it stands in below the body; `most` at most."""
    if isinstance(element, int):
        assert compiled is not None
        found: list[tuple[str, str]] = compiled.above(element, most)
        return found
    found = []
    here: LexborNode | None = element
    while here is not None and here.tag not in ("body", "html") and len(found) < most:
        attributes = here.attributes
        tag = here.tag or ""
        found.append((tag, f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))
        here = here.parent
    return found


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute of an element."""
    if isinstance(element, int):
        assert compiled is not None
        value: str | None = compiled.attribute(element, name)
        return value
    return element.attributes.get(name)


def texts_behind(element: Element, tree: LexborHTMLParser) -> Iterator[str]:
    """The texts in and behind an element, to the end of the body; none where it does not stand in it."""
    body = tree.body
    if body is None:
        return
    if isinstance(element, int):
        assert compiled is not None
        while element:
            texts, element = compiled.texts_behind(element, body.mem_id, _AT_ONCE)
            yield from texts
        return
    below = False
    for node in body.traverse(include_text=True):
        if below and node.tag == "-text":
            yield node.text_content or ""
        below = below or node.mem_id == element.mem_id


def holding(tree: LexborHTMLParser, queries: tuple[Query, ...], most: int) -> Iterator[Element]:
    """The first elements that each query finds, `most` at most, query by query."""
    root = tree.root
    if root is None:
        return
    if available():
        assert compiled is not None
        for found in compiled.holding(root.mem_id, _asked(queries), most):
            yield from found
        return
    for query in queries:  # one after the other until one answers: each costs a look at every element
        yield from tree.css(query.selector())[:most]


def tag_number(name: str) -> int:
    """What lexbor calls a tag inside."""
    return _numbers()[name]


@cache
def _numbers() -> dict[str, int]:
    tree = LexborHTMLParser("")
    return {name: tree.create_node(name).tag_id for name in ("a", "link", "title", *_NO_TEXT)} | {"": 0}


@cache
def _no_text() -> bytes:
    """For each tag 1 where its content is no text."""
    flags = bytearray(_TAGS)
    for name in _NO_TEXT:
        if tag_number(name) < _TAGS:
            flags[tag_number(name)] = 1
    return bytes(flags)


@cache
def _asked(queries: tuple[Query, ...]) -> tuple[tuple[int, str, str, bool], ...]:
    return tuple((tag_number(one.tag), one.attribute, one.word, one.folded) for one in queries)
