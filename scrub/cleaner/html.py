"""The article as an HTML fragment: valid nesting, everything escaped, no address that runs a script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scrub.cleaner.article import Image, Path, Step, Unit
from scrub.cleaner.grid import missing
from scrub.cleaner.inline import Addresses, inline
from scrub.cleaner.lines import Lines
from scrub.cleaner.paragraphs import code_language, code_text, is_code, paragraphs, shared

# Elements whose text needs no <p> around it.
_HOLDS_TEXT = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "caption", "figcaption", "pre")
)
_NEEDS_ITEM = {"ul": "li", "ol": "li", "dl": "dd"}
_NUMBERS = frozenset(("colspan", "rowspan", "start", "value"))


class HtmlWriter:
    """What stands inside a paragraph, as HTML."""

    line_break = "<br>\n"

    def escape(self, text: str) -> str:
        """Page text; a reader of the output sees it as it is."""
        return escape(text)

    def link(self, content: str, address: str) -> str:
        """A link."""
        return f'<a href="{escape(address)}">{content}</a>'

    def mark(self, content: str, name: str, before: str, plain: str | None) -> str:  # noqa: ARG002
        """An inline element."""
        return f"<{name}>{content}</{name}>"

    def image(self, address: str, image: Image) -> str:
        """An image with its text alternative."""
        title = f' title="{escape(image.title)}"' if image.title else ""
        return f'<img src="{escape(address)}" alt="{escape(image.alt)}"{title}>'

    def place(self, name: str) -> str:
        """A place that links lead to."""
        return f'<a id="{name}"></a>'


def render(text: str, units: Sequence[Unit], base: str | None = None) -> str:
    """The units as HTML. `base` makes relative addresses absolute."""
    addresses = Addresses(units, base)
    writer = HtmlWriter()
    lines = Lines()
    before: Path = ()
    count = 0  # cells of the row so far
    for run in paragraphs(units):
        path = run[0].path
        keep = shared(before, path)
        for step in reversed(before[keep:]):
            lines.close(f"</{step.tag}>")
        for step in path[keep:]:
            if step.tag in ("td", "th"):
                empty = missing(step, count)
                count += empty + 1
                for _ in range(empty):
                    lines.open("<td></td>")
            elif step.tag == "tr":
                count = 0
            lines.open(_opening(step), holds_text=step.tag in _HOLDS_TEXT)
        if is_code(path):
            lines.text(_code(text, run), bare=True)
        elif content := inline(text, run, writer, addresses):
            _element(lines, run[0], content, keep == len(path))
        before = path
    for step in reversed(before):
        lines.close(f"</{step.tag}>")
    return str(lines)


def _opening(step: Step) -> str:
    attributes = [
        f' {name}="{escape(value)}"' if value else f" {name}"
        for name, value in step.attributes
        if (value.isdecimal() and value.isascii() if name in _NUMBERS else name == "reversed")
    ]
    return f"<{step.tag}{''.join(attributes)}>"


def _code(text: str, run: Sequence[Unit]) -> str:
    language = code_language(run[0].path)
    name = f' class="language-{escape(language)}"' if language else ""
    return f"<code{name}>{escape(code_text(text, run))}</code>"


def _element(lines: Lines, unit: Unit, content: str, further: bool) -> None:
    """A paragraph; a further one inside a cell or an item stands on a line of its own."""
    last = unit.path[-1].tag if unit.path else ""
    if last in _NEEDS_ITEM:
        lines.text(f"<{_NEEDS_ITEM[last]}>{content}</{_NEEDS_ITEM[last]}>", bare=False)
    elif last in _HOLDS_TEXT:
        lines.text(f"<br>\n{content}" if further else content, bare=True)
    else:
        alone = last == "figure" and unit.start == unit.end
        lines.text(content if alone else f"<p>{content}</p>", bare=False)
