"""Jobs with a cleaner that needs no models, and what they leave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archives import packed, page_record

from scrub.batch import Job, Limits, Outcome, plan, run


def job_of(out: Path, *names: Path, form: str = "jsonl", cleaner: str = "doubles:clean_batch") -> Job:
    shards = plan([str(name) for name in names], None)
    return Job(out, shards, form, cleaner=cleaner, limits=Limits(seconds=2.0))


def done(job: Job, jobs: int = 1, **options: Any) -> list[Outcome]:
    return list(run(job, jobs, **options))


def contents(out: Path) -> dict[str, bytes]:
    """Everything a job leaves for people, by name."""
    files = [path for path in sorted(out.rglob("*")) if path.is_file() and ".job" not in path.parts]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def rows(out: Path) -> list[dict[str, Any]]:
    lines = [path.read_text("utf-8").splitlines() for path in sorted((out / "manifest").iterdir())]
    return [json.loads(line) for one in lines for line in one]


def warc(path: Path, count: int, *bad: bytes) -> Path:
    """An archive of pages; the bad ones stand among them."""
    bodies = [b"<p>page %d with spam in it</p>" % k for k in range(count)]
    for k, body in enumerate(bad):
        bodies.insert(3 + 20 * k, body)
    path.write_bytes(packed(*(page_record(k, body) for k, body in enumerate(bodies))))
    return path
