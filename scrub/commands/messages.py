"""What is told on stderr: one line each, safe to show, coloured on a terminal only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from scrub.text.terminal import safe_line

if TYPE_CHECKING:
    from pathlib import Path

    from scrub.values import Removal

_FARM = 3  # links in one removal that make it a farm in the words of the message
_NAMES = 4  # kinds of spam that are named


_json = False  # whether everything is told as JSON; one command a process


def tell_as_json(wanted: bool = True) -> None:
    """From now on tell everything as JSON, one object a line."""
    global _json
    _json = wanted


def as_json() -> bool:
    """Whether everything is told as JSON."""
    return _json


def tell_failure(source: str, reason: str, row: Mapping[str, Any] | None = None) -> None:
    """Tell why an input failed. row: its row in a manifest, where it has one."""
    place = {"source": {"file": source}} if row is None else {"source": row["source"], "url": row["url"]}
    said = reason if row is None else row["error"]
    _tell(f"scrub: {safe_line(source)}: {safe_line(reason)}", "red", "failure", {**place, "reason": said})


def tell_error(error: Exception) -> None:
    """Tell why the whole command failed."""
    _tell(f"scrub: {safe_line(str(error))}", "red", "error", {"reason": str(error)})


def tell_note(note: str, event: str = "note", fields: Mapping[str, Any] | None = None) -> None:
    """Tell something worth knowing. event and fields: what it is in JSON, where it is more than words."""
    _tell(safe_line(note), "yellow", event, {"note": note} if fields is None else fields)


def tell_event(event: str, fields: Mapping[str, Any]) -> None:
    """Tell what only programs want to know."""
    if _json:
        _tell("", "", event, fields)


def _tell(line: str, colour: str, event: str, fields: Mapping[str, Any]) -> None:
    if _json:
        click.echo(json.dumps({"event": event, **fields}), err=True)
    else:
        click.secho(line, fg=colour, err=True)


def filtered_words(counts: Mapping[str, int]) -> str:
    """`5 filtered (language 3, length 2)`."""
    each = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    return f"{sum(counts.values()):,} filtered ({each})"


def removed_line(removals: Sequence[Removal], removed_into: Path | None = None) -> str:
    """`removed 1 block (26 links, escort link farm, p=0.998); --removed FILE writes it out`."""
    count = len(removals)
    one = count == 1
    if removed_into is None:
        hint = f"--removed FILE writes {'it' if one else 'them'} out"
    else:
        hint = f"written to {removed_into}"
    inside = ", ".join((_size(removals), _kinds(removals), _scores(removals)))
    return f"removed {count} block{'' if one else 's'} ({inside}); {hint}"


def _size(removals: Iterable[Removal]) -> str:
    """The links that went, or the words where no link did."""
    links = sum(len(removal.links) for removal in removals)
    if links:
        return f"{links} link{'' if links == 1 else 's'}"
    words = sum(len(removal.text.split()) for removal in removals)
    return f"{words} word{'' if words == 1 else 's'}"


def _kinds(removals: Iterable[Removal]) -> str:
    counts = Counter(_kind(removal) for removal in removals)
    named = [f"{kind} ×{n}" if n > 1 else kind for kind, n in counts.most_common(_NAMES)]
    if len(counts) > _NAMES:
        named.append("…")
    return ", ".join(named)


def _kind(removal: Removal) -> str:
    carrier = "link farm" if len(removal.links) >= _FARM else "link" if removal.links else "text"
    return f"{removal.family if removal.family != 'other' else 'spam'} {carrier}"


def _scores(removals: Iterable[Removal]) -> str:
    low, high = (f"{bound(removal.score for removal in removals):.3f}" for bound in (min, max))
    return f"p={low}" if low == high else f"p={low}–{high}"
