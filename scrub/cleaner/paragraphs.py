"""Units that belong on one line or in one paragraph, and which structure opens and closes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrub.cleaner.article import Path, Unit
from scrub.values import GLUED, PARAGRAPH, SPACED


def paragraphs(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units that share a path and have no paragraph break between them; images stand alone.

    A preformatted element is one run, whatever it holds.
    """
    run: list[Unit] = []
    for unit in units:
        if run and _is_apart(run[-1], unit):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _is_apart(before: Unit, unit: Unit) -> bool:
    if unit.path != before.path or unit.start == unit.end or before.start == before.end:
        return True
    return unit.joint == PARAGRAPH and not is_code(unit.path)


def is_code(path: Path) -> bool:
    """Whether a path leads into preformatted text."""
    return bool(path) and path[-1].tag == "pre"


def code_language(path: Path) -> str:
    """The language that the classes of a <pre> or its <code> name, or ""."""
    attributes = dict(path[-1].attributes)
    for name in (*attributes.get("class", "").split(), attributes.get("data-lang", "")):
        for prefix in ("language-", "lang-", "highlight-source-"):
            if name.startswith(prefix) and name[len(prefix) :].replace("-", "").replace("+", "").isalnum():
                return name[len(prefix) :].lower()
    return ""


def code_text(text: str, run: Sequence[Unit]) -> str:
    """Preformatted text: every character, and a line break wherever the page has one but at the end."""
    pieces = [text[run[0].start : run[0].end]]
    for unit in run[1:]:
        pieces.append({SPACED: " ", GLUED: ""}.get(unit.joint, "\n"))
        pieces.append(text[unit.start : unit.end])
    return "".join(pieces).rstrip("\n")


def shared(one: Path, other: Path) -> int:
    """How many steps two paths have in common from the root."""
    count = 0
    for a, b in zip(one, other):
        if a != b:
            break
        count += 1
    return count
