"""What `scrub train` does once its flags are understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from scrub.commands.progress import busy
from scrub.commands.status import Status
from scrub.options import Options


def train_anew(labels: Sequence[Path], out: Path, *, seed: int, synthetic: int, measure: bool) -> Status:
    """Both models from the labels alone."""
    from scrub.evaluator.training import train_models

    return _tell(train_models(labels, out, seed=seed, synthetic=synthetic, measure=measure), out)


def train_on_top(
    labels: Sequence[Path], out: Path, base: Options, *, seed: int, synthetic: int, measure: bool
) -> Status:
    """The base's spam classifier, corrected by the labels."""
    from scrub.evaluator.training import train_further

    return _tell(train_further(labels, out, base, seed=seed, synthetic=synthetic, measure=measure), out)


def _tell(cards: Iterable[dict[str, Any]], out: Path) -> Status:
    from scrub.evaluator.comparison import comparison_table

    with busy("fitting the models"):
        written = list(cards)
    for card in written:
        click.echo(f"{out / card['name']}.joblib  schema {card['schema']}  sha256 {card['sha256'][:12]}")
        figures = card.get("figures") or {}
        compared = figures.get("beside_base", figures)
        if "newly_found" in compared:
            click.echo(comparison_table(compared))
    return Status.OK
