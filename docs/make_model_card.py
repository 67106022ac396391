"""Makes docs/model-card.md and its plots from the cards beside the shipped models.

    python docs/make_model_card.py

No figure is written by hand: what the cards do not hold is not told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scrub.evaluator.spam_report import overall, rates_of, spam_plots

ROOT = Path(__file__).resolve().parent.parent
PLOTS = ROOT / "docs" / "plots"

INTRODUCTION = """# Model card

Made by `python docs/make_model_card.py` from the cards beside the models; every figure below is in them.

scrub ships two models: `content.joblib` tells main content from boilerplate, `spam.joblib` tells injected spam from
honest text. Both are plain numpy arrays in a joblib file, scored without scikit-learn, and loaded only when their
SHA-256 is the one in the card beside them.

## What they are for

Cleaning archives and auditing sites for text and links that somebody else put there. They do not judge whether a text
is good, true or wanted: an honest page about casinos is honest, and an advertisement that the publisher sells is no
injection. They see text, markup and style, not pictures and not what scripts would write (an audit looks at scripts on
its own). They must not be used to rank people, or to decide alone what is deleted for good: every removal is told, with
its reasons, and can be undone.
"""

LIMITS = """## What is known to be weak

- Spam as plain text, without links or markup, is found less often than in HTML: words are all there is.
- Languages with few injected blocks in the data (see the bars) have figures that one block can move.
- The rules of the policy (guard, odds, kin, longest block, doorways, default sensitivity), the share of a harm level that
  thresholds are drawn for, and the weights of what the synthesizer makes were chosen while looking at the same folds, so
  that the figures flatter a little. The thresholds are chosen inside the folds.
- Families and languages "never taught" are missing from the n-grams, the trees and the networks; signals and synthesizer were
  written by people who know that they exist.
"""


def main() -> None:
    """Write the page and its plots."""
    PLOTS.mkdir(exist_ok=True)
    for name, plot in plots().items():
        (PLOTS / name).write_text(plot, "utf-8")
    (ROOT / "docs" / "model-card.md").write_text(page(), "utf-8")


def page() -> str:
    """The text of the page."""
    return "\n".join([INTRODUCTION, *_content(_card("content")), *_spam(_card("spam")), LIMITS])


def plots() -> dict[str, str]:
    """File name -> SVG."""
    return spam_plots(_card("spam")["figures"])


def _card(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "models" / f"{name}.json").read_text("utf-8"))
    return found


def _content(card: Mapping[str, Any]) -> Iterator[str]:
    yield f"""## Main content

Trained on {card["pages"]:,} pages; out-of-fold figures, grouped by host.
{_identity(card)}

| set | pages | measure | F1 | precision | recall |
|---|---|---|---|---|---|"""
    for name, row in card["figures"].items():
        yield (
            f"| {name} | {row['pages']} | {row['measure']} | {row['f1']:.3f} ± {row['error']:.3f} "
            f"| {row['precision']:.3f} | {row['recall']:.3f} |"
        )
    yield ""


def _spam(card: Mapping[str, Any]) -> Iterator[str]:
    figures = card["figures"]
    blocks = figures["blocks"]
    yield f"""## Injected spam

Trained on {card["examples"]:,} examples: labelled blocks in their context and in real pages, real infected pages, clean
pages, and pieces of the synthesizer. Figures are out-of-fold, grouped by source, at the default `--max-harm`.
{_identity(card)}

| measure on labelled blocks | figure |
|---|---|
| precision / recall / F1 | {blocks["precision"]:.3f} / {blocks["recall"]:.3f} / {blocks["f1"]:.3f} |
| recall in HTML / in plain text | {_rate(figures, "medium", "html")} / {_rate(figures, "medium", "text")} |
| expected calibration error | {figures["calibration_error"]:.3f} |"""
    for kind, (rate, count) in rates_of(figures, "honest").items():
        yield f"| false alarms: {kind} | {100 * rate:.2f} % of {count} |"
    for kind in ("family", "language"):
        unseen = figures.get(f"unseen_{kind}")
        if unseen:
            count = sum(n for _, n in unseen.values())
            yield f"| recall on a {kind} that was never taught | {overall(unseen):.3f} of {count} blocks |"
        if invented := figures.get(f"invented_{kind}"):
            count = sum(n for _, n in invented.values())
            yield f"| recall on a {kind} that only the synthesizer taught | {overall(invented):.3f} of {count} blocks |"
    yield ""
    yield from _pages(figures)
    drawn = plots()
    for name, title in (
        ("reliability", "Reliability diagram"),
        ("harm", "Harm curve"),
        ("families", "Recall by family"),
        ("carriers", "Recall by carrier"),
        ("unseen-family", "Recall on families never taught"),
        ("unseen-language", "Recall on languages never taught"),
    ):
        if f"{name}.svg" in drawn:
            yield f"![{title}](plots/{name}.svg)\n"


def _pages(figures: Mapping[str, Any]) -> Iterator[str]:
    clean = figures["clean"]
    yield "| pages (– where they hold no spam, or none was found) | number | with half of the spam found | spam found | honest text called spam |\n|---|---|---|---|---|"
    for group, title in (("pages", "real"), ("synthetic", "synthetic")):
        for kind, row in (figures.get(group) or {}).items():
            found = f"{row['page_recall']:.2f} | {row['recall']:.3f}" if row["recall"] else "– | –"
            yield (
                f"| {title}: {kind.partition(':')[2]} | {row['pages']:.0f} | {found} | {row['harm']:.5f} |"
            )
    yield "\n| clean pages | number | alarms per 1,000 | of a million honest shingles called spam |\n|---|---|---|---|"
    told = {"all": clean, "the main text of all, as plain text": figures["clean_text"]} | figures[
        "clean_by_set"
    ]
    for key, name in _QUOTED.items():
        if key in figures:
            told[name] = figures[key]
    for name, row in told.items():
        yield (
            f"| {name} | {row['pages']:,} | {row['alarms_per_1000']:.1f} | {row['shingles_per_million']:.0f} |"
        )
    yield "\nLeft out are a handful of these pages that do carry casino or SEO text, bought or injected.\n"


_QUOTED = {
    "quoted": "of an honest paragraph in a page of another language",
    "quoted_text": "and in plain text of another language",
}


def _rate(figures: Mapping[str, Any], group: str, name: str) -> str:
    rate, count = rates_of(figures, group).get(name, (0.0, 0))
    return f"{rate:.3f} of {count}"


def _identity(card: Mapping[str, Any]) -> str:
    return (
        f"Fitted on {card['date']}, seed {card['seed']}, schema `{card['schema']}`, training data "
        f"`{card['training_data'][:16]}`, file `{card['sha256'][:16]}`."
    )


if __name__ == "__main__":
    main()
