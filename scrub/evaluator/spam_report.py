"""The classifier's figures as a table for people, and as plots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scrub.evaluator.plots import bars, harm_curve, reliability

_UNSEEN_GOALS = {"family": 0.80, "language": 0.75}


def spam_table(figures: Mapping[str, Any]) -> str:
    """All figures of `spam_unseen.all_figures`, or of a model's card, as lines of text."""
    return "\n".join(_lines(figures))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    blocks = figures["blocks"]
    yield "labelled blocks, out-of-fold by source"
    yield (
        f"  precision {blocks['precision']:.3f}  recall {blocks['recall']:.3f}  F1 {blocks['f1']:.3f}  "
        f"({blocks['spam']} injected, {blocks['false_alarms']} false alarms)"
    )
    yield f"  expected calibration error {figures['calibration_error']:.3f}"
    for group, title in (
        ("medium", "recall by medium"),
        ("carrier", "recall by carrier"),
        ("family", "recall by family"),
        ("language", "recall by language"),
        ("honest", "false alarms by kind of honest block"),
    ):
        yield title
        yield from _rates(rates_of(figures, group), 4 if group == "honest" else 3)
    for kind in ("family", "language"):
        if figures.get(f"unseen_{kind}"):
            yield f"recall on a {kind} that was never taught"
            yield from _rates(figures[f"unseen_{kind}"], 3)
        if figures.get(f"invented_{kind}"):
            yield f"recall on a {kind} that only the synthesizer taught"
            yield from _rates(figures[f"invented_{kind}"], 3)
    yield from _pages(figures)
    yield from _harm(figures)


def rates_of(figures: Mapping[str, Any], group: str) -> dict[str, tuple[float, int]]:
    """Name -> (rate, blocks) of one group of block rates: medium, carrier, family, language, honest."""
    rates = figures["blocks"]["rates"].items()
    return {
        key.partition(":")[2]: (float(rate), int(count))
        for key, (rate, count) in rates
        if key.startswith(f"{group}:")
    }


def overall(rates: Mapping[str, tuple[float, int]]) -> float:
    """The rate over all blocks of a group."""
    whole = sum(count for _, count in rates.values())
    return sum(rate * count for rate, count in rates.values()) / max(whole, 1)


def _rates(rates: Mapping[str, tuple[float, int]], digits: int) -> Iterator[str]:
    for name, (rate, count) in rates.items():
        yield f"  {name:<18} {rate:.{digits}f}  of {count}"
    if len(rates) > 1:
        yield f"  {'all':<18} {overall(rates):.{digits}f}"


def _pages(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, title in (("pages", "infected pages"), ("synthetic", "synthetic pages")):
        if not figures.get(name):
            continue
        yield f"{title}: detected, text found, honest text lost"
        for kind, row in figures[name].items():
            label = kind.partition(":")[2]
            yield (
                f"  {label:<18} {row['page_recall']:.3f}  {row['recall']:.3f}  {row['harm']:.5f}  "
                f"of {row['pages']:.0f} pages"
            )
    clean = figures["clean"]
    yield (
        f"clean pages: {clean['alarms_per_1000']:.1f} of 1,000 alarmed, "
        f"{clean['shingles_per_million']:.0f} of a million shingles called spam ({clean['pages']} pages)"
    )
    for key, where in (("quoted", "pages"), ("quoted_text", "plain text")):
        if figures.get(key, {}).get("pages"):
            row = figures[key]
            yield (
                f"honest paragraphs in {where} of another language: {row['alarms_per_1000']:.1f} of 1,000 lose "
                f"something ({row['pages']})"
            )


def _harm(figures: Mapping[str, Any]) -> Iterator[str]:
    if not figures.get("harm_curve"):
        return
    yield "--max-harm: asked, measured on whole clean pages and their plain text, recall of blocks"
    for asked, measured, recall in figures["harm_curve"]:
        yield f"  {asked:.0e}  {measured:.1e}  {recall:.3f}"


def spam_plots(figures: Mapping[str, Any]) -> dict[str, str]:
    """File name -> SVG, for everything the figures hold."""
    plots = {
        "reliability.svg": reliability(
            [(float(a), float(b), int(n)) for a, b, n in figures["reliability"]],
            figures["calibration_error"],
        ),
        "families.svg": bars("Recall by family, sources never seen", rates_of(figures, "family")),
        "carriers.svg": bars("Recall by carrier, sources never seen", rates_of(figures, "carrier")),
    }
    for kind, goal in _UNSEEN_GOALS.items():
        if figures.get(f"unseen_{kind}"):
            rates = {
                name: (float(rate), int(count)) for name, (rate, count) in figures[f"unseen_{kind}"].items()
            }
            plots[f"unseen-{kind}.svg"] = bars(f"Recall on a {kind} that was never taught", rates, goal)
    if figures.get("harm_curve"):
        points = [(float(a), float(m), float(r)) for a, m, r in figures["harm_curve"]]
        plots["harm.svg"] = harm_curve(points)
    return plots
