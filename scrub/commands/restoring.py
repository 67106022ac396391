"""What `scrub verify` and `scrub undo` do once their flags are understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scrub import batch
from scrub.batch import Checked
from scrub.commands.messages import tell_failure, tell_note
from scrub.commands.status import Status, status_of


def verify_outputs(paths: Iterable[Path]) -> Status:
    """Tell every output that is not what was written, and how many are."""
    return _tell(_each(paths, None), "verified")


def undo_outputs(paths: Iterable[Path], into: Path) -> Status:
    """Restore what was written back; tell what cannot be, and how many files were."""
    return _tell(_each(paths, into), "restored")


def _each(paths: Iterable[Path], into: Path | None) -> Iterator[Checked]:
    for path in paths:
        for manifest in batch.manifests(path):
            yield from batch.verify(manifest) if into is None else batch.undo(manifest, into)


def _tell(checked: Iterable[Checked], what: str) -> Status:
    done = failed = 0
    for one in checked:
        if one.reason:
            failed += 1
            tell_failure(one.name, one.reason)
        else:
            done += 1
            if one.remark:
                tell_note(f"{one.name}: {one.remark}")
    tell_note(f"{done:,} {what}, {failed:,} not")
    return status_of(done, failed)
