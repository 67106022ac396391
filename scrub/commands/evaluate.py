"""`scrub evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


@click.command(short_help="Measure the models on labelled pages.")
@click.argument(
    "labels", nargs=-1, required=True, metavar="LABELS...", type=click.Path(exists=True, path_type=Path)
)
@flags.own_models
def evaluate(labels: tuple[Path, ...], models: str | None, trust_model: bool) -> Status:
    """Measure the models on labelled pages: F1 of the main text; F1, precision and recall on
    injected spam; and how much honest text was lost. LABELS are folders of samples, or sets with a
    gold file. Pages that a model was trained on flatter it.
    """
    from scrub.evaluator.labelled import evaluate_labelled, table

    options = Options(models=models, trust_model=trust_model)
    click.echo(table(evaluate_labelled(labels, options)))
    return Status.OK
