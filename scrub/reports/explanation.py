"""`explain`: every block of a page with what was decided about it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from scrub.reports.palette import BOILERPLATE, FAINT, MAIN, REASON, SPAM
from scrub.text.terminal import safe_line
from scrub.values import FAMILIES, UNITS, Document, Verdicts

if TYPE_CHECKING:
    from rich.text import Text

_EXCERPT = 200  # characters of a block that are shown


def write(
    document: Document,
    verdicts: Verdicts,
    signals: Sequence[str],
    reasons: Sequence[Sequence[str]],
    stream: TextIO,
) -> None:
    """Write one paragraph a block, then the spans that were removed or flagged, then the page.

    signals: the name of bit k of `Verdicts.why`, by k. reasons: the reasons of each span, in words.
    """
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for i in range(len(document.start)):
        for line in _block(document, verdicts, signals, i):
            console.print(line)
    for line in _whole(document, verdicts, reasons):
        console.print(line)


def _block(document: Document, verdicts: Verdicts, signals: Sequence[str], i: int) -> Iterator[Text]:
    from rich.text import Text

    block = document.block(i)
    main, spam = bool(verdicts.main[i]), bool(verdicts.spam[i])
    yield Text.assemble(
        (f"{i:>4}  ", FAINT),
        ("main       " if main else "boilerplate", MAIN if main else BOILERPLATE),
        (f" {verdicts.content_score[i]:.3f}  ", FAINT),
        ("SPAM  " if spam else "honest", SPAM if spam else MAIN),
        (f" {verdicts.score[i]:.3f}  ", FAINT),
        (f"{block.tag}  ", FAINT),
        (safe_line(block.text, _EXCERPT), SPAM if spam else "" if main else BOILERPLATE),
    )
    remarks = [FAMILIES[verdicts.family[i]]] if spam else []
    remarks += signals_in(int(verdicts.why[i]), signals) if spam else []
    remarks += [f"hidden: {', '.join(block.hidden)}"] if block.hidden else []
    if remarks:
        yield Text(f"      {safe_line('; '.join(remarks))}", REASON)


def _whole(document: Document, verdicts: Verdicts, reasons: Sequence[Sequence[str]]) -> Iterator[Text]:
    from rich.text import Text

    for k in range(len(verdicts.span_start)):
        removed = bool(verdicts.span_removed[k])
        text = document.text[verdicts.span_start[k] : verdicts.span_end[k]]
        yield Text.assemble(
            ("removed " if removed else "flagged ", SPAM if removed else REASON),
            f"{UNITS[verdicts.span_unit[k]]} in block {verdicts.span_block[k]}, "
            f"{FAMILIES[verdicts.span_family[k]]}, p={verdicts.span_score[k]:.3f}: ",
            (safe_line("; ".join(reasons[k])), REASON),
            (f"  “{safe_line(text, _EXCERPT // 2)}”", FAINT),
        )
    kind = "a doorway page" if verdicts.doorway else verdicts.page_type
    yield Text(f"page: {kind} ({verdicts.page_type_score:.3f}); model: {safe_line(verdicts.model)}", FAINT)


def signals_in(why: int, signals: Sequence[str]) -> list[str]:
    """The names of the bits that are set."""
    return [name for k, name in enumerate(signals) if why >> k & 1]
