"""Every real infected page and fragment comes out right: its spam is found and gone, and its honest text is there.

The shipped classifier was taught by these pages: this shows what scrub does with them, not how well it generalises.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pytest
from shared_data import DATA, needs_data

import scrub
from scrub.encoding import decode
from scrub.evaluator.spam import shingles
from scrub.trainer.labels import read_packed, read_rows
from scrub.trainer.synthesizer.visible import visible_text

pytestmark = needs_data

# Not found: a keyword of five characters that stands in scraped news twice, and a link whose text is question marks.
MISSED = {"m_h02340_zh", "m_w02_fideo_03"}
# More than .02 of the spam is left, or of the honest text gone: comments that are told by their names alone, and two more
# without a word of what they sell; names of trades in a recipe site's menu; a paragraph with a sentence of spam in the
# middle of one of its own; names of people and places in a doorway.
IN_PART = {
    "p02_R60_dragnet",
    "p02_R187_dragnet",
    "m_h39335_lt",
    "m_w02_fideo_01",
    "d02_punecallgirls",
}


@cache
def outcomes() -> dict[str, tuple[str, Counter[str]]]:
    """By page: its kind, and shingles of its spam, found and left, and of its honest text, all and called spam."""
    found = {}
    for row in read_rows(DATA / "spam" / "pages" / "index.jsonl"):
        source = decode(read_packed(DATA / "spam" / row["file"]))[0]
        gold = shingles([decode(read_packed(DATA / "spam" / row["gold_file"]))[0]])
        plain = row["kind"] == "text"
        told = [source[a:b] for a, b in row["spam_spans"] or ()]
        spam = shingles(told if plain else map(visible_text, told))
        if plain:
            article = scrub.clean_text(source)
            called = shingles(r.text for r in article.removed)
        else:
            article = scrub.clean(source)
            called = shingles(f.text for f in scrub.audit(source).findings if f.severity != "info")
        left, spam, honest = shingles([article.text]), spam - gold, gold - spam
        counts = Counter(
            spam=len(spam), found=len(spam & called), left=len(spam & left), honest=len(honest), harmed=len(honest & called)
        )  # fmt: skip
        found[str(row["id"])] = (str(row["kind"]), counts)
    return found


def test_all_are_found_but_those_that_are_known() -> None:
    missed = {page for page, (_, n) in outcomes().items() if 2 * n["found"] < max(1, n["spam"])}
    assert missed <= MISSED


def test_next_to_nothing_of_the_spam_is_left_and_next_to_nothing_honest_is_lost() -> None:
    wrong = {
        page for page, (_, n) in outcomes().items() if n["left"] > 0.02 * n["spam"] or n["harmed"] > 0.02 * n["honest"]
    }  # fmt: skip
    assert wrong - MISSED <= IN_PART


@pytest.mark.parametrize("kind", ["text", "html_rebuilt", "html_fragment", "html"])
def test_of_every_kind_less_than_one_in_fifty_is_left(kind: str) -> None:
    total: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for own, counts in outcomes().values():
        total[own].update(counts)
    assert total[kind]["left"] <= 0.02 * total[kind]["spam"]
    assert total[kind]["harmed"] <= 0.005 * total[kind]["honest"]
