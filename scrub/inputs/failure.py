"""What stands in the place of a page that could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no page: its name, and the reason in a few words for a person.

    offset and record_id place it inside an archive, row inside a table, as those of `Page`.
    """

    source: str
    reason: str
    offset: int | None = None
    record_id: str | None = None
    row: int | None = None
    url: str | None = None


def reason_of(error: OSError) -> str:
    """The operating system's words for an error: "no such file or directory"."""
    words = error.strerror or str(error) or type(error).__name__
    return words[:1].lower() + words[1:]
