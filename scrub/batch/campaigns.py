"""Spam that repeats: what a job removed from several pages, as campaigns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scrub.batch.job import Job
from scrub.batch.manifest import Row, manifest_path, rows
from scrub.batch.outcome import filter_of
from scrub.campaigns import gather
from scrub.errors import InputError
from scrub.findings import Campaign, Finding, Located
from scrub.reasons import COPIED
from scrub.urls import host_of

MOST = 200_000  # removals that are compared, 1 GiB of them; the first ones, in the order of the records
_LARGEST = 100  # campaigns that are told
_KEPT = 500  # characters of a removal: enough to know it again


class Repeated(NamedTuple):
    """How many campaigns there are, the largest of them, and the pieces that went as copies."""

    number: int
    largest: tuple[Campaign, ...]
    copies: int


def campaigns(job: Job) -> Repeated:
    """The campaigns of a job that is done, largest first; of one page's pieces there is none."""
    found: list[Located] = []
    pages = Counter[str]()
    copies = 0
    for row in _rows(job):
        if row["error"] is None and not filter_of(row):
            pages[host_of(row["url"] or "")] += 1
        for removal in row["removed"]:
            copies += COPIED in removal["reasons"]
            if len(found) < MOST:
                found.append(_located(row, removal))
    gathered = gather(found, pages).campaigns if found else ()
    return Repeated(len(gathered), gathered[:_LARGEST], copies)


def _rows(job: Job) -> Iterator[Row]:
    """The rows of all records. Raises InputError, and says what helps, where a manifest was damaged."""
    for shard in job.shards:
        try:
            yield from (row for row in rows(manifest_path(job, shard.rank)) if "blocks" in row)
        except (InputError, FileNotFoundError) as error:
            found = error if isinstance(error, InputError) else f"{error.filename}: is gone"
            marker = job.state / f"{shard.rank:05}.done"
            raise InputError(f"{found}; remove {marker}, and the same command does its shard again") from None


def _located(row: Row, removal: Mapping[str, Any]) -> Located:
    source, links = row["source"], tuple(removal["links"])
    finding = Finding(
        kind="link_farm" if links else "spam_text",
        severity="error",
        text=removal["text"][:_KEPT],
        score=removal["score"],
        family=removal["family"],
        reasons=(),
        css_path=removal["css_path"],
        line=removal["line"],
        links=links,
    )
    return Located(
        url=row["url"] or "",
        finding=finding,
        fingerprint="",
        source=source["file"] or "",
        offset=source["offset"],
        record_id=source["record_id"],
        row=source["row"],
        captured=row.get("date"),
    )
