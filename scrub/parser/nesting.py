"""Pages with so many elements, or so deeply nested ones, that they would take minutes are refused.

A million tags take about 10 s and 1 GB; the largest honest pages have some ten thousand. lexbor looks through its stack of open elements at many tags, so its time grows with the square of
the depth: 10,000 levels take 0.2 s, 100,000 take half a minute. Browsers stop at 512 levels.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from scrub.errors import InputError
from scrub.native import compiled

MAX_DEPTH = 5_000
MAX_TAGS = 1_000_000

# Pages with fewer tags than this are quick to parse however deep they are.
_FEW_TAGS = 10_000
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]{0,20})")
# Elements that never hold others, or that end where the next of their kind starts.
_NEVER_DEEP = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rp rt".split()
)


def check_nesting(body: bytes) -> None:
    """Raise InputError where there are more than MAX_TAGS tags, or nesting deeper than MAX_DEPTH."""
    tags = _tags(body)
    if tags < _FEW_TAGS:
        return
    if tags > MAX_TAGS:
        raise InputError(f"{tags:,} tags are too many for a page (limit {MAX_TAGS:,})")
    depth = deepest(body)
    if depth > MAX_DEPTH:
        raise InputError(f"elements are nested {depth:,} deep (limit {MAX_DEPTH:,})")


def _tags(body: bytes) -> int:
    if compiled is not None:
        return int(compiled.count_tags(body))
    # `count` takes six times as long
    return int(np.count_nonzero(np.frombuffer(body, dtype=np.uint8) == ord("<")))


def deepest(body: bytes) -> int:
    """The largest number of elements that are open at once, counted tag name by tag name."""
    open_now: Counter[bytes] = Counter()
    depth = most = 0
    for match in _TAG.finditer(body):
        closing, name = match.groups()
        name = name.lower()
        if name in _NEVER_DEEP:
            continue
        if not closing:
            open_now[name] += 1
            depth += 1
            most = max(most, depth)
        elif open_now[name]:
            open_now[name] -= 1
            depth -= 1
    return most
