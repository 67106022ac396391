"""`scrub train`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.options import Options


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
    default=8000,
    show_default=True,
    help="Synthetic pieces of spam, and as many honest ones, beside the labelled pages.",
)
@click.option(
    "--no-measure", is_flag=True, help="Leave out the out-of-fold figures; about five times as fast."
)
@click.option(
    "--base",
    "on_base",
    is_flag=True,
    help="Correct the spam classifier that ships with scrub (or that of --models), instead of starting anew.",
)
@flags.own_models
def train(
    labels: tuple[Path, ...],
    out: Path,
    seed: int,
    synthetic: int,
    no_measure: bool,
    on_base: bool,
    models: str | None,
    trust_model: bool,
) -> Status:
    """Fit the models to labels: folders of samples, sets with a gold file, or JSONL of blocks.

    Writes content.joblib and spam.joblib, each with a card beside it, and tells what got better and
    what got worse.
    """
    from scrub.commands.training import train_anew, train_on_top

    if on_base:
        base = Options(models=models, trust_model=trust_model)
        return train_on_top(labels, out, base, seed=seed, synthetic=synthetic, measure=not no_measure)
    if models or trust_model:
        raise click.UsageError("--models names the base to correct; add --base, or leave it out")
    return train_anew(labels, out, seed=seed, synthetic=synthetic, measure=not no_measure)
