r"""A page as a string in a line of JSON: `\u00e9` is two bytes of the page and six of the line."""

from __future__ import annotations

import json
import re

from scrub.inputs.coded import Coded, Range, runs_of

# The last alternative is half of a surrogate pair that was written as UTF-8: no character.
_ESCAPED = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|\xed[\xa0-\xbf][\x80-\xbf]",
    re.DOTALL,
)
_SPACE = re.compile(r"[ \t\n\r]*")


def coded(raw: bytes, name: str) -> Coded:
    """The string of the field `name` in the object of a line; the last one of that name counts."""
    text = raw.decode("utf-8", "surrogatepass")
    within = _in_bytes(text, _place(text, name))
    runs = runs_of(raw, _ESCAPED, _value, within)
    return Coded(runs, (raw[: within[0]], raw[within[1] :]))


def _value(token: bytes) -> bytes:
    if not token.startswith(b"\\"):
        return b"?"
    character: str = json.loads(b'"' + token + b'"')
    return character.encode("utf-8", "replace")


def _in_bytes(text: str, place: Range) -> Range:
    start = len(text[: place[0]].encode("utf-8", "surrogatepass"))
    return start, start + len(text[slice(*place)].encode("utf-8", "surrogatepass"))


def _place(text: str, name: str) -> Range:
    """Where the string of a field stands in an object, quotes left out. Raises ValueError."""
    decoder = json.JSONDecoder()
    place = None
    at = _spaces(text, text.index("{") + 1)
    while text[at : at + 1] == '"':
        key, at = decoder.raw_decode(text, at)
        value = _spaces(text, _spaces(text, at) + 1)  # the colon stands between
        _, at = decoder.raw_decode(text, value)
        if key == name:
            place = (value, at)
        at = _spaces(text, _spaces(text, at) + 1)  # behind the comma, or at the end
    if place is None or text[place[0]] != '"':
        raise ValueError("no such string")
    return place[0] + 1, place[1] - 1


def _spaces(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
