"""Extraction beside its peers: quality with standard errors, and CPU time as multiples of the bare parse.

    python benchmarks/extraction.py BENCH DATA --runs FOLDER [--peers-python PYTHON] [--out-of-fold FILE]
        [--write docs/benchmarks.md]

BENCH holds run_peers.py and score.py, DATA the extraction sets. What each extractor gives is kept in --runs: peers,
which run in the Python named by --peers-python, are not run again; scrub always is, by this Python.
Shipped models were trained on all sets but `scrapinghub`, so for the others scrub's figures come from --out-of-fold, the
JSON of `scrub evaluate --extraction` on them, or from the card of the shipped model: every page judged by a model that
never saw its host.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import stdev
from types import ModuleType
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser
from speed import many, seconds

import scrub
from scrub.api import batches
from scrub.trainer.labels import read_pages

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("trafilatura", "readability_lxml", "resiliparse", "newspaper4k")
PARSE = "parse_selectolax"
# The sets, and the measure that suits each: not every one has whole texts, or articles alone.
SETS = {
    "scrapinghub": "shingle", "newspages": "shingle", "trafeval": "seg", "wcxb": "words", "readability": "shingle",
    "chinese": "shingle",
}  # fmt: skip
RESAMPLES = 100
UNSEEN = ("scrapinghub",)  # no model that ships was trained on it
_PACKAGES = {"readability_lxml": "readability-lxml"}


class Figure(NamedTuple):
    """F1 and its standard error."""

    f1: float
    error: float

    def __str__(self) -> str:
        return f"{self.f1:.3f} ± {self.error:.3f}"


def run(
    bench: Path,
    data: Path,
    runs: Path,
    python: str,
    extractors: Sequence[str],
    sets: Sequence[str] = tuple(SETS),
) -> None:
    """Run extractors over sets, one after the other on one core."""
    command = [
        python,
        str(bench / "run_peers.py"),
        "--out",
        str(runs),
        "--peers",
        ",".join(extractors),
        "--cores",
        "0",
    ]
    subprocess.run([*command, *(str(data / name) for name in sets)], check=True)


def missing(runs: Path, peer: str) -> bool:
    """Whether a peer has still to run."""
    return not all((runs / peer / f"dev.{name}.stats.json").exists() for name in SETS)


def load_scorer(bench: Path) -> ModuleType:
    """The benchmark's own scorer."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(
    scorer: ModuleType, data: Path, runs: Path, extractor: str, sets: Sequence[str] = tuple(SETS)
) -> dict[str, Figure]:
    """Figures of sets, and of the page types of the set that has several."""
    found: dict[str, Figure] = {}
    for name in sets:
        measure = SETS[name]
        predictions = scorer.load_predictions(runs / extractor / f"dev.{name}.jsonl")
        _, _, rows = scorer.score(data / name, predictions)
        found[name] = figure(scorer, list(rows.values()), measure)
        kinds: dict[str, list[Any]] = {}
        for page in scorer.load_gold(data / name):
            if page.get("page_type"):
                kinds.setdefault(page["page_type"], []).append(rows[page["id"]])
        if len(kinds) > 1:
            found |= {f"{name} {kind}": figure(scorer, kinds[kind], measure) for kind in sorted(kinds)}
    return found


def figure(scorer: ModuleType, rows: list[Any], measure: str) -> Figure:
    """The mean, and by resampling its standard error."""

    def f1(sample: list[Any]) -> float:
        return float(scorer.summary(sample)[measure]["f1"])

    generator = random.Random(0)  # noqa: S311 - resampling, no secret
    return Figure(f1(rows), stdev(f1(generator.choices(rows, k=len(rows))) for _ in range(RESAMPLES)))


def multiples(runs: Path, extractor: str, parse: str) -> dict[str, float]:
    """CPU time of an extractor in bare parses of the same pages."""

    def mean(name: str, of: str) -> float:
        stats = json.loads((runs / of / f"dev.{name}.stats.json").read_text("utf-8"))
        return float(stats["cpu_ms"]["mean"])

    return {name: mean(name, extractor) / mean(name, parse) for name in UNSEEN}


def versions(python: str, packages: Sequence[str]) -> dict[str, str]:
    """Installed versions in the peers' Python."""
    code = (
        "import sys,json,importlib.metadata as m; print(json.dumps({p: m.version(p) for p in sys.argv[1:]}))"
    )
    done = subprocess.run([python, "-c", code, *packages], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def rows_of(cells: dict[str, dict[str, str]], names: Sequence[str]) -> str:
    """A table of Markdown: one row a set, one column an extractor."""
    head = ["set", *cells]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join([name, *(cells[k].get(name, "") for k in cells)]) + " |" for name in names]
    return "\n".join(lines)


