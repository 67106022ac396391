"""The one walk over the tree: blocks, elements and anchors as rows.

The walk is a loop over `first_child` and `next` with a stack of its own: hostile nesting costs
memory, never the recursion limit, and the end of an element is known without asking for parents.
It is one long function on purpose: it visits every node of every page, and local names are what
keeps it near the cost of the parse itself.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.compiled_walk import available, rel_bits, walk_compiled
from scrub.parser.rows import ELEMENT_WIDTH, SHAPED, Rows, no_rows, packed, pictured, placed
from scrub.parser.tags import END_OF_BODY, tag_ids
from scrub.shape import MARK_CODE, SHAPING, Picture
from scrub.values import BROKEN, GLUED, PARAGRAPH, SPACED

# Characters that no reader sees: soft hyphen, zero-width space, word joiner, byte order mark.
# Joiners stay: Persian, Hindi and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")

# What has to be undone when an element ends: nothing, a mark, what hid it, a link (which hides itself), a
# block (which keeps its white space).
_INLINE, _MARK, _LINK, _HIDDEN, _HIDDEN_LINK, _BLOCK, _PRE = range(7)

_SUP = MARK_CODE["sup"]
Link = tuple[str, int, int]  # href, REL_BIT bits, HIDING bits


def walk(tree: LexborHTMLParser, hidden: dict[int, int], marked: bool = False) -> Rows:
    """Walk the tree once, in C where that is available.

    `hidden` maps mem_id to the bits of the elements that hide themselves; `marked` says that the
    end of the body is marked by an END_OF_BODY element.
    """
    return walk_compiled(tree, hidden, marked) if available() else walk_in_python(tree, hidden, marked)


def walk_in_python(tree: LexborHTMLParser, hidden: dict[int, int], marked: bool = False) -> Rows:  # noqa: C901 (see above)
    """As `walk`, through the nodes of selectolax."""
    ids_of = tag_ids()
    text_id, skipped, block_code, preformatted, anchor_id = ids_of[:5]
    br_id, comment_id, mark_code, image_id, source_id = ids_of[5:]
    pieces: list[str] = []  # of the text, a line break behind every block
    blocks: list[int] = []
    elements: list[int] = []
    labels: list[str] = []
    anchors: list[int] = []
    links: list[Link] = []
    marks: list[int] = []
    pictures: list[Picture] = []
    holders: list[list[int]] = []  # element, and how many pictures in a row stand in it
    sources: list[dict[str, str]] = []
    ids: list[tuple[int, str]] = []
    shapes: dict[int, dict[str, str]] = {}
    stack: list[tuple[LexborNode, int, int, int]] = []

    count = 0  # of blocks
    offset = length = 0  # where the block that is being written starts in the text; how long it is
    space = False  # white space is due before its next character
    joint = PARAGRAPH
    e = depth = -1
    bits = after = pre = nth = 0
    link: Link | None = None
    link_start = -1  # of the link's text in this block; -1 where there is none

    node: LexborNode | None = tree.root
    if node is None or node.first_child is None:
        return no_rows()
    while True:  # until the root ends
        tag = node.tag_id
        if tag == text_id:
            raw = node.text_content
            if not raw or (raw.isspace() and not pre):
                space = True
            else:
                words = raw if pre else " ".join(raw.split())
                if not words.isascii() and _INVISIBLE.search(words):
                    words = _INVISIBLE.sub("", words)
                if pre and not length:
                    words = words.lstrip("\r\n") if words.strip() else ""
                if words:
                    if length:
                        if space or (not pre and raw[0].isspace()):
                            pieces.append(" ")
                            length += 1
                    elif joint == GLUED and (space or raw[0].isspace()):
                        joint = SPACED
                    if link is not None and link_start < 0:
                        link_start = offset + length
                    pieces.append(words)
                    length += len(words)
                    space = not pre and raw[-1].isspace()
        elif tag != comment_id:
            nth += 1
            code = block_code.get(tag)
            own = hidden.get(node.mem_id, 0) if hidden else 0
            if code is not None or own or tag == br_id:
                edge = (
                    PARAGRAPH if code is not None else BROKEN if tag == br_id else SPACED if space else GLUED
                )
                if length:
                    if link_start >= 0 and link is not None:
                        anchors += (link_start, offset + length, count)
                        links.append(link)
                        link_start = -1
                    blocks += (offset, offset + length, e, joint, bits, after)
                    count += 1
                    pieces.append("\n")
                    offset += length + 1
                    length = 0
                    joint = edge
                    space = False
                elif edge == BROKEN == joint:
                    joint = PARAGRAPH  # the second <br> in a row
                elif edge < joint:
                    joint = edge
            child = None if tag in skipped else node.first_child
            if child is not None:
                if code is not None:
                    depth += 1
                    elements += (code, e, count, 0, depth, nth, own)
                    e = len(labels)
                    labels.append("")
                    if tag in preformatted:
                        stack.append((node, _PRE, bits, nth))
                        pre += 1
                    else:
                        stack.append((node, _BLOCK, bits, nth))
                    bits |= own
                elif tag == anchor_id and link is None and (link := _link(node, own, ids, offset + length)):
                    stack.append((node, _HIDDEN_LINK if own else _LINK, bits, nth))
                    bits |= own
                elif own:
                    stack.append((node, _HIDDEN, bits, nth))
                    bits |= own
                elif tag in mark_code:
                    stack.append((node, _MARK, offset + length, nth))
                    if pre:
                        if names := node.attributes.get("class"):
                            shapes.setdefault(e, {})["class"] = names
                    elif mark_code[tag] == _SUP and (name := node.id):
                        ids.append((offset + length, name))
                else:
                    stack.append((node, _INLINE, 0, nth))
                nth = 0
                node = child
                continue
            if tag == image_id:
                if holders and holders[-1][0] == e:
                    holders[-1][1] += 1
                else:
                    holders.append([e, 1])
                pictures.append(
                    Picture(
                        offset + length,
                        count,
                        length > 0,
                        e,
                        bits | own,
                        pictured(node.attributes),
                        tuple(sources),
                    )
                )
                sources.clear()
            elif tag == source_id:
                sources.append(pictured(node.attributes))
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
                    marks += (saved, offset + length, mark_code[node.tag_id])
            elif closing:
                if closing == _LINK:
                    if link_start >= 0 and link is not None:
                        anchors += (link_start, offset + length, count)
                        links.append(link)
                        link_start = -1
                else:
                    edge = PARAGRAPH if closing >= _BLOCK else SPACED if space else GLUED
                    if length:
                        if link_start >= 0 and link is not None:
                            anchors += (link_start, offset + length, count)
                            links.append(link)
                            link_start = -1
                        blocks += (offset, offset + length, e, joint, bits, after)
                        count += 1
                        pieces.append("\n")
                        offset += length + 1
                        length = 0
                        joint = edge
                        space = False
                    elif edge < joint:
                        joint = edge
                if closing >= _BLOCK:
                    at = ELEMENT_WIDTH * e
                    parent = elements[at + 1]
                    if count > elements[at + 2]:
                        elements[at + 3] = count
                        if attributes := node.attributes:
                            names = attributes.get("class") or ""
                            mark = attributes.get("id")
                            labels[e] = f"#{mark} {names}".rstrip() if mark else names
                            if (
                                elements[at] in SHAPED and not SHAPING.isdisjoint(attributes)
                            ) or "itemtype" in attributes:
                                shapes.setdefault(e, {}).update(_shaping(attributes))
                    else:  # it holds no block, and what stands in it was left out before it
                        del elements[at:]
                        labels.pop()
                        shapes.pop(e, None)
                        if holders and holders[-1][0] == e:
                            _hand_over(holders, parent)
                    e = parent
                    depth -= 1
                    pre -= closing == _PRE
                elif closing != _HIDDEN:
                    link = None
                bits = saved
            if not stack:
                text = "".join(pieces[:-1]) if pieces else ""
                hrefs, rels, link_hidden = (list(column) for column in zip(*links)) if links else ([], [], [])
                return Rows(
                    text, packed(blocks), packed(elements), labels, packed(anchors), hrefs, packed(rels),
                    packed(link_hidden), packed(marks), placed(pictures, holders), ids, shapes,
                )  # fmt: skip
            following = node.next
        node = following


def _hand_over(holders: list[list[int]], parent: int) -> None:
    """The last pictures stand in an element that is left out: they go to its parent."""
    if len(holders) > 1 and holders[-2][0] == parent:
        holders[-2][1] += holders.pop()[1]
    else:
        holders[-1][0] = parent


def _shaping(attributes: dict[str, str | None]) -> dict[str, str]:
    return {name: attributes[name] or "" for name in SHAPING.intersection(attributes)}


def _link(node: LexborNode, hidden: int, ids: list[tuple[int, str]], at: int) -> Link | None:
    """The link of an <a>, or None where it has no address. Its id or name is added to ids."""
    attributes = node.attributes
    name = attributes.get("id") or attributes.get("name")
    if name:
        ids.append((at, name))
    href = attributes.get("href")
    if href is None:
        return None
    words = attributes.get("rel")
    return href, rel_bits(words) if words else 0, hidden
