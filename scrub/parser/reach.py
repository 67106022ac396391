"""Whether a page's style sheets hide some of its blocks, asked of these blocks alone: most sheets hide something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrub.parser.elements import COUNTING
from scrub.parser.selectors import Selector
from scrub.parser.sheets import Sheet
from scrub.values import HIDING_BIT, Document

# Blocks, elements around and inside each of them, and rules beyond which the whole page may as well be asked.
_BLOCKS, _ELEMENTS, _RULES = 8, 300, 40
_SIBLING = re.compile(r"[+~]")
_LAST_TAG = re.compile(r"(?:^|[\s>+~])([a-z][\w-]*)(?:[.#:\[][^\s>+~]*)?\Z", re.I)  # of the element itself
_COLOUR = HIDING_BIT["colour"]


def may_hide(
    tree: LexborHTMLParser, document: Document, blocks: Sequence[int], sheets: Sequence[Sheet]
) -> bool:
    """False where no rule that hides matches an element of these blocks, one around it or one inside it.

    What undoes a rule is not asked for, and where much would have to be asked the answer is True; so it is
    where something has the colour of its background, which a sheet may change.
    """
    if len(blocks) > _BLOCKS or any(int(document.hidden[i]) & _COLOUR for i in blocks):
        return True
    elements: dict[int, LexborNode] = {}
    for i in {int(document.element[i]): i for i in blocks}.values():
        node = _node(tree, document, i)
        near = list(islice(_near(node), _ELEMENTS + 1)) if node is not None else []
        elements.update((one.mem_id, one) for one in near)
        if not 0 < len(near) <= _ELEMENTS:
            return True
    names, tags = {""}, set()
    for one in elements.values():
        attributes = one.attributes
        names.update((attributes.get("class") or "").split(), (attributes.get("id") or "",))
        tags.add(one.tag)
    tried = 0
    for sheet in sheets:
        for k in sheet.suspects(names):
            for selector in sheet.selectors(k):
                if _may_match(selector, names, tags) and sheet.in_force(k):
                    tried += 1
                    if tried > _RULES or _matches(tree, selector, elements.keys()):
                        return True
    return False


def _may_match(selector: Selector, names: set[str], tags: set[str | None]) -> bool:
    """A look at what the selector names: what is no sibling's must be a name of these elements."""
    if selector.key not in names or (
        not _SIBLING.search(selector.text) and not selector.names.issubset(names)
    ):
        return False
    last = _LAST_TAG.search(selector.text)
    return last is None or last[1].lower() in tags


def _node(tree: LexborHTMLParser, document: Document, i: int) -> LexborNode | None:
    """The element of a block, stepped to from the root: its selector counts siblings, which takes lexbor the square of
    their number.
    """
    steps = []
    e = int(document.element[i])
    while int(document.element_parent[e]) >= 0:
        steps.append(int(document.element_nth[e]))
        e = int(document.element_parent[e])
    node = tree.root
    for nth in reversed(steps):
        child = node.first_child if node is not None else None
        while child is not None and (nth := nth - child.is_element_node) > 0:
            child = child.next
        node = child
    return node


def _near(node: LexborNode) -> Iterator[LexborNode]:
    """An element, all that it holds, and all that hold it."""
    yield from node.traverse(include_text=False)
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _matches(tree: LexborHTMLParser, selector: Selector, elements: Set[int]) -> bool:
    """Whether a selector may match one of some elements; those that take long are not tried."""
    if COUNTING.search(selector.text):
        return True
    try:
        return any(node.mem_id in elements for node in tree.css(selector.text))
    except (SelectolaxError, UnicodeEncodeError):
        return False
