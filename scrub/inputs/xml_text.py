"""Character data of XML as exports have it: CDATA sections as they are, entities outside of them."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

from scrub.inputs.coded import Coded, Range, Run, body_of, runs_of

_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_REFERENCE = re.compile(rb"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def coded(raw: bytes, name: str) -> Coded:
    """The text of an element; name is the encoding of the file.

    White space around CDATA sections stands for nothing. What is left of the markup, a section that
    never ends or an end without a section, has to stay as it is.
    """
    sections = _sections(raw)
    value = partial(_character, codec=name)
    runs: list[Run] = []
    at = 0
    outside = []
    for start, end in [*sections, (len(raw), len(raw))]:
        between = (at, start)
        outside.append(raw[slice(*between)])
        if not (sections and outside[-1].isspace()):
            runs += runs_of(raw, _REFERENCE, value, between)
        elif start > at:
            runs.append(Run(at, start, b""))
        if end > start:
            inner = (start + len(_OPEN), end - len(_CLOSE))
            runs += [Run(start, inner[0], b""), Run(*inner), Run(inner[1], end, b"")]
        at = end
    stray = [sum(part.count(mark) for part in outside) for mark in (_OPEN, _CLOSE, b"<")]
    return Coded([run for run in runs if run.end > run.start], stray)


def text_of(raw: bytes, encoding: str = "utf-8") -> str:
    """Character data as a text."""
    return body_of(raw, coded(raw, encoding).runs).decode(encoding, "replace")


def _sections(raw: bytes) -> list[Range]:
    """The CDATA sections, their marks included; one that never ends is none."""
    found = []
    at = raw.find(_OPEN)
    while at >= 0 and (close := raw.find(_CLOSE, at + len(_OPEN))) >= 0:
        found.append((at, close + len(_CLOSE)))
        at = raw.find(_OPEN, found[-1][1])
    return found


def _character(reference: bytes, codec: str) -> bytes:
    """What a reference means; a character that the file's encoding lacks stays one, as HTML has it."""
    return unescape(reference.decode("ascii")).encode(codec, "xmlcharrefreplace")
