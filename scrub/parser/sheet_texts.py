"""Whether a page's own style sheets are worth another parse: a look at its markup, before there is a tree."""

from __future__ import annotations

import re

import numpy as np

from scrub.parser.sheets import MAX_LENGTH, sheet
from scrub.values import HIDING_BIT, Document

_OPENED = re.compile(rb"<style", re.IGNORECASE)
_CLOSED = re.compile(rb"</style", re.IGNORECASE)


def may_change(first: Document, body: bytes) -> bool:
    """False where no <style> changes what is hidden of a page that was parsed without rules.

    A look at the markup sees too many sheets, in comments and scripts, but none too few.
    """
    seen = 0
    at = _OPENED.search(body)
    coloured = at is not None and _has_colours(first)
    while at is not None:
        begin = body.find(b">", at.end()) + 1
        if coloured or not begin:
            return True
        closed = _CLOSED.search(body, begin)
        end = closed.start() if closed else len(body)
        text = body[begin:end]
        seen += len(text)
        # Where a sheet stands in a drawing it is no raw text: what it says is for the parser to tell.
        if b"<" in text or b"&" in text or seen > MAX_LENGTH:
            return True
        if sheet(text.decode("utf-8", "replace")).has_suspects():
            return True
        at = _OPENED.search(body, end)
    return False


def _has_colours(first: Document) -> bool:
    """True where something has the colour of what is behind it, unless a sheet sets another background."""
    bit = HIDING_BIT["colour"]
    return any(
        bool(np.any(column & bit)) for column in (first.hidden, first.element_hidden, first.anchor_hidden)
    )
