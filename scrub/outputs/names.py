"""File names for pages: readable, safe on every file system, and no two alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from scrub.values import Page

_MAX_BYTES = 120  # of a stem; file systems allow 255 for a whole name
_UNSAFE = re.compile(r"(?:[^\w.]|_|\.(?!\w)|(?<!\w)\.)+")  # a dot stays where it stands inside a word
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows devices
_PAGE_SUFFIX = re.compile(r"(?:\.(?:html?|xhtml|txt|php|aspx?))?(?:\.gz)?$", re.IGNORECASE)


class Names:
    """The names given so far in one folder, compared without regard to case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, page: Page, suffix: str) -> str:
        """A name nobody has yet, from the address or path of the page."""
        place = "".join(f"-{p}" for p in (page.record_id, page.offset, page.row) if p is not None)
        where = (page.url or page.source or "page") + place
        stem = stem_of(page.url or page.source or "page") + _UNSAFE.sub("-", place)
        name = stem + suffix
        if name.casefold() in self._taken:
            name = f"{stem}-{_digest(where)}{suffix}"
        number = 2
        while name.casefold() in self._taken:
            name = f"{stem}-{_digest(where)}-{number}{suffix}"
            number += 1
        self._taken.add(name.casefold())
        return name


def place_of(page: Page) -> str:
    """Where a page comes from, in a line for people: its file or address, and its place in there."""
    name = " ".join((page.source or page.url or "page").split())
    places = (("row", page.row), ("offset", page.offset))
    place = next((f", {what} {number}" for what, number in places if number is not None), "")
    return name + place


def unique_stem(page: Page) -> str:
    """A stem that no other record has, told from this one alone: for archives of any size."""
    place = (page.url, page.source, page.record_id, page.offset, page.row)
    whole = hashlib.sha256(repr(place).encode(errors="surrogatepass")).hexdigest()[:12]
    return f"{stem_of(page.url or page.source or 'page')}-{whole}"


def stem_of(where: str) -> str:
    """A file name without suffix from an address or path; it can never leave its folder."""
    slug = _PAGE_SUFFIX.sub("", where.partition("://")[2] or where)
    slug = _UNSAFE.sub("-", unicodedata.normalize("NFC", slug)).strip("-.")
    if len(slug.encode()) > _MAX_BYTES:
        slug = f"{_shortened(slug)}-{_digest(where)}"
    if _RESERVED.fullmatch(slug):
        slug += "-page"
    return slug or "page"


def _shortened(slug: str) -> str:
    """The end of a long name: what tells pages of one site or folder apart stands there."""
    return slug.encode()[-_MAX_BYTES:].decode(errors="ignore").lstrip("-.")


def _digest(where: str) -> str:
    return hashlib.sha256(where.encode(errors="surrogatepass")).hexdigest()[:8]
