"""Whether an at-rule's block counts for somebody who reads the page on a desktop screen."""

from __future__ import annotations

import re
from functools import lru_cache

from scrub.parser.lengths import pixels

# The window that decides: a rule for narrower or wider ones only is no hiding.
WIDTH, HEIGHT = 1280, 720

_BOUND = re.compile(r"(min|max)-(?:device-)?(width|height)\s*:\s*(\S+)")
_RANGE = re.compile(r"(width|height)\s*([<>]=?)\s*(\S+)")
_EXTENT = {"width": WIDTH, "height": HEIGHT}
_TRUE = frozenset(
    ("hover:hover", "pointer:fine", "any-hover:hover", "orientation:landscape", "scripting:enabled", "color")
)
_FEATURE = re.compile(r"\(([^()]*)\)")


@lru_cache(maxsize=2048)
def applies(prelude: str) -> bool:
    """True for an at-rule (lower case) whose style rules count: fitting @media, @layer, @supports."""
    name, _, condition = prelude.partition(" ")
    if prelude.startswith("@media"):
        return media_applies(prelude[6:])
    if name == "@supports":
        return not condition.strip().startswith("not")
    return name in ("@layer", "@scope", "@layer{", "@-moz-document")


@lru_cache(maxsize=2048)
def media_applies(queries: str) -> bool:
    """True where one of the media queries (lower case, without @media) fits a desktop screen."""
    queries = queries.strip()
    return not queries or any(_query_applies(query.strip()) for query in queries.split(","))


def _query_applies(query: str) -> bool:
    outside = _FEATURE.sub(" ", query).split()
    if "not" in outside or "or" in outside or "print" in outside or "(" in _FEATURE.sub("", query):
        return False
    if any(word not in ("only", "and", "screen", "all") for word in outside):
        return False
    return all(_feature_holds(feature.strip()) for feature in _FEATURE.findall(query))


def _feature_holds(feature: str) -> bool:
    bound = _BOUND.fullmatch(feature)
    if bound:
        limit, extent = pixels(bound[3]), _EXTENT[bound[2]]
        if limit is None:
            return False
        return extent >= limit if bound[1] == "min" else extent <= limit
    compared = _RANGE.fullmatch(feature)
    if compared:
        limit, extent = pixels(compared[3]), _EXTENT[compared[1]]
        if limit is None:
            return False
        return extent >= limit if compared[2][0] == ">" else extent <= limit
    return re.sub(r"\s", "", feature) in _TRUE
