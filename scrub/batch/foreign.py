"""Files that stood in the folder of a job before it: none is ever written over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scrub.batch.conversion import WARC
from scrub.batch.job import Job
from scrub.batch.pieces import SAME
from scrub.batch.tables import PARQUET
from scrub.outputs import FORMS

_SUFFIXES = {WARC: ".gz", PARQUET: ".parquet"} | {form.name: form.suffix for form in FORMS.values()}
_OWN = ("manifest", "summary.json")  # what every job writes


def refusal(job: Job) -> str | None:
    """Why a new job cannot begin in its folder; None where nothing stands there that it might write over."""
    if job.out.exists() and not job.out.is_dir():
        return f"{job.out} is a file, and a job writes into a folder; choose another OUT"
    suffixes = {_SUFFIXES.get(job.form, "")}
    if job.form == SAME:
        suffixes = {Path(one.name).suffix.lower() for shard in job.shards for one in shard.inputs}
    for path in _files(job.out):
        if path.relative_to(job.out).parts[0] in _OWN or path.suffix.lower() in suffixes:
            return (
                f"{job.out} has files that no job wrote, as {path.relative_to(job.out)}, "
                "which might be written over; choose another folder"
            )
    return None


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder, at any depth; hidden ones are passed by, since no output is hidden."""
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in names if not name.startswith("."))
