"""CPU time of scrub's stages as a multiple of the bare parse of the same pages, in one run.

    python benchmarks/speed.py [FOLDER ...]

FOLDER holds labelled pages (`samples/`, or an extraction set with gold.jsonl); default: samples/.
Pages are decoded outside the clock. Every figure is the best of several rounds, because other work
on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

import scrub
from scrub.parser.hiding import hidden_elements
from scrub.parser.metadata import read_metadata
from scrub.parser.walk import walk
from scrub.trainer.labels import read_pages

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def each(pages: Iterable[scrub.Page], work: Callable[[scrub.Page], object]) -> Callable[[], None]:
    """Work page by page."""

    def run() -> None:
        for page in pages:
            work(page)

    return run


def measure(pages: list[scrub.Page]) -> dict[str, float]:
    """CPU seconds a page for every stage."""
    trees = [LexborHTMLParser(page.body) for page in pages]
    documents = [scrub.parse(page) for page in pages]
    stages: dict[str, Callable[[], object]] = {
        "bare parse": each(pages, lambda page: LexborHTMLParser(page.body)),
        "  hiding": lambda: [hidden_elements(tree) for tree in trees],
        "  walk": lambda: [walk(tree, {}) for tree in trees],
        "  metadata": lambda: [read_metadata(tree, None) for tree in trees],
        "scrub.parse": each(pages, scrub.parse),
        "scrub.judge": lambda: [scrub.judge(document) for document in documents],
        "scrub.clean": each(pages, lambda page: scrub.clean(page.body, page.url)),
        "scrub.audit": each(pages, lambda page: scrub.audit(page.body, page.url)),
        "scrub.clean_many": lambda: list(scrub.clean_many(pages)),
    }
    return {name: seconds(work) / len(pages) for name, work in stages.items()}


def main() -> None:
    """Print one table a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("samples")])
    parser.add_argument("--limit", type=int, default=200, help="pages a folder")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        labelled = [p.page for p in read_pages(folder) if p.page.content_type.startswith("text/html")]
        pages = labelled[: arguments.limit]
        kilobytes = sum(len(page.body) for page in pages) / len(pages) / 1000
        print(f"{folder.name}: {len(pages)} pages, {kilobytes:.0f} kB each")
        found = measure(pages)
        base = found["bare parse"]
        for name, took in found.items():
            print(f"  {name:<18} {took * 1000:8.2f} ms  {took / base:6.2f} x parse  {1 / took:8.0f} pages/s")


if __name__ == "__main__":
    main()
