"""What a check is given: one page with everything that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from scrub.encoding import decode
from scrub.options import Options
from scrub.parser.inventory import Inventory, take_inventory
from scrub.urls import host_of, registrable_domain
from scrub.values import Document, Page, Verdicts

T = TypeVar("T")


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

    __slots__ = (
        "_home",
        "_inventory",
        "_made",
        "_source",
        "document",
        "options",
        "page",
        "unchecked",
        "verdicts",
        "written",
    )

    def __init__(
        self,
        page: Page,
        document: Document,
        verdicts: Verdicts,
        options: Options | None = None,
        inventory: Inventory | None = None,
    ) -> None:
        self.page = page
        self.document = document
        self.verdicts = verdicts
        self.options = options or Options()
        self.written = ""  # the page once its scripts have written, where a check found that out
        self.unchecked: list[str] = []  # what a check left out, in words that do not depend on the page
        self._home: str | None = None
        self._made: dict[Callable[[Subject], Any], Any] = {}
        self._source: str | None = None
        self._inventory = inventory

    @property
    def source(self) -> str:
        """The page as text, decoded; lines and columns of findings count in it."""
        if self._source is None:
            page = self.page
            self._source = decode(page.body, given=self.options.encoding, content_type=page.content_type)[0]
        return self._source

    @property
    def inventory(self) -> Inventory:
        """What the page loads, runs and says of itself."""
        if self._inventory is None:
            self._inventory = take_inventory(self.source)
        return self._inventory

    def once(self, make: Callable[[Subject], T]) -> T:
        """What a function makes of the page, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @property
    def home(self) -> str:
        """The registrable domain of the page's address; of a file that of the one it claims; "" where nobody knows it."""
        if self._home is None:
            given = self.page.url or ""
            self._home = registrable_domain(host_of(given)) or ("" if given else claimed_home(self))
        return self._home

    @property
    def place(self) -> Place:
        """Where it stands."""
        return place_of(self.page)


def claimed_home(subject: Subject) -> str:
    """The domain that a page calls its own and leads to besides; "" where it does not.

    A canonical address that nothing else of the page knows may be a hacker's.
    """
    if not subject.document.markup:
        return ""
    inventory = subject.inventory
    claims = [one.text for one in inventory.addresses if one.name == "canonical"]
    claims += inventory.metas.get("og:url", ())
    domains = dict.fromkeys(registrable_domain(host_of(claim)) for claim in claims[:5])
    named = (
        *subject.document.anchor_href,
        *inventory.sheets,
        *(one.address for one in inventory.loaded),
        *(one.text for one in inventory.addresses if one.name != "canonical"),
    )
    return next(
        (one for one in domains if one and any(registrable_domain(host_of(href)) == one for href in named)),
        "",
    )


def place_of(page: Page) -> Place:
    """Where a page stands."""
    url = page.url or page.source or "page"
    return Place(url, page.source or "", page.offset, page.record_id, page.row, page.date)
