"""A JSONL file written back: the same lines without what was injected, every other byte unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrub.batch.files import Part
from scrub.batch.job import Input, Job, Shard
from scrub.batch.outcome import Outcome, digest
from scrub.batch.pieces import Piece, as_json, chunks, from_json, pieces_of, sum_of, without
from scrub.inputs import Reading
from scrub.inputs.formats import suffix_of
from scrub.inputs.jsonl import LINE
from scrub.inputs.records import field_of
from scrub.inputs.stream import Stream

_ESCAPED = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|[^\\]", re.DOTALL
)
_SPACE = re.compile(r"[ \t\n\r]*")


def pieces_of_line(line: bytes, reading: Reading, cuts: list[Piece]) -> list[Piece] | None:
    r"""Cuts out of the page in a line of JSONL as cuts out of the line; None where it is not certain.

    The page is a string with escapes: `\u00e9` is two bytes of the page and six of the line.
    """
    text = line.decode("utf-8", "surrogatepass")
    fields = json.loads(text.removeprefix("\ufeff"))
    start, end = _place(text, field_of(fields, reading))
    edges = _edges(text, start, end)
    try:
        ranges = [(edges[cut.at], edges[cut.at + len(cut.removed)]) for cut in cuts]
    except KeyError:  # inside a character: the cut and the escapes do not agree
        return None
    in_bytes = [tuple(len(text[:k].encode("utf-8", "surrogatepass")) for k in one) for one in ranges]
    pieces = pieces_of(line, [(a, b) for a, b in in_bytes])
    return pieces if _is_right(line, pieces, fields, reading, cuts) else None


def _is_right(
    line: bytes, pieces: list[Piece], fields: dict[str, Any], reading: Reading, cuts: list[Piece]
) -> bool:
    """Whether the line without the pieces is the same object with the page cut."""
    name = field_of(fields, reading)
    page = without(fields[name].encode("utf-8", "replace"), cuts)
    left = json.loads(without(line, pieces))
    return bool({**left, name: ""} == {**fields, name: ""} and left[name].encode("utf-8", "replace") == page)


def _place(text: str, name: str) -> tuple[int, int]:
    """Where the string of a field stands in an object, quotes left out; the last one counts."""
    decoder = json.JSONDecoder()
    place = (0, 0)
    at = _spaces(text, text.index("{") + 1)
    while text[at] == '"':
        key, at = decoder.raw_decode(text, at)
        value = _spaces(text, _spaces(text, at) + 1)  # the colon stands between
        _, at = decoder.raw_decode(text, value)
        if key == name:
            place = (value + 1, at - 1)
        at = _spaces(text, _spaces(text, at) + 1)  # behind the comma, or at the end
        if at >= len(text):
            break
    return place


def _spaces(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _edges(text: str, start: int, end: int) -> dict[int, int]:
    """For every edge between characters, as an offset in the UTF-8 of the page, its offset in the line."""
    edges = {0: start}
    size = 0
    for found in _ESCAPED.finditer(text, start, end):
        token = found[0]
        character = json.loads(f'"{token}"') if token[0] == "\\" else token
        size += len(character.encode("utf-8", "replace"))
        edges[size] = found.end()
    return edges


def suffixed(one: Input) -> str:
    """The name of the new file: that of the input, which keeps its suffix."""
    suffix = suffix_of(one.name)
    return (one.stem or "table").removesuffix(suffix) + suffix


class Rewriting(Part):
    """A JSONL file written anew line by line; what is no record is copied as it is."""

    def __init__(self, job: Job, shard: Shard, size: int, records: int) -> None:
        self._name = suffixed(shard.inputs[0])
        self._source = Path(shard.inputs[0].name)
        self._reading = job.reading(None)
        super().__init__(job.out / self._name, size)
        self._raw = self._source.open("rb")
        self._lines = Stream(self._raw)
        for _ in range(records):
            self._next_line()

    def write_outcome(self, outcome: Outcome, _: str | None) -> Mapping[str, Any]:
        """Write the line of one record behind the others; blank lines before it come along."""
        line, blank = self._next_line()
        self.write(blank)
        row = outcome.row
        cuts = from_json(row.get("cuts", ()))
        pieces = pieces_of_line(line, self._reading, cuts) if cuts else []
        unlocated = row.get("unlocated", [])
        if pieces is None:
            pieces, unlocated = [], list(range(len(row["removed"])))
        left = without(line, pieces)
        place = {"file": self._name, "offset": self.write(left), "bytes": len(left)}
        place["sha256"] = digest(left)[7:]
        return {"output": place, "cuts": as_json(pieces), "unlocated": unlocated}

    def closing_row(self) -> Mapping[str, Any] | None:
        """The row of the whole file, once every record is written."""
        _, blank = self._next_line()
        self.write(blank)
        self.sync()
        read, written = self._source.open("rb"), self._part.open("rb")
        with read, written:
            before, after = sum_of(chunks(Stream(read))), sum_of(chunks(written))
        return whole_file_row(str(self._source), before, {"file": self._name, "offset": 0, **after})

    def close(self) -> None:
        """Close it as it is."""
        super().close()
        self._raw.close()

    def _next_line(self) -> tuple[bytes, bytes]:
        """The next line that is not blank, and the blank ones before it."""
        blank = []
        while (line := self._lines.readline(LINE)) and not line.strip():
            blank.append(line)
        pieces = [line]
        while len(pieces[-1]) == LINE and not pieces[-1].endswith(b"\n"):
            pieces.append(self._lines.readline(LINE))
        return b"".join(pieces), b"".join(blank)


def whole_file_row(source: str, read: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest says of a file that was written back whole."""
    place = {"file": source, "offset": None, "record_id": None, "row": None}
    return {
        "source": place,
        "outcome": "written",
        "input": read,
        "output": written,
        "removed": [],
        "error": None,
    }
