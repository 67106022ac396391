"""The codings in which files hold pages, and cuts in a page as edits of its file.

A new coding is one module that makes runs of raw bytes, and one row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scrub.inputs import csv, json_text, mime_text, php, sql_text, xml_text
from scrub.inputs.coded import Coded, Edit, Range, body_of, edited, edits_of

_Coded = Callable[[bytes, str], Coded]
_Edits = Callable[[bytes, str, Coded, list[Range], bool], list[Edit] | None]


class Coding(NamedTuple):
    """One coding.

    coded: the runs of raw bytes, from these and `Place.name`. Raises ValueError where they are not
        so written.
    edits: ranges of the page as edits of raw; None where that cannot be. The last argument is
        `marks` of `edits_of`.
    """

    coded: _Coded
    edits: _Edits


def _cut(_: bytes, __: str, coded: Coded, ranges: list[Range], marks: bool) -> list[Edit] | None:
    return edits_of(coded.runs, ranges, marks=marks)


CODINGS = {
    "base64": Coding(mime_text.base64, mime_text.base64_edits),
    "csv": Coding(csv.coded, _cut),
    "hex": Coding(sql_text.hexadecimal, sql_text.hexadecimal_edits),
    "identity": Coding(mime_text.identity, _cut),
    "json": Coding(json_text.coded, _cut),
    "php": Coding(php.coded, php.edits),
    "quoted-printable": Coding(mime_text.quoted_printable, _cut),
    "sql": Coding(sql_text.coded, _cut),
    "xml": Coding(xml_text.coded, _cut),
}


def located(raw: bytes, coding: str, name: str, page: bytes, ranges: list[Range]) -> list[Edit] | None:
    """Ranges of a page as edits of the raw bytes that hold it; None where they are not certain.

    They are certain where the bytes with the edits made are read as the page without the ranges, and
    all that surrounds it as before. Ranges are in order and apart.
    """
    how = CODINGS[coding]
    try:
        before = how.coded(raw, name)
    except ValueError:
        return None
    if body_of(raw, before.runs) != page:
        return None
    left = edited(page, [Edit(start, end, b"", ()) for start, end in ranges])
    for marks in (True, False):
        edits = how.edits(raw, name, before, ranges, marks)
        if edits is not None and _are_right(edited(raw, edits), how, name, left, before.rest):
            return edits
    return None


def _are_right(raw: bytes, how: Coding, name: str, left: bytes, rest: object) -> bool:
    try:
        after = how.coded(raw, name)
    except ValueError:
        return False
    return body_of(raw, after.runs) == left and after.rest == rest
