"""What `scrub clean --dry-run` and `--diff` do: everything is cleaned, and nothing of it is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import click

from scrub import batch
from scrub.batch import DIFF, NOTHING, SAME, SAME_DIFF, Outcome
from scrub.commands.cleaning import Destination
from scrub.commands.jobwatch import placed, watched_outcomes
from scrub.commands.messages import filtered_words, tell_note
from scrub.commands.pace import Pace
from scrub.commands.reading import Addresses
from scrub.commands.status import Status, status_of
from scrub.commands.work import Work
from scrub.outputs import open_whole
from scrub.text.terminal import safe_line, safe_text
from scrub.values import Tally

_WIDTH = 96  # characters of a removal that are shown
_COLOURS = {"+": "green", "-": "red", "@": "cyan", "#": "magenta"}


def preview_inputs(work: Work, destination: Destination, *, diff: bool) -> Status:
    """Show what would be removed, page by page, or the diffs; say at the end how much it is."""
    same = destination.format == SAME
    form = (SAME_DIFF if same else DIFF) if diff else NOTHING
    job = work.job(Path(), form)
    with ExitStack() as stack:
        addresses = stack.enter_context(Addresses(work.network))
        into = stack.enter_context(open_whole(destination.out)) if diff and destination.out else None
        outcomes = batch.preview(job, work.jobs, addresses.fetch)
        watched = watched_outcomes(outcomes, Pace(job.shards), wanted=destination.busy)
        tally, pages = _show(watched, into, diff)
    if not destination.quiet:
        tell_note(_summary(tally, pages, destination.out if diff else None))
    return status_of(tally.pages + sum(tally.filtered.values()), sum(tally.failures.values()))


def _show(outcomes: Iterable[Outcome], into: BinaryIO | None, diff: bool) -> tuple[Tally, int]:
    """The counts, and how many pages would lose something."""
    tally, pages = Tally(), 0
    for outcome in outcomes:
        tally += outcome.tally
        removed = outcome.row["removed"]
        pages += bool(removed)
        if diff and outcome.error is None:
            _write(outcome.output or b"", into)
        elif removed:
            click.echo("\n".join(_told(outcome.row, removed)))
    return tally, pages


def _write(diff: bytes, into: BinaryIO | None) -> None:
    """Into a file or a pipe as it is; on a terminal coloured, and nothing in it acts."""
    if into is not None:
        into.write(diff)
    elif not sys.stdout.isatty():
        sys.stdout.buffer.write(diff)
        sys.stdout.buffer.flush()
    else:
        for line in diff.decode("utf-8", "replace").split("\n")[:-1]:
            bold = line.startswith(("---", "+++"))
            click.secho(safe_text(line), fg=None if bold else _COLOURS.get(line[:1]), bold=bold)


def _told(row: Mapping[str, Any], removed: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines about one page: where it is, and every piece with its score, kind and reasons."""
    where = row["source"]["file"] or row["url"] or "page"
    place = placed(row, row["url"] or "") if row["url"] != where else ""
    yield click.style(safe_line(f"{where} {place}".strip(" :")), bold=True)
    for one in removed:
        reasons = safe_line("; ".join(one["reasons"]))
        yield f"  {one['score']:.3f} {one['family']}: {safe_line(one['text'], _WIDTH)}"
        yield click.style(f"        {reasons}", dim=True)


def _summary(tally: Tally, pages: int, into: Path | None) -> str:
    removals = f"{tally.removals:,} removal{'' if tally.removals == 1 else 's'}"
    of = f"{pages:,} of {tally.pages:,} page{'' if tally.pages == 1 else 's'}"
    parts = [f"{removals} ({tally.characters_removed:,} characters) on {of}"]
    if failed := sum(tally.failures.values()):
        parts.append(f"{failed:,} failed")
    if tally.filtered:
        parts.append(filtered_words(tally.filtered))
    return f"{', '.join(parts)}; {f'see {into}' if into else 'nothing was written'}"
