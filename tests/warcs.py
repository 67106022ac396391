"""Archives as other tools read them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator


@dataclass(frozen=True)
class Record:
    """One record, read whole by warcio with its digests checked."""

    kind: str
    url: str | None
    headers: dict[str, str]
    http: Any
    body: bytes


def records(*paths: Path) -> list[Record]:
    """Every record of the files; a torn, damaged or misdigested one fails."""
    found = []
    for path in paths:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                headers = record.rec_headers
                found.append(
                    Record(
                        record.rec_type,
                        headers.get_header("WARC-Target-URI"),
                        dict(headers.headers),
                        record.http_headers,
                        record.raw_stream.read(),
                    )
                )
    return found


def responses(*paths: Path) -> list[str]:
    """The addresses whose answers are kept, robots.txt left out; each answer has its request and metadata."""
    every = records(*paths)
    answers = [record for record in every if record.kind in ("response", "revisit")]
    ids = [record.headers["WARC-Record-ID"] for record in answers]
    for kind in ("request", "metadata"):
        assert [r.headers["WARC-Concurrent-To"] for r in every if r.kind == kind] == ids
    return [record.url for record in answers if record.url and not record.url.endswith("/robots.txt")]
