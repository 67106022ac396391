"""The article as CommonMark, with GitHub's tables; page text cannot turn into markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scrub.cleaner.article import Path, Unit
from scrub.cleaner.paragraphs import inline, paragraphs, shared
from scrub.urls import is_safe_link, resolve

# Characters that mean something anywhere in a line (CommonMark 0.31, sections 2.4 and 6).
_SPECIAL = re.compile(r"[\\`*\[\]<>]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~~")
# ... and at its start.
_LINE_START = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))", re.MULTILINE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSAFE_ADDRESS = re.compile(r"[\s<>()\\]")


def render(text: str, units: Sequence[Unit], base: str | None = None) -> str:
    """The units as Markdown. `base` makes relative addresses absolute."""

    def link(label: str, href: str) -> str:
        address = resolve(base, href)
        if not is_safe_link(address):
            return label
        safe = _UNSAFE_ADDRESS.sub(
            lambda m: f"%{ord(m.group()):02X}" if ord(m.group()) < 128 else "", address
        )
        return f"[{label}]({safe})"

    blocks: list[str] = []
    before: Path = ()
    table: list[tuple[Path, str]] = []
    for run in paragraphs(units):
        path = run[0].path
        inside = _table_of(path)
        if table and inside != _table_of(table[-1][0]):
            blocks.append(_table(table))
            table = []
        if inside is not None and path[-1][0] != "caption":
            table.append((path, inline(text, run, _escape_cell, link, "<br>")))
        elif path and path[-1][0] == "pre":
            blocks.append(_code(text, run))
        else:
            content = inline(text, run, escape, link, "  \n")
            blocks.append(_block(path, before, _LINE_START.sub(r"\1\\\2", content)))
        before = path
    if table:
        blocks.append(_table(table))
    return _joined(blocks)


def escape(text: str) -> str:
    """Page text in which nothing means anything to Markdown inside a line."""
    return _SPECIAL.sub(lambda m: "\\" + m.group(), text)


def _escape_cell(text: str) -> str:
    return escape(text).replace("|", "\\|").replace("\n", " ")


def _table_of(path: Path) -> int | None:
    return next((number for tag, number in path if tag == "table"), None)


def _block(path: Path, before: Path, content: str) -> str:
    """A paragraph with the marks of the headings, items and quotes it stands in."""
    heading = next((_HEADINGS[tag] for tag, _ in path if tag in _HEADINGS), 0)
    if heading:
        content = "#" * heading + " " + content.replace("\n", " ")
    elif path and path[-1][0] == "dt":
        content = f"**{content}**"
    new = shared(before, path)
    first, rest = "", ""
    for position, (tag, _) in enumerate(path):
        if tag == "blockquote":
            first, rest = first + "> ", rest + "> "
        elif tag == "li":
            ordered = position > 0 and path[position - 1][0] == "ol"
            mark = "1. " if ordered else "- "
            first += mark if position >= new else " " * len(mark)
            rest += " " * len(mark)
    return first + content.replace("\n", "\n" + rest)


def _code(text: str, run: Sequence[Unit]) -> str:
    code = "\n".join(text[unit.start : unit.end] for unit in run)
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _table(cells: list[tuple[Path, str]]) -> str:
    """Rows of cells; the first row is the head, as Markdown has no table without one."""
    rows: list[list[str]] = []
    row_before: tuple[str, int] | None = None
    cell_before: tuple[str, int] | None = None
    for path, content in cells:
        row = next((step for step in path if step[0] == "tr"), None)
        cell = next((step for step in path if step[0] in ("td", "th")), None)
        if row != row_before or not rows:
            rows.append([content])
        elif cell == cell_before:
            rows[-1][-1] += "<br>" + content
        else:
            rows[-1].append(content)
        row_before, cell_before = row, cell
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


_ITEM = re.compile(r"^[> ]*(?:- |1\. )")


def _joined(blocks: list[str]) -> str:
    """Blocks with blank lines between them; items of a list stand close together."""
    if not blocks:
        return ""
    pieces = [blocks[0]]
    for before, block in pairwise(blocks):
        pieces.append("\n" if _ITEM.match(before) and _ITEM.match(block) else "\n\n")
        pieces.append(block)
    return "".join(pieces) + "\n"
