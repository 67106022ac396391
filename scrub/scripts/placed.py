"""Elements that a script makes and puts into the page, as the markup they amount to."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scrub.scripts.known import HOLE, Element
from scrub.scripts.machine import Machine

_DEEPEST = 8
_VOID = frozenset({"img", "input", "br", "hr", "link", "meta"})
_SHOWN = frozenset(
    {"script", "iframe", "a", "div", "span", "p", "ul", "li", "img", "style", "link", "h1", "h2", "h3"}
)
_LONGEST = 100_000


def placed_elements(machine: Machine) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Markup, offset and conditions of each element that is made and not part of another one made."""
    inner = {id(child) for element, _, _ in machine.elements for child in element.children}
    for element, at, when in machine.elements:
        told = element.attributes.keys() - {"id", "class", "type"} or element.children
        if element.tag in _SHOWN and told and id(element) not in inner:
            yield "".join(_markup(element, 0))[:_LONGEST], at, when


def _markup(element: Element, depth: int) -> Iterator[str]:
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attributes.items()
        if name.isidentifier() or "-" in name
    )
    yield f"<{element.tag}{attributes}>"
    if element.tag in _VOID or depth >= _DEEPEST:
        return
    for child in element.children[:500]:
        if isinstance(child, Element):
            yield from _markup(child, depth + 1)
        else:
            yield child.replace(HOLE, "")
    yield f"</{element.tag}>"
