"""Monsters in an archive: each costs itself, and memory does not follow their size."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import packed, page_record
from command_line import errors, scrub

MIB = 2**20


def monster(number: int, size: int) -> Iterator[bytes]:
    """A packed record whose body is nothing but nested divs, made a piece at a time."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    fields = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: http://a.example/{number}\r\nWARC-Date: 2020-02-03T04:05:06Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head) + size}\r\n\r\n"
    )
    packer = zlib.compressobj(1, wbits=31)
    yield packer.compress(fields.encode() + head)
    piece = b"<div>" * (MIB // 5)
    left = size
    while left:
        yield packer.compress(piece[: min(left, len(piece))])
        left -= min(left, len(piece))
    yield packer.compress(b"\r\n\r\n") + packer.flush()


@pytest.mark.parametrize(
    ("size", "reason"), [(300 * MIB, "larger than 64 MiB"), (10 * MIB, "tags are too many for a page")]
)
def test_nested_divs_by_the_hundred_megabytes_cost_only_themselves(
    tmp_path: Path, size: int, reason: str
) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as stream:
        stream.write(packed(*(page_record(k) for k in range(3))))
        stream.writelines(monster(3, size))
        stream.write(packed(*(page_record(k) for k in range(4, 7))))
    done = scrub("clean", path, "-o", tmp_path / "out", "--format", "jsonl")
    lines = (tmp_path / "out" / "manifest" / "00000.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["url"] for row in rows] == [f"http://a.example/{k}" for k in range(7)]
    assert [k for k, row in enumerate(rows) if row["error"]] == [3]
    assert reason in rows[3]["error"]
    assert done.returncode == 3
    assert len(errors(done)) == 1
