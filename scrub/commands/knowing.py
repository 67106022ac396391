"""Earlier reports and suppressions, as the flags name them, into what an audit knows before it begins."""

from __future__ import annotations

from datetime import UTC, datetime

from scrub.commands.audit_flags import Living
from scrub.commands.messages import tell_note
from scrub.survey import Knowledge, Suppression, read_earlier, read_suppressions


def knowledge(living: Living) -> Knowledge:
    """What is known today. Raises InputError where a file cannot be read; a first run has no report before."""
    today = datetime.now(UTC).date()
    notes: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    if living.suppressions:
        suppressions, notes = read_suppressions(living.suppressions, today)
        for note in notes:
            tell_note(note)
    since = None
    if living.since and living.since.exists():
        since = read_earlier(living.since)
    elif living.since:
        tell_note(f"{living.since}: not there yet, so everything is new")
    baseline = read_earlier(living.baseline) if living.baseline else None
    return Knowledge(today.isoformat(), baseline, since, suppressions, notes)
