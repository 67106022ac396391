"""`scrub clean`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scrub.commands import flags
from scrub.commands.filter_flags import filtering
from scrub.commands.status import Status
from scrub.options import Options

if TYPE_CHECKING:
    from scrub.batch import Filters


def _part(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    part, slash, of = value.partition("/")
    if not (slash and part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of)):
        raise click.BadParameter(f"{value!r} is not I/N with I from 1 to N")
    return int(part), int(of)


@click.command(short_help="Pages into clean articles, injected spam taken out.")
@flags.inputs
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="A folder (one file a page), or a file with the format's suffix; else standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(flags.FORMATS),
    help="Default: what the suffix of OUT says, else text.",
)
@flags.judging
@flags.fetching
@filtering
@click.option(
    "--removed",
    "removed_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write everything that was taken out into FILE, as JSONL.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option(
    "--layout",
    type=click.Choice(flags.LAYOUTS),
    default="flat",
    show_default=True,
    help="How pages are sorted into folders, where OUT is a folder.",
)
@click.option(
    "--page-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="What one page may take, where OUT is a folder.",
)
@click.option(
    "--shard",
    "part",
    callback=_part,
    metavar="I/N",
    help="Do part I of N of the work, where OUT is a folder.",
)
@click.option("--retry-failed", "retry", is_flag=True, help="Do again what failed, and nothing else.")
@click.option("--quiet", is_flag=True, help="Tell only of failures.")
def clean(
    inputs: tuple[str, ...],
    out: Path | None,
    form: str | None,
    kind: str | None,
    max_harm: float,
    encoding: str | None,
    models: str | None,
    trust_model: bool,
    field: str | None,
    removed_path: Path | None,
    jobs: int,
    layout: str,
    page_timeout: float,
    part: tuple[int, int] | None,
    retry: bool,
    quiet: bool,
    network: flags.Network,
    filters: Filters,
) -> Status:
    """Turn pages into clean articles and take out the spam that was injected into them.

    INPUT is an address, a file (a page, a web archive, a table, an export; packed or not), a folder,
    a glob, a list (@FILE), or - for standard input. The article goes to standard output or to OUT;
    what was removed is told on standard error. Where OUT is a folder, the same command goes on where
    it was stopped.
    """
    from scrub.commands.cleaning import Destination, clean_inputs
    from scrub.commands.reading import read_inputs

    destination = Destination(None if out == Path("-") else out, form, removed_path, quiet)
    options = Options(max_harm=max_harm, encoding=encoding, models=models, trust_model=trust_model)
    if destination.is_folder:
        from scrub.commands.batching import JobFlags, clean_job

        chosen = JobFlags(jobs, layout, page_timeout, part or (1, 1), retry, filters)
        return clean_job(inputs, destination, options, (kind, field), network, chosen)
    if part is not None or retry:
        raise click.UsageError("--shard and --retry-failed need a folder as OUT")
    if filters.duplicates:
        raise click.UsageError("--drop-duplicates needs a folder as OUT")
    if destination.format in ("same", "warc"):
        raise click.UsageError(f"--format {destination.format} needs a folder as OUT")
    found = read_inputs(inputs, kind, encoding, field, network)
    return clean_inputs(found, destination, options, jobs, filters)
