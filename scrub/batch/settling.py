"""What only the whole job can tell: which texts were kept before, and which pieces are copies of removed ones.

A first pass cleans every record and leaves fingerprints in the manifests. When all shards are through,
the manifests are read once, in the order of the records, and what has to change is written down, a file a
shard; shards in which something changes are run once more, and only pages with copies are cleaned again.

OUT/.job/second/00000.json ...  what changes in each shard
OUT/.job/second/known.json      fingerprints of pieces that are removed wherever they are flagged
OUT/.job/second/decided.json    the digest of all of these, last
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scrub.batch.files import write_whole
from scrub.batch.filters import EXACT, NEAR, Drop
from scrub.batch.job import Job
from scrub.batch.manifest import Row, manifest_path, rows
from scrub.batch.outcome import Outcome, dropped_row, filter_of, tally_of
from scrub.fingerprints import digest, leaders, packed, signature, unpacked
from scrub.reasons import COPIED

if TYPE_CHECKING:
    from scrub.cleaner import Article

CERTAIN = 0.95  # score from which a removal speaks for its copies
LEAST_WORDS = 4  # of a piece that can be told again: fewer say too little
DUPLICATES = {EXACT: "exact duplicate", NEAR: "near-duplicate"}
_SAID = {EXACT: "the same text as", NEAR: "nearly the same text as"}


@dataclass(frozen=True, slots=True)
class Second:
    """What changes in one shard, by the decision of this digest. Records are counted from 0, in the order of the manifest.

    dropped: for each duplicate, where the record stands that is kept. copies: records with a flagged
    piece that is a copy of a removed one.
    """

    digest: str
    kind: str | None = None
    dropped: Mapping[int, str] = field(default_factory=dict)
    copies: frozenset[int] = frozenset()

    def settled(self, number: int, outcome: Outcome) -> Outcome:
        """The outcome of a record, or that of a duplicate in its place."""
        where = self.dropped.get(number)
        if where is None or self.kind is None or outcome.error is not None:
            return outcome
        row = dropped_row(outcome.row, Drop(DUPLICATES[self.kind], f"{_SAID[self.kind]} {where}"))
        return Outcome(row, None, tally_of(row))


def marks(article: Article, job: Job) -> dict[str, Any]:
    """What a first pass leaves in a row for the second: fingerprints of the text and of flagged pieces."""
    found: dict[str, Any] = {}
    if job.filters.duplicates == EXACT and article.text:
        found["text_sha256"] = hashlib.sha256(article.text.encode(errors="surrogatepass")).hexdigest()
    if job.filters.duplicates == NEAR and article.text:
        found["text_signature"] = packed(signature(article.text))
    if job.propagate:
        flagged = [digest(text) for text in article.suspected if _telling(text)]
        found |= {"flagged": flagged} if flagged else {}
    return found


def touched(row: Row) -> bool:
    """Whether a row was written by a second pass: it is not what the first one would say."""
    dropped = filter_of(row) in DUPLICATES.values()
    return dropped or any(COPIED in removal["reasons"] for removal in row["removed"])


def decided(job: Job) -> str | None:
    """The digest of what was decided; None where nothing is yet."""
    try:
        found: str = json.loads((_folder(job) / "decided.json").read_bytes())["digest"]
    except FileNotFoundError:
        return None
    return found


def forget(job: Job) -> None:
    """Let it be decided anew."""
    (_folder(job) / "decided.json").unlink(missing_ok=True)
    shutil.rmtree(_folder(job), ignore_errors=True)


def known_path(job: Job) -> Path:
    """The fingerprints of pieces that are removed wherever they are flagged."""
    return _folder(job) / "known.json"


def load(job: Job, rank: int) -> Second | None:
    """What changes in a shard; None where nothing does."""
    try:
        found = json.loads((_folder(job) / f"{rank:05}.json").read_bytes())
    except FileNotFoundError:
        return None
    dropped = {int(number): where for number, where in found["dropped"].items()}
    return Second(decided(job) or "", job.filters.duplicates, dropped, frozenset(found["copies"]))


def decide(job: Job) -> None:
    """Read the manifests of a first pass that is through, and write down what has to change."""
    shutil.rmtree(_folder(job), ignore_errors=True)
    known = _known(job) if job.propagate else {}
    dropped = _duplicates(job) if job.filters.duplicates else {}
    summed = hashlib.sha256(json.dumps([dropped, known], sort_keys=True).encode())
    write_whole(known_path(job), known)
    for shard in job.shards:
        copies = [
            number for number, row in _numbered(job, shard.rank) if known.keys() & row.get("flagged", ())
        ]
        if copies or shard.rank in dropped:
            changes = {"dropped": dropped.get(shard.rank, {}), "copies": copies}
            write_whole(_folder(job) / f"{shard.rank:05}.json", changes)
    write_whole(_folder(job) / "decided.json", {"digest": summed.hexdigest()})


def _folder(job: Job) -> Path:
    return job.state / "second"


def _numbered(job: Job, rank: int) -> Iterator[tuple[int, Row]]:
    return enumerate(rows(manifest_path(job, rank)))


def _telling(text: str) -> bool:
    """Whether a piece is long enough to be told again: by words, or by signs where there are no spaces."""
    return len(text.split()) >= LEAST_WORDS or sum(sign > "\u2e7f" for sign in text) >= 2 * LEAST_WORDS


def _known(job: Job) -> dict[str, float]:
    """Pieces that were removed for certain, on more pages than they were only flagged on.

    A text that many pages have and one page lost is boilerplate that looked like spam once; it must not
    go everywhere for that.
    """
    score: dict[str, float] = {}
    removed: dict[str, int] = {}
    flagged: dict[str, int] = {}
    for shard in job.shards:
        for _, row in _numbered(job, shard.rank):
            for one in set(row.get("flagged", ())):
                flagged[one] = flagged.get(one, 0) + 1
    if not flagged:
        return {}
    for shard in job.shards:
        for _, row in _numbered(job, shard.rank):
            for one, likely in _certain(row).items():
                if one in flagged:
                    score[one] = max(score.get(one, 0.0), likely)
                    removed[one] = removed.get(one, 0) + 1
    return {one: score[one] for one in sorted(score) if removed[one] > flagged[one]}


def _certain(row: Row) -> dict[str, float]:
    found: dict[str, float] = {}
    for removal in row["removed"]:
        if removal["score"] >= CERTAIN and _telling(removal["text"]):
            words = digest(removal["text"])
            found[words] = max(found.get(words, 0.0), removal["score"])
    return found


def _duplicates(job: Job) -> dict[int, dict[str, str]]:
    """For every shard its records whose text was kept before, and where that is."""
    exact = job.filters.duplicates == EXACT
    prints = [found for _, _, found in _prints(job)]
    leader = _first_of(prints) if exact else _leaders([unpacked(one) for one in prints])
    del prints  # names of places are read once more, for those that are told
    wanted = {first for k, first in enumerate(leader) if first != k}
    where: dict[int, str] = {}
    dropped: dict[int, dict[str, str]] = {}
    for k, (rank, (number, row), _) in enumerate(_prints(job)):
        if k in wanted:
            where[k] = _where(row)
        elif leader[k] != k:
            dropped.setdefault(rank, {})[str(number)] = where[leader[k]]
    return dropped


def _prints(job: Job) -> Iterator[tuple[int, tuple[int, Row], str]]:
    """Shard, number and row of every record that has a text, and the fingerprint of it."""
    name = "text_sha256" if job.filters.duplicates == EXACT else "text_signature"
    for shard in job.shards:
        for number, row in _numbered(job, shard.rank):
            if (found := row.get(name)) is not None:
                yield shard.rank, (number, row), found


def _first_of(prints: list[str]) -> list[int]:
    first: dict[bytes, int] = {}
    return [first.setdefault(bytes.fromhex(one), k) for k, one in enumerate(prints)]


def _leaders(prints: list[Any]) -> list[int]:
    return leaders(np.stack(prints)).tolist() if prints else []


def _where(row: Row) -> str:
    """A record, in words."""
    source = row["source"]
    places = (("row", source["row"]), ("offset", source["offset"]))
    place = next((f", {what} {number}" for what, number in places if number is not None), "")
    return f"{row['url'] or 'the record'} ({source['file']}{place})"
