"""Removing and undoing gives back what was there, character by character, on real pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from shared_data import extraction_pages, injected_texts, needs_data, spam_pages

from scrub.api import BATCH, look_at_batch
from scrub.cleaner import clean_document, restore
from scrub.errors import InputError
from scrub.options import Options
from scrub.values import Page, Verdicts

pytestmark = needs_data

# More is removed than by default, so that there is more to undo.
EAGER = Options(max_harm=0.009)


def harmless(verdicts: Verdicts) -> Verdicts:
    """The same verdicts, with nothing called injected."""
    nothing = np.zeros(0, dtype=np.int32)
    spans = {name: getattr(verdicts, name)[:0] for name in verdicts.__slots__ if name.startswith("span_")}
    assert len(nothing) == len(spans["span_start"])
    return replace(
        verdicts,
        spam=np.zeros_like(verdicts.spam),
        anchor_spam=np.zeros_like(verdicts.anchor_spam),
        doorway=False,
        **spans,
    )


def removals_that_came_back(pages: Iterator[Page]) -> int:
    """Checks every page; returns how many removals there were."""
    count = 0
    while batch := list(islice(pages, BATCH)):
        for page, found in zip(batch, look_at_batch(batch, EAGER), strict=True):
            if isinstance(found, InputError):
                continue
            document, verdicts = found
            article = clean_document(document, verdicts)
            untouched = clean_document(document, harmless(verdicts))
            assert restore(article) == untouched.text, page.source or page.url
            count += len(article.removed)
    return count


def test_infected_pages_and_composites() -> None:
    assert removals_that_came_back(spam_pages()) > 300


@pytest.mark.parametrize(
    "collection", ["newspages", "trafeval", "readability", "wcxb", "chinese", "scrapinghub", "wcxb_articles"]
)
def test_pages_of_the_extraction_sets(collection: str) -> None:
    """Every fourth page, or all of them where SCRUB_EVERY_PAGE is set: that takes minutes."""
    step = 1 if "SCRUB_EVERY_PAGE" in os.environ else 4
    removals_that_came_back(islice(extraction_pages(collection), 0, None, step))


def test_labelled_blocks_as_lines_of_text() -> None:
    """Each text between two honest lines, with three kinds of line ends."""
    texts = injected_texts()
    endings = ("\n", "\r\n", "\n\n")
    pages = (
        Page(
            f"The council met on Monday.{end}{text}{end}Rain is expected until Thursday.".encode(
                "utf-8", "replace"
            ),
            content_type="text/plain; charset=utf-8",
        )
        for k, text in enumerate(texts)
        for end in (endings[k % 3],)
    )
    assert removals_that_came_back(pages) > 500
