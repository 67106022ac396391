"""The one walk over the tree: blocks, elements and anchors as rows.

The walk is a loop over `first_child` and `next` with a stack of its own: hostile nesting costs
memory, never the recursion limit, and the end of an element is known without asking for parents.
It is one long function on purpose: it visits every node of every page, and local names are what
keeps it near the cost of the parse itself.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.tags import END_OF_BODY, tag_ids
from scrub.shape import MARK_CODE, SHAPING, Picture
from scrub.values import BROKEN, GLUED, PARAGRAPH, REL_BIT, SPACED, TAG_CODE

# Characters that no reader sees: soft hyphen, zero-width space, word joiner, byte order mark.
# Joiners stay: Persian, Hindi and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")

# What has to be undone when an element ends.
_INLINE, _BLOCK, _LINK, _HIDDEN, _HIDDEN_LINK, _MARK = range(6)
_LINKS = (_LINK, _HIDDEN_LINK)

_SHAPED = frozenset(TAG_CODE[name] for name in ("ol", "li", "th", "td", "pre"))
_SUP = MARK_CODE["sup"]
# Attributes of images and their sources that say where they are and what they show.
_PICTURED = frozenset(
    ("src", "srcset", "alt", "title", "width", "height", "sizes", "type", "data-src", "data-srcset",
     "data-lazy-src", "data-lazy-srcset", "data-original", "data-lazy", "data-original-src", "data-hi-res-src",
     "data-full-src", "data-large-file", "data-orig-file", "data-image", "data-url", "data-actualsrc", "data-echo",
     "data-img-src", "data-defer-src", "data-delayed-url", "data-srcs", "data-thumb")
)  # fmt: skip
_LONGEST_ATTRIBUTE = 4_000  # characters; longer ones hold the image itself


Link = tuple[str, int, int]  # href, REL_BIT bits, HIDING bits


class Rows(NamedTuple):
    """What the walk brings home: plain tuples, in the order of the columns of `Document`."""

    text: str
    blocks: list[tuple[int, int, int, int, int, int]]  # start, end, element, joint, hidden, after body
    elements: list[list[int]]  # tag, parent, first, last, depth, nth, hidden
    labels: list[str]  # of the element in the same row
    anchors: list[tuple[int, int, int]]  # start, end, block
    links: list[Link]  # of the anchor in the same row
    marks: list[tuple[int, int, int]]  # start, end, code
    pictures: list[Picture]
    ids: list[tuple[int, str]]
    shapes: dict[int, dict[str, str]]  # by element


def walk(tree: LexborHTMLParser, hidden: dict[int, int], marked: bool = False) -> Rows:  # noqa: C901 (see above)
    """Walk the tree once.

    `hidden` maps mem_id to the bits of the elements that hide themselves; `marked` says that the
    end of the body is marked by an END_OF_BODY element.
    """
    (
        text_id,
        skipped,
        block_code,
        preformatted,
        anchor_id,
        br_id,
        comment_id,
        mark_code,
        image_id,
        source_id,
    ) = tag_ids()
    texts: list[str] = []
    blocks: list[tuple[int, int, int, int, int, int]] = []
    elements: list[list[int]] = []
    labels: list[str] = []
    anchors: list[tuple[int, int, int]] = []
    links: list[Link] = []
    marks: list[tuple[int, int, int]] = []
    pictures: list[Picture] = []
    sources: list[dict[str, str]] = []
    ids: list[tuple[int, str]] = []
    shapes: dict[int, dict[str, str]] = {}
    stack: list[tuple[LexborNode, int, Any, int]] = []

    line: list[str] = []  # pieces of the block that is being written
    offset = length = 0  # where it starts in the text; how long it is
    space = False  # white space is due before its next character
    joint = PARAGRAPH
    e = depth = -1
    bits = after = pre = nth = 0
    link: Link | None = None
    link_start = -1

    rows = Rows("", blocks, elements, labels, anchors, links, marks, pictures, ids, shapes)
    node: LexborNode | None = tree.root
    if node is None or node.first_child is None:
        return rows
    while True:  # until the root ends
        tag = node.tag_id
        if tag == text_id:
            raw = node.text_content or ""
            if not raw or (raw.isspace() and not pre):
                space = True
            else:
                words = raw if pre else " ".join(raw.split())
                if not words.isascii() and _INVISIBLE.search(words):
                    words = _INVISIBLE.sub("", words)
                if pre and not line:
                    words = words.lstrip("\r\n") if words.strip() else ""
                if words:
                    if line:
                        if space or (not pre and raw[0].isspace()):
                            line.append(" ")
                            length += 1
                    elif joint == GLUED and (space or raw[0].isspace()):
                        joint = SPACED
                    if link is not None and link_start < 0:
                        link_start = offset + length
                    line.append(words)
                    length += len(words)
                    space = not pre and raw[-1].isspace()
        elif tag == comment_id:
            pass
        else:
            nth += 1
            child = None if tag in skipped else node.first_child
            code = block_code.get(tag)
            own = hidden.get(node.mem_id, 0) if hidden else 0
            closing = _INLINE
            saved: Any = None
            if code is not None or own or tag == br_id:
                edge = (
                    PARAGRAPH if code is not None else BROKEN if tag == br_id else SPACED if space else GLUED
                )
                if line:
                    if link_start >= 0 and link is not None:
                        anchors.append((link_start, offset + length, len(blocks)))
                        links.append(link)
                        link_start = -1
                    blocks.append((offset, offset + length, e, joint, bits, after))
                    texts.append("".join(line))
                    line.clear()
                    offset += length + 1
                    length = 0
                    joint = edge
                    space = False
                elif edge == BROKEN == joint:
                    joint = PARAGRAPH  # the second <br> in a row
                elif edge < joint:
                    joint = edge
            if child is not None:
                if code is not None:
                    closing, saved = _BLOCK, (e, bits, tag in preformatted)
                    depth += 1
                    elements.append([code, e, len(blocks), 0, depth, nth, own])
                    labels.append("")
                    e = len(elements) - 1
                    bits |= own
                    pre += saved[2]
                elif (
                    tag == anchor_id
                    and link is None
                    and (link := _link(node, own, ids, offset + length)) is not None
                ):
                    closing, saved = (_HIDDEN_LINK if own else _LINK), bits
                    bits |= own
                    link_start = -1
                elif own:
                    closing, saved = _HIDDEN, bits
                    bits |= own
                elif tag in mark_code:
                    closing, saved = _MARK, offset + length
                    if pre:
                        if names := node.attributes.get("class"):
                            shapes.setdefault(e, {})["class"] = names
                    elif mark_code[tag] == _SUP and (name := node.id):
                        ids.append((saved, name))
                stack.append((node, closing, saved, nth))
                nth = 0
                node = child
                continue
            if tag == image_id:
                pictures.append(
                    Picture(
                        offset + length,
                        len(blocks),
                        bool(line),
                        e,
                        bits | own,
                        _picture(node),
                        tuple(sources),
                    )
                )
                sources.clear()
            elif tag == source_id:
                sources.append(_picture(node))
            elif tag == anchor_id:
                _link(node, own, ids, offset + length)
            elif marked and code is None and node.tag == END_OF_BODY:
                after = 1
                nth -= 1
        following = node.next
        while following is None:
            node, closing, saved, nth = stack.pop()
            if closing == _MARK:
                if offset + length > saved:
                    marks.append((saved, offset + length, mark_code[node.tag_id]))
            elif closing:
                edge = PARAGRAPH if closing == _BLOCK else SPACED if space else GLUED
                if line and closing in _LINKS and link_start >= 0 and link is not None:
                    anchors.append((link_start, offset + length, len(blocks)))
                    links.append(link)
                    link_start = -1
                if closing != _LINK:
                    if line:
                        if link_start >= 0 and link is not None:
                            anchors.append((link_start, offset + length, len(blocks)))
                            links.append(link)
                            link_start = -1
                        blocks.append((offset, offset + length, e, joint, bits, after))
                        texts.append("".join(line))
                        line.clear()
                        offset += length + 1
                        length = 0
                        joint = edge
                        space = False
                    elif edge < joint:
                        joint = edge
                if closing == _BLOCK:
                    row = elements[e]
                    row[3] = len(blocks)
                    if row[3] > row[2] and (attributes := node.attributes):
                        labels[e] = _label(attributes)
                        if (
                            row[0] in _SHAPED and not SHAPING.isdisjoint(attributes)
                        ) or "itemtype" in attributes:
                            shapes.setdefault(e, {}).update(_shaping(attributes))
                    e, bits, was_pre = saved
                    pre -= was_pre
                    depth -= 1
                else:
                    bits = saved
                    if closing != _HIDDEN:
                        link = None
            if not stack:
                return rows._replace(text="\n".join(texts))
            following = node.next
        node = following


def _label(attributes: dict[str, str | None]) -> str:
    """Id and classes as one string: "#id class class"."""
    names = attributes.get("class") or ""
    mark = attributes.get("id")
    return f"#{mark} {names}".rstrip() if mark else names


def _shaping(attributes: dict[str, str | None]) -> dict[str, str]:
    return {name: attributes[name] or "" for name in SHAPING.intersection(attributes)}


def _picture(node: LexborNode) -> dict[str, str]:
    """What an image or a source says of itself."""
    return {
        name: value
        for name, value in node.attributes.items()
        if value is not None and name in _PICTURED and len(value) < _LONGEST_ATTRIBUTE
    }


def _link(node: LexborNode, hidden: int, ids: list[tuple[int, str]], at: int) -> Link | None:
    """The link of an <a>, or None where it has no address. Its id or name is added to ids."""
    attributes = node.attributes
    name = attributes.get("id") or attributes.get("name")
    if name:
        ids.append((at, name))
    href = attributes.get("href")
    if href is None:
        return None
    rel = 0
    words = attributes.get("rel")
    if words:
        for word in words.lower().split():
            rel |= REL_BIT.get(word, 0)
    return href, rel, hidden
