"""`scrub train`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands.status import Status


@click.command(short_help="Fit the models to labelled pages.")
@click.argument(
    "labels", nargs=-1, required=True, metavar="LABELS...", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MODELS",
    help="The folder the models and their cards are written into.",
)
def train(labels: tuple[Path, ...], out: Path) -> Status:
    """Fit the models to labelled pages: folders of samples, or sets with a gold file."""
    from scrub import trainer

    trainer.train(list(labels), out)
    return Status.OK
