"""What `scrub clean` was asked to do, as a job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scrub import batch
from scrub.batch import Filters, Job, Limits
from scrub.commands.flags import Network
from scrub.commands.job_flags import JobFlags
from scrub.options import Options


@dataclass(frozen=True, slots=True)
class Work:
    """The inputs, how they are read and judged, what is kept, and by how many processes it is done."""

    names: tuple[str, ...]
    kind: str | None
    field: str | None
    options: Options
    filters: Filters
    network: Network
    flags: JobFlags
    jobs: int

    def job(self, out: Path, form: str) -> Job:
        """The job with its outputs in a folder and of a form."""
        return Job(
            out,
            batch.plan(self.names, self.kind),
            form,
            self.options,
            self.kind,
            self.field,
            Limits(seconds=self.flags.page_timeout),
            "scrub.api:cut_batch" if form in (batch.SAME, batch.SAME_DIFF) else "scrub.api:clean_batch",
            self.flags.layout,
            self.filters,
            self.flags.propagate,
            self.flags.parquet_manifest,
        )
