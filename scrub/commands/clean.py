"""`scrub clean`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scrub.commands import flags
from scrub.commands.filter_flags import filtering
from scrub.commands.job_flags import JobFlags, job_flags
from scrub.commands.status import Status
from scrub.options import Options

if TYPE_CHECKING:
    from scrub.batch import Filters
    from scrub.commands.cleaning import Destination


class _Out(click.Path):
    """A path, or the name of a folder in a store, which stays a string."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Names with a scheme are of stores."""
        from scrub.inputs.remote import is_folder

        if isinstance(value, str) and is_folder(value):
            return value
        return Path(str(super().convert(value, param, ctx)))


@click.command(short_help="Pages into clean articles, injected spam taken out.")
@flags.inputs
@click.option(
    "-o",
    "--output",
    "out",
    type=_Out(),
    metavar="OUT",
    help="A folder (one file a page), here or in a store, or a file with the format's suffix; else standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(flags.FORMATS),
    help="Default: what the suffix of OUT says, else text.",
)
@flags.judging
@flags.fetching
@click.option(
    "--comments",
    type=click.Choice(("keep", "drop")),
    help="Readers' comments, apart from the text. Default: keep in json, jsonl and tei, which have a place for them.",
)
@filtering
@click.option(
    "--removed",
    "removed_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write everything that was taken out into FILE, as JSONL.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and write nothing.")
@click.option("--diff", is_flag=True, help="Write unified diffs instead of articles.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@job_flags
@flags.telling
def clean(
    inputs: tuple[str, ...],
    out: Path | str | None,
    form: str | None,
    kind: str | None,
    max_harm: float,
    encoding: str | None,
    models: str | None,
    trust_model: bool,
    field: str | None,
    comments: str | None,
    removed_path: Path | None,
    dry_run: bool,
    diff: bool,
    jobs: int,
    quiet: bool,
    network: flags.Network,
    filters: Filters,
    job: JobFlags,
) -> Status:
    """Turn pages into clean articles and take out the spam that was injected into them.

    INPUT is an address, a file (a page, a web archive, a table, an export; packed or not), a folder,
    a glob, a list (@FILE), or - for standard input. The article goes to standard output or to OUT;
    what was removed is told on standard error. Where OUT is a folder, the same command goes on where
    it was stopped.
    """
    from scrub.commands.cleaning import clean_inputs
    from scrub.commands.overwriting import check_targets
    from scrub.commands.reading import read_inputs
    from scrub.commands.work import Work

    destination = _destination(out, form, removed_path, quiet)
    options = Options(
        max_harm=max_harm,
        encoding=encoding,
        models=models,
        trust_model=trust_model,
        comments=comments
        or ("drop" if destination.format in ("text", "markdown", "html", "warc") else "keep"),
    )
    check_targets(inputs, kind, (destination.out, removed_path))
    work = Work(inputs, kind, field, options, filters, network, job, jobs)
    if dry_run or diff:
        from scrub.commands.previewing import preview_inputs

        _check_streamed(job, filters, removed_path)
        if destination.store:
            raise click.UsageError("neither --dry-run nor --diff writes into a store")
        return preview_inputs(work, destination, diff=diff)
    if destination.is_folder:
        from scrub.commands.batching import clean_job

        return clean_job(work, destination)
    _check_streamed(job, filters)
    if destination.format in ("same", "warc", "parquet"):
        raise click.UsageError(f"--format {destination.format} needs a folder as OUT")
    found = read_inputs(inputs, kind, encoding, field, network)
    return clean_inputs(found, destination, options, jobs, filters)


def _destination(
    out: Path | str | None, form: str | None, removed_path: Path | None, quiet: bool
) -> Destination:
    """Where it goes: for a folder in a store, by way of one here."""
    from scrub.batch import scratch
    from scrub.commands.cleaning import Destination

    if isinstance(out, str):
        return Destination(scratch(out), form, removed_path, quiet, store=out)
    return Destination(None if out == Path("-") else out, form, removed_path, quiet)


def _check_streamed(job: JobFlags, filters: Filters, removed_path: Path | None = None) -> None:
    """Raises UsageError for what only a job can do."""
    needing = job.need_folder + (["--drop-duplicates"] if filters.duplicates else [])
    if removed_path is not None:
        raise click.UsageError("--removed goes with neither --dry-run nor --diff")
    if needing:
        verb = "needs" if len(needing) == 1 else "need"
        raise click.UsageError(f"{' and '.join(needing)} {verb} a folder as OUT, and articles in it")
