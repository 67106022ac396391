"""JSONL (NDJSON): one object a line; a broken line costs itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scrub.inputs.failure import Failure
from scrub.inputs.format import Format
from scrub.inputs.reading import MAX_BYTES, Reading
from scrub.inputs.records import page_of_row
from scrub.inputs.stream import Stream
from scrub.values import Page, Place

LINE = 2 * MAX_BYTES  # bytes: escapes make a page longer


def matches(head: bytes) -> bool:
    """Whether the first line is an object, as far as it can be seen."""
    first, newline, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not first.startswith(b"{"):
        return False
    return isinstance(_object(first), dict) if newline or first.endswith(b"}") else first.startswith(b'{"')


def read(stream: Stream, source: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the lines; empty lines are passed over."""
    row = reading.entry[1] if reading.entry else 0
    while True:
        offset, at = stream.offset(), stream.position
        line = stream.readline(LINE)
        if not line:
            return
        if not line.strip():
            continue
        row += 1
        if len(line) == LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LINE)) and not rest.endswith(b"\n"):
                pass
            yield Failure(source, f"a line larger than {LINE // 2**20} MiB", offset, row=row)
            continue
        fields = _object(line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line)
        if isinstance(fields, dict):
            yield page_of_row(fields, source, reading, row, offset, Place(at, len(line), "json"))
        else:
            yield Failure(source, "the line is no JSON object", offset, row=row)


def _object(line: bytes) -> object:
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found


FORMAT = Format("jsonl", (".jsonl", ".ndjson"), matches, read, enterable=True)
