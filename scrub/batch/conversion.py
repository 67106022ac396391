"""Clean text as WARC conversion records, which refer to the captures they were made of.

The captures stay as they are; an archive of these records stands beside theirs, as the WET files of
Common Crawl do: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/#conversion.
Dates are those of the captures, and record ids follow from what is in the record, so that the same
job writes the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrub.batch.files import Lines
from scrub.batch.outcome import Outcome
from scrub.fetcher.warc import digest_of, record
from scrub.outputs import encoded
from scrub.values import Page
from scrub.version import VERSION

if TYPE_CHECKING:
    from scrub.cleaner import Article

WARC = "warc"
SUFFIX = ".warc.gz"
# The formats of inputs whose pages are captures, with the address and the date that a record must have.
CAPTURES = ("warc", "wacz")
_SOFTWARE = (
    "WARC-Conversion-Software"  # a draft: https://gist.github.com/ato/38e37b9df44fa67d55dbb827e04f3c65
)


def conversion(page: Page, article: Article) -> bytes | None:
    """The record of a clean page; None where there is no text."""
    if not article.text:
        return None
    block = encoded(article.text)
    software = f"scrub/{VERSION} ({article.model})"
    digest = digest_of(block, "sha256")
    url, date = page.url or "", page.date or ""
    fields = [
        ("WARC-Record-ID", _record_id(page.record_id, page.offset, url, date, software, digest)),
        ("WARC-Date", date),
        ("WARC-Target-URI", url),
        *([("WARC-Refers-To", f"<{page.record_id}>")] if page.record_id else []),
        ("WARC-Refers-To-Target-URI", url),
        ("WARC-Refers-To-Date", date),
        (_SOFTWARE, software),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("WARC-Block-Digest", digest),
    ]
    return record("conversion", fields, block)


class Conversions(Lines):
    """The records of a shard in one archive, which says first by whom it was made."""

    def write_outcome(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any]:
        """Write one record behind the others."""
        if outcome.output and not self.size:
            self.write(_opening(self._name, outcome.row))
        return super().write_outcome(outcome, stem)


def _opening(name: str, row: Mapping[str, Any]) -> bytes:
    about = {
        "software": f"scrub/{VERSION}",
        "model": row["model"],
        "format": "WARC File Format 1.1",
        "description": "clean text of the captures in " + str(row["source"]["file"]),
    }
    block = encoded("".join(f"{key}: {value}\r\n" for key, value in about.items()))
    fields = [
        ("WARC-Record-ID", _record_id(name, block)),
        ("WARC-Date", row["date"] or ""),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return record("warcinfo", fields, block)


def _record_id(*content: object) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr(content))}>"
