"""Rows of the tables of WordPress, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scrub.inputs import php, sql_text
from scrub.inputs.coded import body_of, raw_range
from scrub.inputs.failure import Failure
from scrub.values import Page, Place

# Of each table: what holds the page, its number or name, its date, its address.
_USED = {
    "posts": ("post_content", "ID", "post_date_gmt", "guid"),
    "comments": ("comment_content", "comment_ID", "comment_date_gmt", ""),
    "options": ("option_value", "option_name", "", ""),
    "postmeta": ("meta_value", "meta_id", "", ""),
}
_KEYS = {"options": "option_name", "postmeta": "meta_key"}  # tables in which markup alone tells a text
_QUOTED = re.compile(rb"(?:_\w+\s*|[nN])?(['\"])")
_HEX = re.compile(rb"0x((?:[0-9A-Fa-f]{2})*)|[xX]'((?:[0-9A-Fa-f]{2})*)'")
_TAG = re.compile(rb"<[a-zA-Z][^<]*>")
# What WordPress fetched elsewhere, and fetches again.
_CACHED = ("_transient_", "_site_transient_", "_oembed_")
_JSON = re.compile(
    rb"\s*(?:\[\s*[\[{]|\{\s*[\"}])"
)  # page builders keep their layouts so: markup in it is no page


class Value(NamedTuple):
    """A value as it stands in a statement: its bytes, where they begin, and the offset of its row."""

    raw: bytes
    at: int
    row: int | None


class _Text(NamedTuple):
    """What a value says, and where that is written."""

    body: bytes
    place: Place


def pages_of_row(values: Mapping[str, Value], table: str, source: str, row: int) -> Iterator[Page | Failure]:
    """The page of a post or comment that has words; of an option or metadata every text that has markup."""
    content, number, date, address = (values.get(name) for name in _USED[table])
    found = _text(content)
    if content is None or found is None or not found.body.strip():
        return
    name = _plain(number) or "?"
    record_id = f"{table.removesuffix('s')} {name}"
    if table not in _KEYS:
        where = (source, content.row, record_id, row, _plain(date), None)
        yield Page(found.body, _plain(address), "text/html", None, *where, found.place)
    elif _may_hold_pages(found.body, _plain(values.get(_KEYS[table])) or ""):
        yield from _option(content.raw, found, record_id, (source, content.row, row))


def _may_hold_pages(value: bytes, key: str) -> bool:
    return not (key.startswith(_CACHED) or _JSON.match(value)) and _TAG.search(value) is not None


def _option(
    raw: bytes, option: _Text, record_id: str, where: tuple[str, int | None, int]
) -> Iterator[Page | Failure]:
    source, offset, row = where
    if not php.looks_serialized(option.body):
        yield Page(option.body, None, "text/html", None, source, offset, record_id, row, place=option.place)
        return
    try:
        texts = php.texts(option.body)
    except ValueError as error:
        yield Failure(source, f"a serialized value is damaged: {error}", offset, record_id, row)
        return
    for number, text in enumerate(texts, 1):
        body = option.body[text.start : text.end]
        if _TAG.search(body):
            place = _inside(raw, option.place, text)
            named = f"{record_id} {number}"
            yield Page(body, None, "text/html", None, source, offset, named, row, place=place)


def _inside(raw: bytes, outer: Place, text: php.Text) -> Place | None:
    """Where a string of a serialized value is written; None for one that holds such a value itself."""
    begin = raw.find(outer.name.encode()) + 1 if outer.coding == "sql" else -1
    if begin < 0:
        return None
    inner = raw[begin : begin + outer.size]
    runs = sql_text.coded(inner, outer.name).runs
    if php.looks_serialized(body_of(inner, runs)[text.start : text.end]):
        return None
    found = raw_range(runs, text.header, text.end + 1)
    return found and Place(outer.at + found[0], found[1] - found[0], "php", outer.name)


def _text(value: Value | None) -> _Text | None:
    """What a value says; None where it is no text."""
    if value is None:
        return None
    if found := _HEX.fullmatch(value.raw):
        group = 1 if found[1] is not None else 2
        place = Place(value.at + found.start(group), len(found[group]), "hex")
        return _Text(bytes.fromhex(found[group].decode()), place)
    if found := _QUOTED.match(value.raw):
        inner = value.raw[found.end() : -1]
        place = Place(value.at + found.end(), len(inner), "sql", found[1].decode())
        try:
            return _Text(body_of(inner, sql_text.coded(inner, place.name).runs), place)
        except ValueError:
            return None
    return None


def _plain(value: Value | None) -> str | None:
    """A value as a short text; None where it is NULL or empty."""
    if value is None or value.raw.upper() == b"NULL":
        return None
    found = _text(value)
    return (found.body if found else value.raw).decode("utf-8", "replace") or None
