"""The counts of a whole job, and the campaigns in it: OUT/summary.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scrub.batch.campaigns import campaigns
from scrub.batch.files import write_whole
from scrub.batch.job import Job
from scrub.values import Tally


def write_summary(job: Job, tally: Tally, about: Mapping[str, Any]) -> None:
    """Write it, from the counts and what the job says of itself."""
    found = campaigns(job)
    write_whole(
        job.out / "summary.json",
        {
            "scrub": about.get("scrub"),
            "model": about.get("model"),
            "inputs": about.get("inputs"),
            "shards": len(job.shards),
            "pages": tally.pages,
            "failed": sum(tally.failures.values()),
            "failures": tally.failures,
            "filtered": tally.filtered,
            "blocks": tally.blocks,
            "removals": tally.removals,
            "copies": found.copies,
            "characters_kept": tally.characters_kept,
            "characters_removed": tally.characters_removed,
            "campaigns": found.number,
            "largest_campaigns": [asdict(one) for one in found.largest],
        },
    )
