"""What verdicts on injected spam add to `clean_many`, in bare parses of the same pages.

    python benchmarks/verdicts.py [FOLDER] [--limit N]

The same batches are cleaned with all verdicts and with the main content alone, in turns, beside the bare
parse; of every batch the fastest round counts. What is counted is everything that would be left out if
nobody asked for spam: signals, classifier, policy, and the closer look at the style sheets of suspicious pages.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from unittest import mock

import numpy as np
from selectolax.lexbor import LexborHTMLParser
from speed import many, seconds

import scrub
from scrub import policy
from scrub.api import batches
from scrub.classifier.model import spam_model
from scrub.dense import one_thread
from scrub.extractor import content_model, extract
from scrub.policy.spans import Scored
from scrub.signals.columns import Columns
from scrub.trainer.labels import read_pages
from scrub.values import Document, Verdicts


@one_thread()
def main_content(documents: Sequence[Document], *_: object, **__: object) -> list[Verdicts]:
    """In place of `judge_many`: nothing is suspected of anything."""
    if not documents:
        return []
    columns, spam = Columns(documents), spam_model(None, False)
    count = len(columns)
    scored = Scored(columns, None, np.zeros(count, np.float32), np.zeros(count, np.uint64))  # type: ignore[arg-type]
    found = extract(columns, content_model(None, False))
    edges = zip(columns.first_block.tolist(), columns.block_count.tolist())
    return [
        policy._nothing(scored, slice(first, first + own), found, spam, p)
        for p, (first, own) in enumerate(edges)
    ]


def without_spam(batch: list[scrub.Page]) -> list[scrub.Article]:
    """A batch to its end, as it would be if there were no spam."""
    with mock.patch("scrub.api.judge_many", main_content):
        return many(batch)


def parse_all(batch: list[scrub.Page]) -> None:
    """The bare parse of a batch."""
    for page in batch:
        LexborHTMLParser(page.body)


def main() -> None:
    """Print the three stages and the difference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("samples"))
    parser.add_argument("--limit", type=int, default=200, help="pages of the folder")
    arguments = parser.parse_args()
    labelled = [
        p.page for p in read_pages(arguments.folder) if (p.page.content_type or "").startswith("text/html")
    ]
    pages = labelled[: arguments.limit]
    divided = list(batches(pages))
    stages: dict[str, Callable[[list[scrub.Page]], object]] = {
        "bare parse": parse_all,
        "clean_many": many,
        "main content alone": without_spam,
    }
    took = seconds({name: [partial(stage, batch) for batch in divided] for name, stage in stages.items()})
    took["verdicts on spam"] = took["clean_many"] - took["main content alone"]
    print(f"{arguments.folder.name}: {len(pages)} pages")
    for name, cost in took.items():
        print(f"  {name:<19} {cost / len(pages) * 1000:6.2f} ms {cost / took['bare parse']:6.2f} x parse")


if __name__ == "__main__":
    main()
