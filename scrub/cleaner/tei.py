"""The article as a TEI P5 document: https://tei-c.org/guidelines/p5/.

Headings open divisions, deeper ones inside those above; a heading inside a list, a quote or a cell, where TEI
has no divisions, is an anonymous block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr

from scrub.cleaner.article import Image, Path, Step, Unit
from scrub.cleaner.grid import missing, span
from scrub.cleaner.inline import Addresses, inline
from scrub.cleaner.lines import Lines
from scrub.cleaner.paragraphs import code_language, code_text, is_code, paragraphs, shared
from scrub.cleaner.tei_header import header

if TYPE_CHECKING:
    from scrub.cleaner.article import Article, Comment

# Characters that XML 1.0 cannot hold, not even as references (section 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ELEMENT = {
    "ul": '<list rend="bulleted">', "ol": '<list rend="numbered">', "li": "<item>", "dl": '<list type="gloss">',
    "dt": "<label>", "dd": "<item>", "table": "<table>", "caption": "<head>", "tr": "<row>", "blockquote": "<quote>",
    "figure": "<figure>", "figcaption": "<head>",
}  # fmt: skip
_MARK = {
    "em": '<hi rend="italic">', "strong": '<hi rend="bold">', "sub": '<hi rend="subscript">',
    "sup": '<hi rend="superscript">', "mark": '<hi rend="marked">', "ins": '<hi rend="underlined">', "del": "<del>",
    "q": "<q>", "cite": "<title>", "code": "<code>", "kbd": '<code rend="kbd">', "samp": '<code rend="samp">',
    "var": '<code rend="var">',
}  # fmt: skip
# Elements whose text needs no <p> around it, and what stray text needs inside lists.
_HOLDS_TEXT = frozenset(("li", "dt", "dd", "th", "td", "caption", "figcaption"))
_NEEDS_ITEM = frozenset(("ul", "ol", "dl"))


def xml(text: str) -> str:
    """Page text for XML: what it cannot hold is shown as U+FFFD."""
    return escape_markup(_NO_XML.sub("\ufffd", text))


def attribute(text: str) -> str:
    """The same, quoted."""
    return quoteattr(_NO_XML.sub("\ufffd", text))


class TeiWriter:
    """What stands inside a paragraph, as TEI."""

    line_break = "<lb/>\n"

    def escape(self, text: str) -> str:
        """Page text."""
        return xml(text)

    def link(self, content: str, address: str) -> str:
        """A reference."""
        return f"<ref target={attribute(address)}>{content}</ref>"

    def mark(self, content: str, name: str, before: str, plain: str | None) -> str:  # noqa: ARG002
        """Highlighting, code, a title, a quotation. Code holds nothing but text."""
        opening = _MARK[name]
        if opening.startswith("<code") and plain is None:
            opening = '<hi rend="code">'
        return f"{opening}{content}{_closing(opening)}"

    def image(self, address: str, image: Image) -> str:
        """A figure with its description."""
        words = f"<figDesc>{xml(image.alt)}</figDesc>" if image.alt else ""
        return f"<figure>{graphic(address)}{words}</figure>"

    def place(self, name: str) -> str:
        """A place that references lead to."""
        return f'<anchor xml:id="{name}"/>'


class _FigureWriter(TeiWriter):
    """An image that has a figure around it already."""

    def image(self, address: str, image: Image) -> str:
        """The graphic alone, with its description."""
        return graphic(address) + (f"<figDesc>{xml(image.alt)}</figDesc>" if image.alt else "")


def graphic(address: str) -> str:
    """An image."""
    return f"<graphic url={attribute(address)}/>"


def _closing(opening: str) -> str:
    return f"</{opening[1:-1].partition(' ')[0]}>"


def render(article: Article) -> str:
    """The whole document."""
    language = f" xml:lang={attribute(article.language)}" if article.language else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{language}>\n'
        f"{header(article, xml, attribute)}\n<text>\n<body>\n"
        f'<div type="entry">\n{_divisions(article.text, article.structure, article.url)}</div>\n'
        f"{_comments(article.comments)}</body>\n</text>\n</TEI>\n"
    )


def _divisions(text: str, units: Sequence[Unit], base: str | None) -> str:
    addresses = Addresses(units, base)
    lines = Lines()
    levels: list[int] = []  # of the divisions that are open
    before: Path = ()
    count = 0  # cells of the row so far
    loose = _loose_glossaries(units)
    for run in paragraphs(units):
        path = tuple([_in_order(step, loose) for step in run[0].path])
        keep = shared(before, path)
        _close(lines, before[keep:])
        for step in path[keep:]:
            if step.tag in _HEADINGS and len(path) == 1:
                _divide(lines, levels, _HEADINGS[step.tag])
            elif step.tag in ("td", "th"):
                empty = missing(step, count)
                count += empty + 1
                for _ in range(empty):
                    lines.open("<cell/>")
            elif step.tag == "tr":
                count = 0
            if opening := _opening(step):
                lines.open(opening, holds_text=step.tag in _HOLDS_TEXT)
        writer = _FigureWriter() if path and path[-1].tag == "figure" and len(run) == 1 else TeiWriter()
        content = _code(text, run) if is_code(path) else inline(text, run, writer, addresses)
        if content:
            _element(lines, run[0]._replace(path=path), content, keep == len(path))
        before = path
    _close(lines, before)
    for _ in levels:
        lines.close("</div>")
    return str(lines)


def _divide(lines: Lines, levels: list[int], level: int) -> None:
    """A division begins; those that its heading does not belong to end before."""
    while levels and levels[-1] >= level:
        lines.close("</div>")
        levels.pop()
    lines.open("<div>")
    levels.append(level)


def _loose_glossaries(units: Sequence[Unit]) -> set[int]:
    """Numbers of the terms and descriptions in lists where these do not take turns, as TEI wants them to."""
    members: dict[int, dict[int, str]] = {}
    for unit in units:
        for owner, step in pairwise(unit.path):
            if owner.tag == "dl":
                members.setdefault(owner.number, {})[step.number] = step.tag
    strict = ("dt", "dd")
    return {
        number
        for found in members.values()
        if len(found) % 2 or any(tag != strict[k % 2] for k, tag in enumerate(found.values()))
        for number in found
    }


def _in_order(step: Step, loose: set[int]) -> Step:
    return step._replace(tag="li") if step.number in loose and step.tag in ("dt", "dd") else step


def _opening(step: Step) -> str:
    if step.tag in ("td", "th"):
        role = ' role="label"' if step.tag == "th" else ""
        spans = (("cols", span(step, "colspan")), ("rows", span(step, "rowspan")))
        return f"<cell{role}{''.join(f' {name}={quoteattr(str(n))}' for name, n in spans if n > 1)}>"
    return _ELEMENT.get(step.tag, "")


def _close(lines: Lines, steps: Sequence[Step]) -> None:
    for step in reversed(steps):
        if opening := _opening(step):
            lines.close(_closing(opening))


def _code(text: str, run: Sequence[Unit]) -> str:
    language = code_language(run[0].path)
    name = f" lang={attribute(language)}" if language else ""
    return f'<code{name} xml:space="preserve">{xml(code_text(text, run))}</code>'


def _element(lines: Lines, unit: Unit, content: str, further: bool) -> None:
    """A paragraph's element."""
    last = unit.path[-1].tag if unit.path else ""
    if last in _HEADINGS:
        name = "head" if len(unit.path) == 1 and not further else 'ab type="head"'
        opening = f'<{name} rend="{last}">'
        lines.text(f"{opening}{content}{_closing(opening)}", bare=False)
    elif last in _NEEDS_ITEM:
        lines.text(f"<item>{content}</item>", bare=False)
    elif last in _HOLDS_TEXT:
        lines.text(f"<lb/>\n{content}" if further else content, bare=True)
    elif last == "pre":
        lines.text(f'<ab type="code">{content}</ab>', bare=False)
    else:
        alone = last == "figure" and unit.start == unit.end
        lines.text(content if alone else f"<p>{content}</p>", bare=False)


def _comments(comments: Sequence[Comment]) -> str:
    if not comments:
        return ""
    lines = Lines()
    lines.open('<div type="comments">')
    for comment in comments:
        lines.open('<div type="comment">')
        who = f"<name>{xml(comment.author)}</name>" if comment.author else ""
        when = f"<date when={attribute(comment.date)}/>" if comment.date else ""
        if who or when:
            lines.text(f"<byline>{who}{when}</byline>", bare=False)
        for part in comment.text.split("\n\n"):
            lines.text(f"<p>{xml(part)}</p>", bare=False)
        lines.close("</div>")
    lines.close("</div>")
    return str(lines)
