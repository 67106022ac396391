"""What a job costs beside the work in it, in ratios that hold on any machine.

    python benchmarks/batch.py --make pages.warc.gz --records 2000
    python benchmarks/batch_ratios.py pages.warc.gz [--records 2000]

Three ratios: pages a second of two processes against one (by the clock, and by CPU time, which does not
depend on who else is at work: two processes cannot be faster than their CPU time divided by two, nor
than the process that reads and writes); CPU time of a job against the sum of its parts (reading, cleaning,
writing); memory of the largest process on ten times the input.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HEADER = 8  # bytes with which every member of one archive begins, by whoever wrote it


class Cost(NamedTuple):
    """Of one run of the command: seconds by the clock, CPU seconds of all processes, memory of the largest."""

    seconds: float
    cpu: float
    memory: int  # KiB


def part_of(archive: Path, records: int, path: Path) -> Path:
    """An archive of the first records."""
    body = archive.read_bytes()
    at = 0
    for _ in range(records):
        found = body.find(body[:HEADER], at + 1)
        if found < 0:
            found = len(body)
        at = found
    path.write_bytes(body[:at])
    return path


def job(archive: Path, jobs: int, out: Path) -> Cost:
    """What the command costs. Memory is the most that any child of this process ever had."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    options = ["-o", str(out), "--format", "jsonl", "--jobs", str(jobs), "--quiet"]
    subprocess.run([sys.executable, str(ROOT / "cli.py"), "clean", str(archive), *options], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - begun, cpu, after.ru_maxrss)


def parts(archive: Path, folder: Path) -> dict[str, float]:
    """CPU seconds of reading, cleaning and writing, one after the other in this process."""
    from scrub.api import clean_batch
    from scrub.inputs import read
    from scrub.options import Options
    from scrub.outputs import FORMS, encoded
    from scrub.values import Page

    options = Options()
    clean_batch([Page(b"<p>The bridge opened on Monday.</p>", content_type="text/html")], options)
    costs = {"reading": 0.0, "cleaning": 0.0, "writing": 0.0}
    pages = (one for one in read([str(archive)]) if isinstance(one, Page))
    with (folder / "parts.jsonl").open("wb") as stream:
        while True:
            begun = time.process_time()
            batch = list(islice(pages, 16))
            costs["reading"] += time.process_time() - begun
            if not batch:
                return costs
            begun = time.process_time()
            articles = clean_batch(batch, options)
            costs["cleaning"] += time.process_time() - begun
            begun = time.process_time()
            for page, article in zip(batch, articles, strict=True):
                stream.write(encoded(FORMS["jsonl"].render(page, article)))
            costs["writing"] += time.process_time() - begun


def measured(archive: Path, records: int, folder: Path) -> Iterator[str]:
    """The lines of the report."""
    small = part_of(archive, max(records // 10, 1), folder / "small.warc.gz")
    whole = part_of(archive, records, folder / "whole.warc.gz")
    page = part_of(archive, 1, folder / "one.warc.gz")
    start, starts = (job(page, jobs, folder / f"start-{jobs}") for jobs in (1, 2))
    tenth = job(small, 1, folder / "tenth")
    one = job(whole, 1, folder / "one")
    two = job(whole, 2, folder / "two")
    pages = json.loads((folder / "one" / "summary.json").read_bytes())["pages"]
    costs = parts(whole, folder)
    yield f"{pages:,} pages; a process starts in {start.cpu:.2f} s of CPU"
    yield f"1 process: {one.seconds:.1f} s, {one.cpu:.1f} s of CPU; 2: {two.seconds:.1f} s, {two.cpu:.1f} s of CPU"
    yield f"two processes against one, by the clock: {one.seconds / two.seconds:.2f}x"
    alike = 2 * (one.cpu - start.cpu) / (two.cpu - starts.cpu)
    yield f"two processes against one, by CPU time without their start: {alike:.2f}x where both cores are free"
    yield ", ".join(f"{name} {seconds / pages * 1000:.2f} ms" for name, seconds in costs.items()) + " a page"
    yield f"job against the sum of its parts: {(one.cpu - start.cpu) / sum(costs.values()):.3f}x"
    yield f"largest process: {tenth.memory / 1024:.0f} MiB on a tenth, {one.memory / 1024:.0f} MiB on the whole"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in measured(chosen.archive, chosen.records, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
