"""The article as CommonMark, with GitHub's tables; page text cannot turn into markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from scrub.cleaner.article import Image, Path, Unit
from scrub.cleaner.grid import Cell, grid
from scrub.cleaner.inline import Addresses, inline
from scrub.cleaner.paragraphs import code_language, code_text, is_code, paragraphs, shared

# Characters that mean something anywhere in a line (CommonMark 0.31, sections 2.4 and 6). An exclamation mark
# would make an image of the link behind it.
_SPECIAL = re.compile(r"[\\`*\[\]<>]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~~|!\Z")
# ... and at its start; a bar or a colon may begin the line that makes a table of the one before.
_LINE_START = re.compile(r"^(?:(?=[#+\-=|:])|(\d+)(?=[.)](?:\s|\Z)))", re.MULTILINE)
_CLOSING_HASHES = re.compile(r"(?<=\s)#(?=#*\Z)")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSAFE_ADDRESS = re.compile(r"[\s<>()\\|\x00-\x1f]")
_DELIMITERS = {"em": "*", "strong": "**"}
_TICKS = re.compile(r"`+")


class MarkdownWriter:
    """What stands inside a paragraph, as Markdown; what Markdown has no sign for, as inline HTML."""

    line_break = "  \n"

    def escape(self, text: str) -> str:
        """Page text in which nothing means anything to Markdown inside a line."""
        return _SPECIAL.sub(lambda m: "\\" + m.group(), text)

    def link(self, content: str, address: str) -> str:
        """A link."""
        return f"[{content}]({_destination(address)})"

    def mark(self, content: str, name: str, before: str, plain: str | None) -> str:
        """Emphasis by asterisks only where no rule on what stands beside them can undo it."""
        # Spans that touch would be one, and ]: could define a reference.
        if name == "code" and plain is not None and before[-1:] != "`" and "]:" not in plain:
            return self._code(plain)
        sign = _DELIMITERS.get(name)
        if sign and _is_word(content[:1]) and _is_word(content[-1:]) and before[-1:] != "*":
            return f"{sign}{content}{sign}"
        return f"<{name}>{content}</{name}>"

    def _code(self, plain: str) -> str:
        """Code between backticks, nothing in it escaped."""
        lengths = {len(ticks) for ticks in _TICKS.findall(plain)}
        ticks = "`" * next(n for n in range(1, len(lengths) + 2) if n not in lengths)
        edge = " " if plain.startswith("`") or plain.endswith("`") else ""
        return f"{ticks}{edge}{plain}{edge}{ticks}"

    def image(self, address: str, image: Image) -> str:
        """An image with its text alternative."""
        title = self.escape(image.title).replace('"', '\\"')
        return f"![{self.escape(image.alt)}]({_destination(address)}" + (f' "{title}")' if title else ")")

    def place(self, name: str) -> str:
        """A place that links lead to."""
        return f'<a id="{name}"></a>'


class CellWriter(MarkdownWriter):
    """The same inside a table, where a bar ends the cell."""

    line_break = "<br>"

    def escape(self, text: str) -> str:
        """Page text without bars and line breaks."""
        return super().escape(text).replace("|", "\\|").replace("\n", " ")

    def _code(self, plain: str) -> str:
        return super()._code(plain.replace("\n", " ")).replace("|", "\\|")


def _is_word(character: str) -> bool:
    """Whether a character is neither space nor punctuation (CommonMark 0.31, section 6.2)."""
    return bool(character) and unicodedata.category(character)[0] in "LNM"


def _destination(address: str) -> str:
    return _UNSAFE_ADDRESS.sub(lambda m: f"%{ord(m.group()):02X}" if ord(m.group()) < 128 else "", address)


def render(text: str, units: Sequence[Unit], base: str | None = None) -> str:
    """The units as Markdown. `base` makes relative addresses absolute."""
    addresses = Addresses(units, base)
    blocks: list[str] = []
    before: Path = ()
    cells: list[Cell] = []
    lists = _Lists()
    for run in paragraphs(units):
        path = run[0].path
        inside = _table_of(path)
        if cells and inside != _table_of(cells[-1].path):
            blocks.append(_table(cells))
            cells = []
        if inside is not None and path[-1].tag != "caption":
            cells.append(Cell(path, inline(text, run, CellWriter(), addresses)))
        elif is_code(path):
            blocks.append(lists.block(path, before, _code(text, run)))
        elif content := inline(text, run, MarkdownWriter(), addresses):
            blocks.append(lists.block(path, before, _LINE_START.sub(r"\1\\", content)))
        before = path
    if cells:
        blocks.append(_table(cells))
    return _joined(blocks)


def plain(text: str) -> str:
    """Plain words as Markdown in which nothing means anything."""
    return _LINE_START.sub(r"\1\\", MarkdownWriter().escape(text)).replace("\n", MarkdownWriter.line_break)


def _table_of(path: Path) -> int | None:
    return next((step.number for step in path if step.tag == "table"), None)


class _Lists:
    """The marks of the headings, items and quotes that paragraphs stand in.

    Two lists with nothing between them get different marks: Markdown would make one list of them.
    """

    def __init__(self) -> None:
        self._marks: dict[int, str] = {}  # of each list, by its number
        self._counts: dict[int, int] = {}
        self._last: dict[int, tuple[int, str]] = {}  # at each depth of a path, the last list and its mark

    def block(self, path: Path, before: Path, content: str) -> str:
        """A paragraph with its marks."""
        heading = next((_HEADINGS[step.tag] for step in path if step.tag in _HEADINGS), 0)
        if heading:
            content = "#" * heading + " " + _CLOSING_HASHES.sub(r"\#", re.sub(r" *\n", " ", content))
        new = shared(before, path)
        first, rest = "", ""
        for position, step in enumerate(path):
            if step.tag == "blockquote":
                first, rest = first + "> ", rest + "> "
            elif step.tag == "li":
                if position >= new:
                    mark = self._mark(path, position) + " "
                    first += mark
                else:
                    mark = " " * (len(self._mark_of(path, position)) + 1)
                    first += mark
                rest += " " * len(mark)
        return first + content.replace("\n", "\n" + rest)

    def _mark(self, path: Path, position: int) -> str:
        """The mark of a new item."""
        owner = path[position - 1] if position else path[0]
        number = self._counts.get(owner.number)
        number = _start(owner.attributes) if number is None else number + 1
        number = _value(path[position].attributes, number)
        self._counts[owner.number] = number
        return (
            f"{number}{self._sign(owner.number, owner.tag, position)}"
            if owner.tag == "ol"
            else self._sign(owner.number, owner.tag, position)
        )

    def _mark_of(self, path: Path, position: int) -> str:
        """The mark that an item got before."""
        owner = path[position - 1] if position else path[0]
        sign = self._marks.get(owner.number, "-")
        return f"{self._counts.get(owner.number, 1)}{sign}" if owner.tag == "ol" else sign

    def _sign(self, number: int, tag: str, position: int) -> str:
        if number not in self._marks:
            signs = (".", ")") if tag == "ol" else ("-", "*")
            last = self._last.get(position)
            self._marks[number] = signs[1] if last and last[1] == signs[0] else signs[0]
            self._last[position] = (number, self._marks[number])
        return self._marks[number]


def _start(attributes: tuple[tuple[str, str], ...]) -> int:
    return _number(dict(attributes).get("start"), 1)


def _value(attributes: tuple[tuple[str, str], ...], otherwise: int) -> int:
    return _number(dict(attributes).get("value"), otherwise)


def _number(written: str | None, otherwise: int) -> int:
    """A number as CommonMark allows: at most nine digits."""
    return int(written) if written and re.fullmatch(r"[0-9]{1,9}", written) else otherwise


def _code(text: str, run: Sequence[Unit]) -> str:
    code = code_text(text, run)
    longest = max((len(ticks) for ticks in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{code_language(run[0].path)}\n{code}\n{fence}"


def _table(cells: list[Cell]) -> str:
    """Rows of cells; the first row is the head, as Markdown has no table without one."""
    rows = grid(cells)
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


_ITEM = re.compile(r"^[> ]*(?:[-*] |\d+[.)] )")


def _joined(blocks: list[str]) -> str:
    """Blocks with blank lines between them; items of a list stand close together."""
    if not blocks:
        return ""
    pieces = [blocks[0]]
    for before, block in pairwise(blocks):
        pieces.append("\n" if _ITEM.match(before) and _ITEM.match(block) else "\n\n")
        pieces.append(block)
    return "".join(pieces) + "\n"
