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
@click.option(
    "--spam",
    is_flag=True,
    help="Fit the spam classifier anew for every part it is tested on: sources, families and languages it never saw.",
)
@click.option(
    "--extraction",
    is_flag=True,
    help="Fit the extractor anew on all hosts but a fifth, five times, and measure it on that fifth.",
)
@click.option(
    "--json",
    "json_path",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the figures as JSON; - is standard output, instead of the table.",
)
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --spam: reliability diagram, harm curve and bars as SVG.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="With --spam or --extraction: of what is drawn by chance.",
)
@click.option(
    "--synthetic",
    type=click.IntRange(min=0),
    default=8000,
    show_default=True,
    help="With --spam: synthetic pieces of spam, and as many honest ones, to learn from.",
)
@flags.own_models
def evaluate(
    labels: tuple[Path, ...],
    spam: bool,
    extraction: bool,
    json_path: Path | None,
    plots: Path | None,
    seed: int,
    synthetic: int,
    models: str | None,
    trust_model: bool,
) -> Status:
    """Measure the models on labelled pages: F1 of the main text; F1, precision and recall on
    injected spam; and how much honest text was lost. LABELS are folders of samples, or sets with a
    gold file. Pages that a model was trained on flatter it; --spam and --extraction measure what a
    model fitted to the labels does on what it never saw, and take some minutes.
    """
    from scrub.commands.evaluating import measure_extraction, measure_models, measure_spam

    if spam and extraction:
        raise click.UsageError("--spam and --extraction are two measurements; ask for one at a time")
    if plots is not None and not spam:
        raise click.UsageError("--plots shows the figures of --spam; add it, or leave --plots out")
    if not spam and not extraction:
        return measure_models(labels, Options(models=models, trust_model=trust_model), json_path)
    if models or trust_model:
        asked = "--spam" if spam else "--extraction"
        raise click.UsageError(f"{asked} fits models of its own; --models has no part in it")
    if extraction:
        return measure_extraction(labels, json_path, seed=seed)
    return measure_spam(labels, json_path, plots, seed=seed, synthetic=synthetic)
