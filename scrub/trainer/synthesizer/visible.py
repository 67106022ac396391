"""The visible text of a fragment: what a text extractor leaves of it."""

from __future__ import annotations

import html
import re

_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_BLOCKS = frozenset(
    "address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main marquee nav ol p section summary table tbody td tfoot th thead tr ul option select".split()
)


def visible_text(markup: str) -> str:
    """The text of the fragment, lines separated by line feeds at the edges of blocks and at breaks.

    Spaces and line breaks of the source count as one space, as browsers show them.
    """
    plain = _TAG.sub(_edge, _SILENT.sub("", markup).replace("\n", " "))
    return _BREAKS.sub("\n", _SPACE.sub(" ", html.unescape(plain))).strip()


def _edge(tag: re.Match[str]) -> str:
    return "\n" if tag[1].lower() in _BLOCKS else ""
