"""What was found on pages before, so that those that have not changed need not be examined again.

A page is the same where its bytes, its address and its content type are; what was found holds only
for the same version, models, options and checks: anything else begins anew.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sqlite3
import threading
from contextlib import ExitStack
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, Self

from scrub.classifier.model import spam_model
from scrub.errors import InputError
from scrub.findings import Finding, Located
from scrub.options import Options
from scrub.survey.examination import Examined
from scrub.survey.page_checks import PAGE_CHECKS
from scrub.survey.patches import NO_PATCH
from scrub.survey.site_checks import SITE_CHECKS
from scrub.survey.subject import Place, place_of
from scrub.values import Page
from scrub.version import VERSION

_FORM = 4  # of what checks remember of pages; one more whenever that changes
_APPLICATION = 0x73637261  # "scra": a database of something else is not written to
_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (made_with TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS page (
    place TEXT PRIMARY KEY, digest TEXT NOT NULL, examined BLOB NOT NULL, seen INTEGER NOT NULL
) WITHOUT ROWID;
"""
_BUILTINS = {"set": set, "frozenset": frozenset}


class State:
    """A context: a file that remembers pages. reused counts those that were passed by.

    What a run did not meet is forgotten when the context ends well; after an error nothing changes.
    Raises InputError where the file is none of ours or cannot be written.
    """

    def __init__(self, path: Path, options: Options) -> None:
        self.reused = 0
        self._lock = threading.Lock()  # pages are read in a thread of joblib's
        made_with = _made_with(options)
        with ExitStack() as undo:
            try:
                # Its transactions are ours: one for the whole run.
                self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
                undo.callback(self._database.close)
                self._begin(made_with)
            except sqlite3.Error as error:
                raise InputError(f"{path}: not a file that --state can use: {error}") from None
            undo.pop_all()

    def _begin(self, made_with: str) -> None:
        (known,) = self._database.execute("PRAGMA application_id").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and known != _APPLICATION:
            raise sqlite3.DatabaseError("it holds something else")
        self._database.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN IMMEDIATE")
        if self._database.execute("SELECT made_with FROM state").fetchall() != [(made_with,)]:
            self._database.execute("DELETE FROM page")
            self._database.execute("DELETE FROM state")
            self._database.execute("INSERT INTO state VALUES (?)", (made_with,))
        self._database.execute("UPDATE page SET seen = 0 WHERE seen = 1")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._database.execute("DELETE FROM page WHERE seen = 0")
            self._database.execute("COMMIT")
        else:
            self._database.execute("ROLLBACK")
        self._database.close()

    def get(self, page: Page) -> Examined | None:
        """What the page came to before, if it is the same; its digest is "" then."""
        place = place_of(page)
        with self._lock:
            question = "SELECT digest, examined FROM page WHERE place = ?"
            row = self._database.execute(question, (_key(place),)).fetchone()
            if row is None or row[0] != digest_of(page) or (one := _loaded(row[1])) is None:
                return None
            self._database.execute("UPDATE page SET seen = 1 WHERE place = ?", (_key(place),))
            self.reused += 1
        findings = tuple(
            replace(found, captured=place.captured, first=place.captured) for found in one.findings
        )
        return replace(one, place=place, findings=findings)

    def put(self, one: Examined) -> None:
        """Remembers what a page came to."""
        blob = pickle.dumps(replace(one, digest="", patch=NO_PATCH), protocol=5)
        with self._lock:
            row = (_key(one.place), one.digest, blob)
            self._database.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, 1)", row)


def digest_of(page: Page) -> str:
    """Of everything that a page is judged by."""
    told = f"{page.url}\0{page.content_type}\0".encode("utf-8", "replace")
    return hashlib.blake2b(told + page.body, digest_size=20).hexdigest()


def _key(place: Place) -> str:
    return repr((place.url, place.source, place.record_id, place.row))


def _made_with(options: Options) -> str:
    checks = [check.probe for check in PAGE_CHECKS] + [check.probe for check in SITE_CHECKS]
    model = spam_model(options.models, options.trust_model).label
    return repr(
        (VERSION, _FORM, model, options, checks, Examined.__slots__, Located.__slots__, Finding.__slots__)
    )


class _Unpickler(pickle.Unpickler):
    """Makes values of ours and nothing else: a file that somebody changed runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of a value. Raises UnpicklingError for anything else."""
        if module == "builtins" and name in _BUILTINS:
            return _BUILTINS[name]
        if module.startswith("scrub.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, tuple)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of scrub")


def _loaded(blob: bytes) -> Examined | None:
    try:
        one = _Unpickler(io.BytesIO(blob)).load()
    except Exception:  # noqa: BLE001 - whatever a damaged record does, its page is examined again
        return None
    return one if isinstance(one, Examined) else None
