"""What became of one record: the rendered output, its row in the manifest, and its counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from scrub.batch.filters import Drop
from scrub.batch.pieces import SAME, as_json, pieces_of, without
from scrub.inputs import Failure
from scrub.outputs import FORMS, encoded, source_record
from scrub.values import Page, Tally
from scrub.version import VERSION

if TYPE_CHECKING:
    from scrub.cleaner import Article

    Render = Callable[[Page, Article], bytes | None]

# What `outcome` says in the manifest.
CLEANED, EMPTY, FAILED, QUARANTINED = "cleaned", "empty", "failed", "quarantined"
LINES = {"parquet": "jsonl"}  # formats whose records are made as those of another
FILTERED = "filtered"  # and behind a colon the name of the filter


class Outcome(NamedTuple):
    """One record done. output is None where there is nothing to write; row lacks `output` until then."""

    row: Mapping[str, Any]
    output: bytes | None
    tally: Tally

    @property
    def error(self) -> str | None:
        """Why it failed; None where it did not."""
        error: str | None = self.row["error"]
        return error


def cleaned(page: Page, article: Article, form: str, render: Render) -> Outcome:
    """The outcome of a page and its article; render makes the output of every format but SAME."""
    row = _row(page) | {
        "outcome": CLEANED if article.text else EMPTY,
        "blocks": len(article.structure),
        "characters_kept": len(article.text),
        "removed": [asdict(removal) for removal in article.removed],
        "model": article.model,
        "why": article.why or None,
        "error": None,
    }
    if form != SAME:
        return Outcome(row, render(page, article), tally_of(row))
    pieces = pieces_of(page.body, article.cuts.ranges, article.cuts.removals)
    row |= {"place": page.place, "cuts": as_json(pieces), "unlocated": list(article.cuts.unlocated)}
    output = without(page.body, pieces) if pieces or page.place is None else None
    return Outcome(row, output, tally_of(row))


def failed(found: Page | Failure, reason: str, form: str, outcome: str = FAILED) -> Outcome:
    """The outcome of what could not be read, or of a page that could not be cleaned."""
    page = found if isinstance(found, Page) else _place(found)
    render = FORMS[LINES.get(form, form)].render_failure if form in FORMS or form in LINES else None
    row = _row(page) | {
        "outcome": outcome,
        "blocks": 0,
        "characters_kept": 0,
        "removed": [],
        "model": None,
        "error": reason,
    }
    rendered = encoded(render(page, reason)) if render else None
    return Outcome(row, rendered, tally_of(row))


def filtered(page: Page, drop: Drop, model: str | None) -> Outcome:
    """The outcome of a page that is not wanted: nothing is written."""
    row = dropped_row(_row(page) | {"model": model}, drop)
    return Outcome(row, None, tally_of(row))


def dropped_row(row: Mapping[str, Any], drop: Drop) -> dict[str, Any]:
    """What a manifest says of a record that is not wanted."""
    kept = {name: row[name] for name in (*_PLACE, "model")}
    return kept | {
        "outcome": f"{FILTERED}: {drop.name}",
        "blocks": 0,
        "characters_kept": 0,
        "removed": [],
        "why": drop.why,
        "error": None,
        "output": None,
    }


def filter_of(row: Mapping[str, Any]) -> str:
    """The name of the filter that dropped a record; "" where none did."""
    outcome, _, name = row["outcome"].partition(": ")
    return name if outcome == FILTERED else ""


def tally_of(row: Mapping[str, Any]) -> Tally:
    """The counts of one row of a manifest."""
    if name := filter_of(row):
        return Tally(filtered={name: 1})
    if row["error"] is not None:
        return Tally(failures={reason_class(row["error"]): 1})
    removed = row["removed"]
    characters = sum(len(removal["text"]) for removal in removed)
    return Tally(1, {}, row["blocks"], row["characters_kept"], characters, len(removed))


def reason_class(reason: str) -> str:
    """The reason as failures are counted by it: without the numbers and names of one record."""
    return "".join("#" if c.isdigit() else c for c in reason.partition(":")[0])


def digest(body: bytes) -> str:
    """SHA-256 as manifests and WARC records write it."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def _place(failure: Failure) -> Page:
    url = failure.url or (failure.source if "://" in failure.source else None)
    return Page(
        url=url, source=failure.source, offset=failure.offset, record_id=failure.record_id, row=failure.row
    )


_PLACE = ("source", "url", "input", "date", "scrub")


def _row(page: Page) -> dict[str, Any]:
    read = {"bytes": len(page.body), "sha256": digest(page.body)[7:]} if page.body else None
    return {
        "source": source_record(page),
        "url": page.url,
        "input": read,
        "date": page.date,
        "scrub": VERSION,
    }
