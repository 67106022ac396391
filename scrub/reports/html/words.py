"""Words that several parts of the report share."""

from __future__ import annotations

_TOPICS = {
    "other": "something else, or unknown",
    "seo": "search engine services",
    "iptv": "pirate television",
}


def counted(count: int, noun: str) -> str:
    """The count with its noun: 1 page, 2 pages."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def topic(family: str) -> str:
    """What spam of a family advertises, for a person."""
    return _TOPICS.get(family, family)
