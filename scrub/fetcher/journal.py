"""The journal: an SQLite database beside the output that knows every address and how far it got.

It holds the truth. Records are written and synced first, then one transaction says where the archive
ends now and what became of the addresses; a kill between the two leaves bytes that the journal does
not know, and they are cut off before the next run goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scrub.errors import InputError
from scrub.fetcher.discovery import Link
from scrub.fetcher.outcome import Outcome, State
from scrub.fetcher.spelling import host_and_port
from scrub.fetcher.task import Task
from scrub.fetcher.traps import SHAPE_LIMIT
from scrub.fetcher.warc import Original

_VERSION = 1
_SCHEMA = f"""
CREATE TABLE addresses (
    number INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    depth INTEGER NOT NULL DEFAULT 0,
    hops INTEGER NOT NULL DEFAULT 0,
    via TEXT, origin TEXT, shape TEXT,
    outcome TEXT, reason TEXT, location TEXT, etag TEXT, modified TEXT, record_id TEXT, date TEXT
);
CREATE INDEX queue ON addresses (host, number) WHERE state = 0;
CREATE INDEX shapes ON addresses (shape) WHERE shape IS NOT NULL;
CREATE TABLE payloads (
    digest TEXT PRIMARY KEY, record_id TEXT NOT NULL, url TEXT NOT NULL, date TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE archives (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, info_id TEXT NOT NULL
);
PRAGMA user_version = {_VERSION};
"""
# In journals that were begun without it, too.
_OPTIONS = (
    "CREATE TABLE IF NOT EXISTS options (number INTEGER PRIMARY KEY CHECK (number = 0), said TEXT NOT NULL)"
)
_TASK = "number, url, host, depth, hops, via, origin, etag, modified"


class Ending(NamedTuple):
    """What a visit leaves in the journal."""

    task: Task
    outcome: Outcome
    state: State
    reason: str
    location: str | None
    etag: str | None
    modified: str | None
    record_id: str | None
    date: str | None


class ArchiveFile(NamedTuple):
    """One file of the archive, and its size as of the last transaction."""

    number: int
    name: str
    size: int
    info_id: str


class Journal:
    """All addresses of one output. Used by one thread at a time.

    path None keeps it in memory. Raises InputError where the file is no journal, or in use.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            _make_writable(path)
        try:
            self._base = sqlite3.connect(
                path or ":memory:", isolation_level=None, check_same_thread=False, timeout=1
            )
            self._open()
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: {_reason(error)}") from None

    def _open(self) -> None:
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("PRAGMA cache_size = -2000")
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise InputError(f"{self._path}: a journal of another version of scrub ({version})")
        self.begin()  # takes the lock, for as long as the journal is open
        if not version:
            for statement in _SCHEMA.split(";"):
                self._base.execute(statement)
        self._base.execute(_OPTIONS)
        self.commit()

    def close(self) -> None:
        """Leaves one file, complete."""
        self._base.close()

    def begin(self) -> None:
        """Opens a transaction."""
        self._base.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes everything since `begin` last, at once."""
        self._base.execute("COMMIT")

    def rollback(self) -> None:
        """Forgets everything since `begin`."""
        self._base.execute("ROLLBACK")

    def add(
        self, url: str, depth: int = 0, hops: int = 0, via: Task | None = None, shape: str | None = None
    ) -> bool:
        """Adds an address; False where it is known, or its shape has too many already."""
        if shape is not None and self._count_of(shape) >= SHAPE_LIMIT:
            return False
        origin = (via.origin or via.url) if via else url
        values = (url, host_and_port(url), depth, hops, via.url if via else None, origin, shape)
        sql = "INSERT OR IGNORE INTO addresses (url, host, depth, hops, via, origin, shape) VALUES (?, ?, ?, ?, ?, ?, ?)"
        return self._base.execute(sql, values).rowcount > 0

    def add_links(self, links: Iterable[Link], via: Task) -> int:
        """Adds what a visit found; the number of new addresses."""
        return sum(self.add(link.url, link.depth, link.hops, via, link.shape) for link in links)

    def finish(self, ending: Ending) -> None:
        """Writes down what became of an address."""
        task, outcome, state, *rest = ending
        sql = (
            "UPDATE addresses SET outcome = ?, state = ?, reason = ?, location = ?, etag = coalesce(?, etag),"
            " modified = coalesce(?, modified), record_id = coalesce(?, record_id), date = coalesce(?, date)"
            " WHERE url = ?"
        )
        self._base.execute(sql, (outcome.value, int(state), *rest, task.url))

    def leads_back(self, url: str, target: str, steps: int) -> bool:
        """Whether the redirects that are known from `target` on lead to `url`."""
        for _ in range(steps):
            if target == url:
                return True
            row = self._base.execute("SELECT location FROM addresses WHERE url = ?", (target,)).fetchone()
            if row is None or row[0] is None:
                return False
            (target,) = row
        return False

    def payload(self, digest: str) -> Original | None:
        """The record that holds a payload with this digest."""
        sql = "SELECT record_id, url, date FROM payloads WHERE digest = ?"
        row = self._base.execute(sql, (digest,)).fetchone()
        return Original(*row) if row else None

    def kept_as(self, url: str) -> Original | None:
        """The record that holds the address as it was kept last."""
        sql = "SELECT record_id, url, date FROM addresses WHERE url = ? AND record_id IS NOT NULL"
        row = self._base.execute(sql, (url,)).fetchone()
        return Original(*row) if row else None

    def add_payload(self, digest: str, original: Original) -> None:
        """Remembers which record holds a payload."""
        values = (digest, original.record_id, original.url, original.date)
        self._base.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", values)

    def archives(self) -> list[ArchiveFile]:
        """The files of the archive, in order."""
        rows = self._base.execute("SELECT number, name, size, info_id FROM archives ORDER BY number")
        return [ArchiveFile(*row) for row in rows]

    def set_archive(self, archive: ArchiveFile) -> None:
        """Writes down a file of the archive and its size."""
        self._base.execute("INSERT OR REPLACE INTO archives VALUES (?, ?, ?, ?)", archive)

    def remember(self, options: Mapping[str, Any]) -> None:
        """Writes down how the last run was to fetch."""
        self._base.execute("INSERT OR REPLACE INTO options VALUES (0, ?)", (json.dumps(options),))

    def remembered(self) -> dict[str, Any]:
        """How the last run was to fetch; nothing where there was none."""
        row = self._base.execute("SELECT said FROM options").fetchone()
        return dict(json.loads(row[0])) if row else {}

    def waiting(self, host: str, after: int, count: int) -> list[Task]:
        """The next addresses of a host that wait, in the order they were added."""
        sql = f"SELECT {_TASK} FROM addresses WHERE state = 0 AND host = ? AND number > ? ORDER BY number LIMIT ?"  # noqa: S608 - names of ours
        return [Task(*row) for row in self._base.execute(sql, (host, after, count))]

    def hosts_waiting(self, after: str, count: int) -> Iterator[str]:
        """Hosts that have addresses waiting, in the order of their names; a step of the index each."""
        for _ in range(count):
            sql = "SELECT host FROM addresses WHERE state = 0 AND host > ? ORDER BY host LIMIT 1"
            row = self._base.execute(sql, (after,)).fetchone()
            if row is None:
                return
            (after,) = row
            yield after

    def wait_again(self, states: Sequence[State]) -> int:
        """Lets addresses in these states wait again; how many there were."""
        marks = ",".join(str(int(state)) for state in states)
        sql = f"UPDATE addresses SET state = 0 WHERE state IN ({marks})"  # noqa: S608 - numbers of ours
        return self._base.execute(sql).rowcount

    def counts(self) -> dict[State, int]:
        """How many addresses there are in each state."""
        rows = self._base.execute("SELECT state, count(*) FROM addresses GROUP BY state")
        return {State.WAITING: 0} | {State(state): count for state, count in rows}

    def outcomes(self) -> dict[Outcome, int]:
        """How many addresses ended how, the commonest first; those that wait are left out."""
        sql = "SELECT outcome, count(*) AS n FROM addresses WHERE state > 0 GROUP BY outcome ORDER BY n DESC"
        return {Outcome(outcome): count for outcome, count in self._base.execute(sql)}

    def _count_of(self, shape: str) -> int:
        sql = "SELECT count(*) FROM addresses WHERE shape = ?"
        return int(self._base.execute(sql, (shape,)).fetchone()[0])


def _make_writable(path: Path) -> None:
    """The folder is there, and the file: the system says better than SQLite what is in the way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{path.parent}: not a folder") from None
    path.open("ab").close()


def _reason(error: sqlite3.DatabaseError) -> str:
    if "locked" in str(error):
        return "in use by another run"
    return "not a journal of scrub" if "not a database" in str(error) else str(error)
