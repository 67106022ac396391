"""What a job is: the inputs in shards, what is done with them, and where it goes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from scrub.batch.filters import Filters
from scrub.inputs import Reading
from scrub.options import Options
from scrub.values import Page
from scrub.workers import Limits

# Turns an address into a Page or raises FetchError.
Fetch = Callable[[str], Page]

# Forms of a preview beside those of `outputs`: nothing, and diffs of the text or of the source.
NOTHING, DIFF, SAME_DIFF = "nothing", "diff", "same-diff"


class Input(NamedTuple):
    """One input of a shard: its name, and the name of its output file where it is a single page.

    size and changed (nanoseconds) are those of the file; a file that changes begins its shard anew.
    """

    name: str
    stem: str | None = None
    size: int | None = None
    changed: int | None = None


class Shard(NamedTuple):
    """The unit of distributed work: one archive, or a slice of a list of pages."""

    rank: int
    inputs: tuple[Input, ...]
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that `run_shard` needs; picklable, and the same on every machine.

    layout: the name in LAYOUTS by which pages are sorted into folders, where each has its own file.
    cleaner is a function by name, `module:function`: it makes articles of a list of pages and Options.
    """

    out: Path
    shards: tuple[Shard, ...]
    form: str = "text"
    options: Options = field(default_factory=Options)
    kind: str | None = None
    column: str | None = None  # the field that holds the page
    limits: Limits = field(default_factory=Limits)
    cleaner: str = "scrub.api:clean_batch"
    layout: str = "flat"
    filters: Filters = field(default_factory=Filters)
    propagate: bool = False  # remove what is flagged where copies of it are removed for certain
    parquet_manifest: bool = False  # besides the one in JSONL
    known: str | None = None  # file of what these copies are, in a second pass
    store: str | None = None  # where the files of `out` go once they are whole: a folder in a store

    @property
    def state(self) -> Path:
        """The folder of journals and done-markers."""
        return self.out / ".job"

    @property
    def two_passes(self) -> bool:
        """Whether something can be decided only when every record was seen."""
        return self.propagate or self.filters.duplicates is not None

    def reading(self, fetch: Fetch | None) -> Reading:
        """How the inputs are read."""
        return Reading(self.kind, self.options.encoding, fetch, self.column)

    def fingerprint(self) -> dict[str, Any]:
        """What must be the same for a job to go on: all that has an influence on its output."""
        inputs = json.dumps([[(one.name, one.stem) for one in shard.inputs] for shard in self.shards])
        return {
            "inputs": sum(len(shard.inputs) for shard in self.shards),
            "shards": len(self.shards),
            "inputs_digest": hashlib.sha256(inputs.encode(errors="surrogatepass")).hexdigest(),
            "format": self.form,
            "layout": self.layout,
            "from": self.kind,
            "field": self.column,
            "options": asdict(self.options),
            "filters": asdict(self.filters),
            "propagate": self.propagate,
            "parquet_manifest": self.parquet_manifest,
        }
