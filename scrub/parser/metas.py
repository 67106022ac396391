"""What the meta elements of a page say, as written. The search in C reads them as it finds them: see metas.c."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

Metas = dict[str, list[str]]

MOST_METAS = 1_000
LONGEST_CONTENT = 10_000  # characters of one meta; nobody describes a page in more


def read_metas(found: Iterable[Mapping[str, str | None]]) -> Metas:
    """Contents of meta elements by lower-case name, in page order, from their attributes.

    All of the page counts: a broken head ends early, and its elements land in the body.
    """
    metas: Metas = {}
    for attributes in islice(found, MOST_METAS):
        get = attributes.get
        content = get("content")
        if not content:
            continue
        name = get("property") or get("name")
        if name:
            metas.setdefault(name.strip().lower(), []).append(content[:LONGEST_CONTENT])
            if len(attributes) == 2:
                continue
        for name in (get("itemprop"), get("http-equiv")):
            if name:
                metas.setdefault(name.strip().lower(), []).append(content[:LONGEST_CONTENT])
    return metas
