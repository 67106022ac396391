"""The article as an HTML fragment: valid nesting, everything escaped, no address that runs a script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as escape_markup

from scrub.cleaner.article import Path, Unit
from scrub.cleaner.paragraphs import inline, paragraphs, shared
from scrub.urls import is_safe_link, resolve

# Elements whose text needs no <p> around it.
_HOLDS_TEXT = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "caption", "figcaption", "pre")
)
_NEEDS_ITEM = {"ul": "li", "ol": "li", "dl": "dd"}


def render(text: str, units: Sequence[Unit], base: str | None = None) -> str:
    """The units as HTML. `base` makes relative addresses absolute."""

    def link(label: str, href: str) -> str:
        address = resolve(base, href)
        if not is_safe_link(address):
            return label
        return f'<a href="{escape_markup(address)}">{label}</a>'

    lines: list[str] = []
    before: Path = ()
    for run in paragraphs(units):
        path = run[0].path
        keep = shared(before, path)
        lines.extend(f"</{tag}>" for tag, _ in reversed(before[keep:]))
        lines.extend(f"<{tag}>" for tag, _ in path[keep:])
        lines.append(_element(path, inline(text, run, escape_markup, link, "<br>\n"), keep == len(path)))
        before = path
    lines.extend(f"</{tag}>" for tag, _ in reversed(before))
    return "\n".join(lines) + "\n" if lines else ""


def _element(path: Path, content: str, further: bool) -> str:
    """A paragraph's element; a further paragraph inside a cell or an item needs one too."""
    last = path[-1][0] if path else ""
    if last in _NEEDS_ITEM:
        return f"<{_NEEDS_ITEM[last]}>{content}</{_NEEDS_ITEM[last]}>"
    if last in _HOLDS_TEXT:
        return f"<br>\n{content}" if further else content
    return f"<p>{content}</p>"
