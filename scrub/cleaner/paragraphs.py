"""Units that belong on one line or in one paragraph, and which structure opens and closes between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scrub.cleaner.article import Path, Unit
from scrub.values import BROKEN, PARAGRAPH, SPACED


def paragraphs(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units that share a path and have no paragraph break between them."""
    run: list[Unit] = []
    for unit in units:
        if run and (unit.joint == PARAGRAPH or unit.path != run[-1].path):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def shared(one: Path, other: Path) -> int:
    """How many steps two paths have in common from the root."""
    count = 0
    for a, b in zip(one, other):
        if a != b:
            break
        count += 1
    return count


def inline(
    text: str,
    run: Sequence[Unit],
    escape: Callable[[str], str],
    link: Callable[[str, str], str],
    line_break: str,
) -> str:
    """One paragraph: its text escaped, its links written by `link(escaped text, address)`."""
    pieces: list[str] = []
    for number, unit in enumerate(run):
        if number:
            pieces.append({BROKEN: line_break, SPACED: " "}.get(unit.joint, ""))
        at = unit.start
        for start, end, href in unit.links:
            if start < at:
                continue
            pieces.append(escape(text[at:start]))
            pieces.append(link(escape(text[start:end]), href))
            at = end
        pieces.append(escape(text[at : unit.end]))
    return "".join(pieces)
