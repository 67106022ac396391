"""`scrub audit`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


def _targets(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, Path | None], ...]:
    """FORMAT or FORMAT=FILE; the file `-`, or none, is standard output."""
    targets = []
    for value in values:
        name, _sign, file = value.partition("=")
        if name not in flags.REPORTS:
            raise click.BadParameter(f"{name!r} is no report format; there are {', '.join(flags.REPORTS)}")
        targets.append((name, None if file in ("", "-") else Path(file)))
    return tuple(targets)


@click.command(short_help="Look for injected spam and say where it is.")
@flags.inputs
@click.option(
    "--report",
    "targets",
    callback=_targets,
    multiple=True,
    default=("console",),
    show_default=True,
    metavar="FORMAT[=FILE]",
    help="console or json; may be repeated; FILE - is standard output.",
)
@click.option(
    "--sensitivity",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=Options.__dataclass_fields__["sensitivity"].default,
    show_default=True,
    metavar="SHARE",
    help="As --max-harm, for warnings: what is probable, and would not be removed.",
)
@flags.judging
@flags.fetching
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def audit(
    inputs: tuple[str, ...],
    targets: tuple[tuple[str, Path | None], ...],
    kind: str | None,
    max_harm: float,
    sensitivity: float,
    encoding: str | None,
    models: str | None,
    trust_model: bool,
    field: str | None,
    jobs: int,
    quiet: bool,
    network: flags.Network,
) -> Status:
    """Look for spam that was injected into pages, and say where it is and why it is spam.

    The exit status is 1 where something suspect was found.
    """
    from scrub.commands.auditing import audit_inputs
    from scrub.commands.reading import read_inputs

    options = Options(
        max_harm=max_harm,
        sensitivity=sensitivity,
        encoding=encoding,
        models=models,
        trust_model=trust_model,
    )
    found = read_inputs(inputs, kind, encoding, field, network)
    return audit_inputs(found, targets, options, target=" ".join(inputs), jobs=jobs, quiet=quiet)