def report(
    quality: dict[str, dict[str, Figure]],
    speed: dict[str, dict[str, float]],
    released: dict[str, str],
    model: str,
) -> str:
    """The page as Markdown; the best of a row is bold, and all within its standard error."""
    names = list(max(quality.values(), key=lambda one: len(one)))
    names = [name for name in names if all(name in one for one in quality.values())]
    best = {name: max((q[name] for q in quality.values() if name in q), key=lambda f: f.f1) for name in names}

    def cell(name: str, one: Figure) -> str:
        return f"**{one}**" if one.f1 >= best[name].f1 - best[name].error else str(one)

    tables: dict[str, dict[str, str]] = {
        k: {name: cell(name, q[name]) for name in names} for k, q in quality.items()
    }
    paces = {k: {name: f"{value:.1f}×" for name, value in q.items()} for k, q in speed.items()}
    peers = ", ".join(f"{name} {version}" for name, version in released.items())
    return TEMPLATE.format(
        date=datetime.now(UTC).date().isoformat(), model=model, peers=peers,
        quality=rows_of(tables, names), speed=rows_of(paces, UNSEEN), version=scrub.__version__, resamples=RESAMPLES,
    )  # fmt: skip


TEMPLATE = """# Benchmarks

Measured on {date} by `python benchmarks/extraction.py` (its docstring says how), scrub {version} with `{model}`, beside
{peers}. Every extractor runs as it ships, in a process of its own, on the same pages of the same sets. trafilatura runs
without comments, which suits the gold.

## Main text

F1 ± its standard error ({resamples} resamples): 4-word shingles, except for `trafeval` (segments that must and must not be there) and
`wcxb` (words; pages of seven types). Bold is the best, and whatever is within a standard error of it.

{quality}

Nothing was trained, tuned or looked at on `scrapinghub`. The shipped models were trained on the other sets, so there scrub's figures
are out of fold: every page is judged by a model that never saw its host (`scrub evaluate --extraction`).

## Speed

CPU time in bare parses (`LexborHTMLParser`) of the same pages in the same run, one core. scrub's includes its verdicts on injected
spam, structure, comments and metadata; it goes page by page, and `clean_many` in batches.

{speed}
"""


def batch_speed(folder: Path) -> float:
    """`clean_many` in bare parses, both in this process, every page met again and again."""
    pages = [p.page for p in read_pages(folder) if (p.page.content_type or "").startswith("text/html")]
    took = seconds(
        {
            "parse": [partial(LexborHTMLParser, page.body) for page in pages],
            "many": [partial(many, batch) for batch in batches(pages)],
        }
    )
    return took["many"] / took["parse"]


def out_of_fold(path: Path | None) -> dict[str, Figure]:
    """Figures for hosts that no model saw: from the file, or from the card of the shipped model."""
    if path is not None:
        given = json.loads(path.read_text("utf-8"))
    else:
        given = json.loads((ROOT / "models" / "content.json").read_text("utf-8"))["figures"]
    return {name: Figure(one["f1"], one["error"]) for name, one in given.items()}


def main() -> None:
    """Run what is missing, score everything, print or write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--peers-python", default=sys.executable)
    parser.add_argument("--out-of-fold", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    a = parser.parse_args()
    waiting = [peer for peer in PEERS if missing(a.runs, peer)]
    if waiting or missing(a.runs, PARSE):
        run(a.bench, a.data, a.runs, a.peers_python, [PARSE, *waiting])
    # scrub goes with a parse of its own run: other work on the machine then counts for both.
    own = a.runs / "scrub"
    run(a.bench, a.data, own, sys.executable, [PARSE, "scrub"], UNSEEN)
    scorer = load_scorer(a.bench)
    own_quality = score(scorer, a.data, own, "scrub", UNSEEN)
    quality = {
        "scrub": own_quality | {k: v for k, v in out_of_fold(a.out_of_fold).items() if k not in UNSEEN}
    }
    peers = {peer: score(scorer, a.data, a.runs, peer) for peer in PEERS}
    speed = {"scrub": multiples(own, "scrub", PARSE)}
    speed |= {"scrub, `clean_many`": {name: batch_speed(a.data / name) for name in UNSEEN}}
    speed |= {peer: multiples(a.runs, peer, PARSE) for peer in PEERS}
    released = versions(a.peers_python, [_PACKAGES.get(peer, peer) for peer in PEERS])
    card = json.loads((ROOT / "models" / "content.json").read_text("utf-8"))
    model = f"content {card['sha256'][:12]}"
    page = report(quality | peers, speed, released, model)
    if a.write:
        a.write.write_text(page, "utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
