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
@click.option("--seed", type=int, default=0, show_default=True, help="Of everything that is drawn by chance.")
@click.option(
    "--synthetic",
    type=click.IntRange(min=0),
    default=2500,
    show_default=True,
    help="Synthetic pieces of spam, and as many honest ones, beside the labelled pages.",
)
@click.option(
    "--no-measure", is_flag=True, help="Leave out the out-of-fold figures; about five times as fast."
)
def train(labels: tuple[Path, ...], out: Path, seed: int, synthetic: int, no_measure: bool) -> Status:
    """Fit the models to labelled pages: folders of samples, or sets with a gold file.

    Writes content.joblib and spam.joblib, each with a card beside it.
    """
    from scrub.evaluator.training import train_models

    for card in train_models(labels, out, seed=seed, synthetic=synthetic, measure=not no_measure):
        click.echo(f"{out / card['name']}.joblib  schema {card['schema']}  sha256 {card['sha256'][:12]}")
    return Status.OK
