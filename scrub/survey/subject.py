"""What a check is given: one page with everything that is known of it."""

from __future__ import annotations

from typing import NamedTuple

from scrub.encoding import decode
from scrub.values import Document, Page, Verdicts


class Place(NamedTuple):
    """Where a page stands: its address, else the name of its source; the rest as in `Page`.

    captured: ISO 8601, when it was fetched or archived.
    """

    url: str
    source: str = ""
    offset: int | None = None
    record_id: str | None = None
    row: int | None = None
    captured: str | None = None


class Subject:
    """A page, its document and its verdicts; what costs time is made when it is first asked for."""

    __slots__ = ("_encoding", "_source", "document", "page", "verdicts")

    def __init__(
        self, page: Page, document: Document, verdicts: Verdicts, encoding: str | None = None
    ) -> None:
        self.page = page
        self.document = document
        self.verdicts = verdicts
        self._encoding = encoding
        self._source: str | None = None

    @property
    def source(self) -> str:
        """The page as text, decoded; lines and columns of findings count in it."""
        if self._source is None:
            page = self.page
            self._source = decode(page.body, given=self._encoding, content_type=page.content_type)[0]
        return self._source

    @property
    def place(self) -> Place:
        """Where it stands."""
        page = self.page
        url = page.url or page.source or "page"
        return Place(url, page.source or "", page.offset, page.record_id, page.row, page.date)
