"""Visits into archive and journal, in one thread of its own, several at a time.

The order is what makes a kill harmless: records are written and synced, then one transaction of the
journal says where the archive ends and which addresses are done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from scrub.encoding import decode
from scrub.errors import InputError
from scrub.fetcher import warc
from scrub.fetcher.archive import SUFFIX, Archive
from scrub.fetcher.exchange import Exchange
from scrub.fetcher.journal import Ending, Journal
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import STATE, Outcome, State
from scrub.fetcher.visitor import Visit
from scrub.fetcher.warc import Original

# Below this a revisit record is longer than the payload it saves.
_WORTH_A_REVISIT = 200  # bytes


class Committed(NamedTuple):
    """What a commit added to the journal: new addresses, and the hosts that now have more waiting."""

    added: int
    hosts: frozenset[str]


class Scribe:
    """Writes down what visits brought. out None keeps the journal in memory and no archive.

    Raises InputError where the output is not ours to write.
    """

    def __init__(self, out: Path | None, options: FetchOptions) -> None:
        if out is not None and not _is_archive(out):
            raise InputError(f"{out}: an archive's name ends in {SUFFIX}")
        self._options = options
        self.journal = Journal(journal_of(out) if out else None)
        self._archive: Archive | None = None
        if out:
            try:
                self._archive = Archive(out, self.journal, options)
                self._remember()
            except Exception:
                self.journal.close()
                raise

    def _remember(self) -> None:
        self.journal.begin()
        self.journal.remember(asdict(self._options))
        self.journal.commit()

    def add(self, urls: Iterable[str]) -> int:
        """Adds inputs, already spelled; the number of those that are new."""
        self.journal.begin()
        added = sum(self.journal.add(url) for url in urls)
        self.journal.commit()
        return added

    def wait_again(self, *states: State) -> int:
        """Lets addresses in these states be asked for again."""
        self.journal.begin()
        count = self.journal.wait_again(states)
        self.journal.commit()
        return count

    def commit(self, visits: Iterable[Visit]) -> Committed:
        """Writes visits down for good. Their outcomes may change: only here duplicates and circles show."""
        journal = self.journal
        if self._archive:
            self._archive.make_room()
        journal.begin()
        try:
            added, hosts = 0, set[str]()
            for visit in visits:
                new = self._write(visit)
                added += new
                if new:
                    hosts.update(link.url.split("/", 3)[2] for link in visit.links)
            if self._archive and (file := self._archive.sync()):
                journal.set_archive(file)
        except BaseException:
            journal.rollback()
            raise
        journal.commit()
        return Committed(added, frozenset(hosts))

    def close(self) -> None:
        """Closes archive and journal."""
        if self._archive:
            self._archive.close()
        self.journal.close()

    def _write(self, visit: Visit) -> int:
        answer = visit.answer
        original = None
        if answer:
            for exchange in visit.exchanges[:-1]:
                self._keep(exchange, visit, None)
            original = self._keep(answer, visit, self._original(visit, answer))
        else:
            for exchange in visit.exchanges:
                self._keep(exchange, visit, None)
        if visit.location and self.journal.leads_back(
            visit.task.url, visit.location, self._options.max_redirects
        ):
            visit.outcome, visit.reason, visit.links = Outcome.BROKEN, "redirects in a circle", []
        self.journal.finish(_ending(visit, original))
        if visit.outcome is Outcome.DUPLICATE and visit.task.depth:
            return 0  # what a page that was kept already leads to was followed there
        return self.journal.add_links(visit.links, visit.task)

    def _original(self, visit: Visit, answer: Exchange) -> Original | None:
        """The record that holds the same payload already. Makes the visit a duplicate where there is one."""
        if visit.outcome is Outcome.UNCHANGED:
            return self.journal.kept_as(visit.task.url)
        if answer.status != 200 or len(answer.raw) < _WORTH_A_REVISIT:
            return None
        original = self.journal.payload(warc.digest_of(answer.raw, self._options.digest))
        if original and visit.outcome is Outcome.KEPT:
            same = original.url == visit.task.url
            visit.outcome = Outcome.UNCHANGED if same else Outcome.DUPLICATE
            visit.reason = "" if same else f"same content as {original.url}"
        return original

    def _keep(self, exchange: Exchange, visit: Visit, original: Original | None) -> Original:
        """Writes the records of an exchange; where its content is now kept."""
        algorithm = self._options.digest
        here = Original(warc.new_id(), exchange.url, warc.stamp(exchange.started))
        if self._archive:
            digest = warc.digest_of(exchange.raw, algorithm)
            info = self._archive.info_id
            self._archive.append(
                b"".join(
                    (
                        warc.response(exchange, here.record_id, info, digest, algorithm, original),
                        warc.request(exchange, info, here.record_id, algorithm),
                        warc.metadata(exchange, info, here.record_id, algorithm, _about(exchange, visit)),
                    )
                )
            )
            if original is None and exchange.status == 200 and len(exchange.raw) >= _WORTH_A_REVISIT:
                self.journal.add_payload(digest, here)
        return original or here


def journal_of(out: Path) -> Path:
    """The journal beside an output."""
    return out.with_name(out.name + ".journal")


def remembered(out: Path) -> dict[str, Any]:
    """The options of the last run into an output. Raises InputError where another run is at work."""
    journal = Journal(journal_of(out))
    try:
        known = journal.remembered()
    finally:
        journal.close()
    return {name: value for name, value in known.items() if name in FetchOptions.__dataclass_fields__}


def _is_archive(out: Path) -> bool:
    return out.name.endswith(SUFFIX) and out.name != SUFFIX


def _about(exchange: Exchange, visit: Visit) -> warc.Fields:
    """Lines of the metadata record: what led here, and what was read where the headers were wrong."""
    task = visit.task
    if exchange.url == task.url:
        if task.via:
            yield "via", task.via
        yield "hopsFromSeed", str(task.depth)
    else:
        yield "via", task.url
    declared = exchange.header("content-type") or ""
    if "charset=" in declared.lower() and visit.page:
        _, used = decode(visit.page.body, content_type=declared)
        yield "charsetForLinkExtraction", used


def _ending(visit: Visit, kept: Original | None) -> Ending:
    answer = visit.answer
    known = answer if answer and STATE[visit.outcome] is State.DONE else None
    return Ending(
        task=visit.task,
        outcome=visit.outcome,
        state=STATE[visit.outcome],
        reason=visit.reason,
        location=visit.location,
        etag=known.header("etag") if known else None,
        modified=known.header("last-modified") if known else None,
        record_id=kept.record_id if kept and known else None,
        date=kept.date if kept and known else None,
    )
