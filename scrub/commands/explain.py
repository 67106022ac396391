"""`scrub explain`."""

from __future__ import annotations

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


@click.command(short_help="Every block of a page: main or not, spam or not, and why.")
@click.argument("page", metavar="PAGE")
@flags.judging
@flags.fetching
def explain(
    page: str,
    kind: str | None,
    max_harm: float,
    encoding: str | None,
    models: str | None,
    trust_model: bool,
    field: str | None,
    network: flags.Network,
) -> Status:
    """Show every block of PAGE: whether it is main content, whether it is spam, the scores, the reasons."""
    from scrub.commands.explaining import explain_inputs
    from scrub.commands.reading import read_inputs

    options = Options(max_harm=max_harm, encoding=encoding, models=models, trust_model=trust_model)
    return explain_inputs(read_inputs([page], kind, encoding, field, network), options)
