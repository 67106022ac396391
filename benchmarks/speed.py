"""CPU time of scrub's stages as a multiple of the bare parse of the same pages, in one run.

    python benchmarks/speed.py [FOLDER ...]

FOLDER holds labelled pages (`samples/`, or an extraction set with gold.jsonl); default: samples/.
Pages are decoded outside the clock. Of every page (of every batch, for clean_many) the best of several
rounds counts, because other work on the machine can only add to it; the stages take turns.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

import scrub
from scrub.api import batches
from scrub.parser.gathered import gather
from scrub.parser.hiding import hidden_elements
from scrub.parser.metadata import read_metadata
from scrub.parser.walk import walk
from scrub.trainer.labels import read_pages

ROUNDS = 9


def seconds(stages: dict[str, list[Callable[[], object]]]) -> dict[str, float]:
    """CPU seconds of every stage's pieces together, of each piece the fastest round.

    The stages take turns in every round: a processor changes its pace, and ratios should not feel it.
    """
    best = {name: [float("inf")] * len(pieces) for name, pieces in stages.items()}
    for _ in range(ROUNDS):
        for name, pieces in stages.items():
            for k, piece in enumerate(pieces):
                started = time.process_time()
                piece()
                best[name][k] = min(best[name][k], time.process_time() - started)
    return {name: sum(fastest) for name, fastest in best.items()}


def many(pages: list[scrub.Page]) -> list[scrub.Article]:
    """A batch to its end."""
    return list(scrub.clean_many(pages))


def measure(pages: list[scrub.Page]) -> dict[str, float]:
    """CPU seconds a page for every stage."""
    bodies = [page.body for page in pages]
    trees = [LexborHTMLParser(body) for body in bodies]
    gathered = [gather(tree) for tree in trees]
    hidden: list[Callable[[], object]] = [
        partial(hidden_elements, tree, gathered=found) for tree, found in zip(trees, gathered)
    ]
    told: list[Callable[[], object]] = [
        partial(read_metadata, tree, None, found) for tree, found in zip(trees, gathered)
    ]
    documents = [scrub.parse(page) for page in pages]
    stages: dict[str, list[Callable[[], object]]] = {
        "bare parse": [partial(LexborHTMLParser, body) for body in bodies],
        "  walk": [partial(walk, tree, {}) for tree in trees],
        "  search": [partial(gather, tree) for tree in trees],
        "  hiding": hidden,
        "  metadata": told,
        "scrub.parse": [partial(scrub.parse, page) for page in pages],
        "scrub.judge": [partial(scrub.judge, document) for document in documents],
        "scrub.clean": [partial(scrub.clean, page.body, page.url) for page in pages],
        "scrub.audit": [partial(scrub.audit, page.body, page.url) for page in pages],
        "scrub.clean_many": [partial(many, batch) for batch in batches(pages)],
    }
    return {name: took / len(pages) for name, took in seconds(stages).items()}


def main() -> None:
    """Print one table a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("samples")])
    parser.add_argument("--limit", type=int, default=200, help="pages a folder")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        labelled = [p.page for p in read_pages(folder) if (p.page.content_type or "").startswith("text/html")]
        pages = labelled[: arguments.limit]
        kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1000
        print(f"{folder.name}: {len(pages)} pages, {kilobytes:.0f} kB each")
        found = measure(pages)
        base = found["bare parse"]
        for name, took in found.items():
            print(f"  {name:<18} {took * 1000:8.2f} ms  {took / base:6.2f} x parse  {1 / took:8.0f} pages/s")


if __name__ == "__main__":
    main()
