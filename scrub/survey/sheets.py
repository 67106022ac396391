"""Style sheets that a page links to, where they are at hand: beside the file, or on the same live site."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scrub.errors import ScrubError
from scrub.survey.hosts import domain_of
from scrub.survey.subject import Subject
from scrub.urls import resolve

_MOST = 10  # sheets of a page
_LONGEST = 2_000_000  # bytes of a sheet
_MOST_UP = 4  # folders that a relative address leads up
_KEPT = 100

# Gives the text of the sheet at an address, or None.
Fetch = Callable[[str], str | None]


class Sheets:
    """Sheets by address; each is read once. fetch is for pages that came over the network.

    Without it only files are at hand: a folder's, where the page is a file of it.
    """

    def __init__(self, fetch: Fetch | None = None) -> None:
        self._fetch = fetch
        self._texts: OrderedDict[str, str | None] = OrderedDict()

    def of(self, subject: Subject) -> dict[str, str]:
        """The texts of a page's sheets by their names, as written, as far as they are at hand."""
        found = {}
        for href in subject.inventory.sheets[:_MOST]:
            text = self._read(href, subject)
            if text is not None:
                found[href] = text
        return found

    def at_hand(self, subject: Subject, *, needed: bool) -> bool:
        """Whether the page's sheets can be looked at; of a file only where they are needed it is tried."""
        if not subject.inventory.sheets:
            return True
        source = subject.page.source or ""
        if source.startswith(("http://", "https://")):
            return self._fetch is not None
        return (
            len(self.of(subject)) == len(subject.inventory.sheets) if needed else subject.page.offset is None
        )

    def _read(self, href: str, subject: Subject) -> str | None:
        source = subject.page.source or ""
        if source.startswith(("http://", "https://")):
            address = resolve(subject.page.url, href)
            if self._fetch is None or domain_of(address) != subject.home:
                return None
            return self._kept(address, self._fetch)
        file = _beside(source, href, subject.home)
        return self._kept(str(file), _text_of_file) if file else None

    def _kept(self, name: str, read: Fetch) -> str | None:
        if name not in self._texts:
            self._texts[name] = read(name)
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return self._texts[name]


def _beside(source: str, href: str, home: str) -> Path | None:
    """The file that an address means in the folder a page stands in; never one outside its site's folder.

    `/theme/style.css` is looked for in every folder above the page, the nearest first.
    """
    page = Path(source)
    try:
        parts = urlsplit(href)
        if (parts.netloc and domain_of(href) != home) or not page.is_file():
            return None
        path = unquote(parts.path)
        relative = path.lstrip("/")
        if not relative.endswith(".css") or Path(relative).parts.count("..") > _MOST_UP or "\0" in path:
            return None
        folders = [page.parent] if not path.startswith("/") else list(page.parents)[:6]
        return next((file for folder in folders if (file := folder / relative).is_file()), None)
    except (ValueError, OSError):
        return None


def _text_of_file(name: str) -> str | None:
    try:
        with Path(name).open("rb") as stream:
            return stream.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return None


def from_network(attend: Callable[[str], object]) -> Fetch:
    """Reads sheets with `Session.attend`; None for what is no sheet."""

    def read(url: str) -> str | None:
        try:
            answer = attend(url)
        except ScrubError:
            return None
        status, body = getattr(answer, "status", 0), getattr(answer, "body", b"")
        return bytes(body[:_LONGEST]).decode("utf-8", "replace") if status == 200 else None

    return read
