"""`scrub clean`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


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
@click.option(
    "--removed",
    "removed_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write everything that was taken out into FILE, as JSONL.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--quiet", is_flag=True, help="Tell only of failures.")
def clean(
    inputs: tuple[str, ...],
    out: Path | None,
    form: str | None,
    kind: str | None,
    max_harm: float,
    encoding: str | None,
    field: str | None,
    removed_path: Path | None,
    jobs: int,
    quiet: bool,
    network: flags.Network,
) -> Status:
    """Turn pages into clean articles and take out the spam that was injected into them.

    INPUT is an address, a file (a page, a web archive, a table, an export; packed or not), a folder,
    a glob, a list (@FILE), or - for standard input. The article goes to standard output or to OUT; what was removed is told
    on standard error.
    """
    from scrub.commands.cleaning import Destination, clean_inputs
    from scrub.commands.reading import read_inputs

    destination = Destination(None if out == Path("-") else out, form, removed_path, quiet)
    options = Options(max_harm=max_harm, encoding=encoding)
    return clean_inputs(read_inputs(inputs, kind, encoding, field, network), destination, options, jobs)
