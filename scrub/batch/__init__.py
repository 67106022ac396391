"""Jobs: many inputs into a folder, resumable, page by page in processes that may die.

OUT/00000.jsonl ...            the outputs of each shard, or one file a page
OUT/manifest/00000.jsonl ...   for every record what became of it, with digests
OUT/summary.json               the counts of the whole job
OUT/.job/                      what the job is, journals, and done-markers
"""

from __future__ import annotations

from scrub.batch.cluster import run_on_cluster
from scrub.batch.conversion import WARC
from scrub.batch.filters import Filters
from scrub.batch.job import DIFF, NOTHING, SAME_DIFF, Input, Job, Shard
from scrub.batch.manifest import Row, manifest_path, rows, write_removed
from scrub.batch.outcome import Outcome
from scrub.batch.pieces import SAME
from scrub.batch.planner import plan
from scrub.batch.preview import preview
from scrub.batch.restoring import Checked, manifests, undo, verify
from scrub.batch.running import run, total
from scrub.batch.shard import run_shard
from scrub.batch.store import scratch
from scrub.batch.tables import PARQUET
from scrub.workers import Limits

__all__ = [
    "DIFF",
    "NOTHING",
    "PARQUET",
    "SAME",
    "SAME_DIFF",
    "WARC",
    "Checked",
    "Filters",
    "Input",
    "Job",
    "Limits",
    "Outcome",
    "Row",
    "Shard",
    "manifest_path",
    "manifests",
    "plan",
    "preview",
    "rows",
    "run",
    "run_on_cluster",
    "run_shard",
    "scratch",
    "total",
    "undo",
    "verify",
    "write_removed",
]
