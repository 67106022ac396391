"""`scrub audit`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


class ReportTarget(click.ParamType):
    """FORMAT or FORMAT=FILE; the file `-`, or none, is standard output."""

    name = "FORMAT[=FILE]"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path | None]:
        """The format and the file."""
        name, _, file = value.partition("=")
        if name not in flags.REPORTS:
            self.fail(f"{name!r} is no report format; there are {', '.join(flags.REPORTS)}", param, ctx)
        return name, Path(file) if file not in ("", "-") else None


@click.command(short_help="Look for injected spam and say where it is.")
@flags.inputs
@click.option(
    "--report",
    "targets",
    type=ReportTarget(),
    multiple=True,
    default=("console",),
    show_default=True,
    metavar="FORMAT[=FILE]",
    help="console or json; may be repeated; FILE - is standard output.",
)
@flags.judging
@click.option("--quiet", is_flag=True, help="Show no progress.")
def audit(
    inputs: tuple[str, ...],
    targets: tuple[tuple[str, Path | None], ...],
    kind: str | None,
    max_harm: float,
    encoding: str | None,
    quiet: bool,
) -> Status:
    """Look for spam that was injected into pages, and say where it is and why it is spam.

    The exit status is 1 where something suspect was found.
    """
    from scrub.commands.auditing import audit_inputs
    from scrub.commands.reading import read_inputs

    options = Options(max_harm=max_harm, encoding=encoding)
    return audit_inputs(read_inputs(inputs, kind, encoding), targets, options, quiet=quiet)
