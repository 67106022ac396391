"""What `scrub evaluate` does once its flags are understood."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from scrub.commands.progress import busy
from scrub.commands.status import Status
from scrub.options import Options
from scrub.outputs import encoded, open_whole


def measure_models(labels: Sequence[Path], options: Options, json_path: Path | None) -> Status:
    """The models as they are, on every set of labelled pages."""
    from scrub.evaluator.labelled import evaluate_labelled, table

    with busy("measuring the models"):
        measured = evaluate_labelled(labels, options)
    figures = [
        {
            "collection": name,
            "text": text._asdict() if text else None,
            "spam": asdict(spam) if spam else None,
        }
        for name, text, spam in measured
    ]
    _tell(table(measured), figures, json_path)
    return Status.OK


def measure_spam(
    labels: Sequence[Path], json_path: Path | None, plots: Path | None, *, seed: int, synthetic: int
) -> Status:
    """A classifier fitted to the labels, on sources, families and languages that it never saw."""
    from scrub.evaluator.spam_report import spam_plots, spam_table
    from scrub.evaluator.spam_unseen import evaluate_spam

    with busy("fitting and measuring classifiers"):
        figures = evaluate_spam(labels, seed=seed, synthetic=synthetic)
    _tell(spam_table(figures), figures, json_path)
    for name, plot in spam_plots(figures).items() if plots else ():
        assert plots
        plots.mkdir(parents=True, exist_ok=True)
        _write(plots / name, plot)
    return Status.OK


def measure_extraction(labels: Sequence[Path], json_path: Path | None, *, seed: int) -> Status:
    """An extractor fitted to the labels, on hosts that it never saw."""
    from scrub.evaluator.extraction import evaluate_extraction, extraction_table

    with busy("fitting and measuring extractors"):
        figures = evaluate_extraction(labels, seed=seed)
    _tell(extraction_table(figures), {name: one._asdict() for name, one in figures.items()}, json_path)
    return Status.OK


def _tell(table: str, figures: Any, json_path: Path | None) -> None:
    """The table on standard output, unless that is where the JSON goes."""
    written = json.dumps(figures, indent=1, ensure_ascii=False) + "\n"
    if json_path is not None and str(json_path) == "-":
        click.echo(written, nl=False)
        return
    click.echo(table)
    if json_path is not None:
        _write(json_path, written)


def _write(path: Path, text: str) -> None:
    with open_whole(path) as stream:
        stream.write(encoded(text))
