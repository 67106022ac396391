"""`scrub evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands.status import Status


@click.command(short_help="Measure the models on labelled pages.")
@click.argument(
    "labels", nargs=-1, required=True, metavar="LABELS...", type=click.Path(exists=True, path_type=Path)
)
def evaluate(labels: tuple[Path, ...]) -> Status:
    """Measure precision, recall, F1 and harm rate on labelled pages."""
    from scrub import evaluator

    evaluator.evaluate(list(labels))
    return Status.OK
