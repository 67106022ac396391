"""A row of a table as a page: one field holds it, the others are carried through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrub.errors import InputError
from scrub.inputs.failure import Failure
from scrub.inputs.reading import Reading, content_type
from scrub.values import Page, Place

# The names that corpora give to the field of the page, its address, and its date; the first counts.
FIELDS = ("html", "raw_html", "content", "text", "raw_content", "body")
_URLS = ("url", "uri", "target_uri", "warc_target_uri", "link")
_DATES = ("date", "timestamp", "warc_date", "crawl_date")
_IDS = ("id", "warc_record_id", "record_id")


def page_of_row(
    fields: Mapping[str, Any],
    source: str,
    reading: Reading,
    row: int,
    offset: int | None,
    place: Place | None = None,
) -> Page | Failure:
    """The page in a row, or a Failure that names what is missing. Rows count from 1.

    place: that of the row; the name of the field is put into it, where it has none.
    """
    url, record_id = _first(fields, _URLS), _first(fields, _IDS)
    try:
        name = field_of(fields, reading)
        body = _bytes(fields, name)
        typed = content_type(body, _kind(name), reading.encoding)
    except InputError as error:
        return Failure(source, str(error), offset, record_id, row, url)
    if isinstance(fields[name], str):
        typed += "; charset=utf-8"
    carried = {key: _plain(value) for key, value in fields.items() if key != name}
    date = _first(fields, _DATES)
    if place is not None and not place.name:
        place = place._replace(name=name)
    return Page(body, url, typed, None, source, offset, record_id, row, date, carried, place)


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(fields[name]) for name in names if fields.get(name)), None)


def field_of(fields: Mapping[str, Any], reading: Reading) -> str:
    """The name of the field that holds the page. Raises InputError where there is none."""
    if reading.field is not None:
        return reading.field
    found = next((name for name in FIELDS if isinstance(fields.get(name), (str, bytes))), None)
    if found is None:
        raise InputError(f"none of the fields {', '.join(FIELDS)}; --field names the one that holds the page")
    return found


def _bytes(fields: Mapping[str, Any], name: str) -> bytes:
    if name not in fields:
        raise InputError(f"no field {name!r}")
    value = fields[name]
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    if isinstance(value, bytes):
        return value
    raise InputError(f"field {name!r} is {'null' if value is None else 'no text'}")


def _kind(name: str) -> str | None:
    """What the name of a field promises; None where the bytes are asked."""
    lower = name.lower()
    return "html" if "html" in lower else "text" if lower.endswith("text") else None
