"""An audit of many pages against `clean_many` on the same pages: CPU time, and memory as pages go by.

    python benchmarks/audit.py [FOLDER] [--pages 400] [--memory 20000]

FOLDER holds the pages of a site as .html files, or labelled pages (`samples/`, or an extraction set with
gold.jsonl); default: samples/. Pages are repeated, each time under another address and with a line of their
own, until there are as many as wished. Scripts and links that all pages of a site share are looked at once:
a folder in which every page is of another site, as in the extraction sets, is the worst case.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import scrub
from scrub.errors import LabelError
from scrub.options import Options
from scrub.survey import Survey, examine
from scrub.trainer.labels import read_pages
from scrub.values import Page

CHUNK = 48  # pages of a turn
STEPS = 5  # times that memory is told


def pages(folder: Path, count: int) -> Iterator[Page]:
    """So many pages, no two of them the same."""
    known = list(islice(_bodies(folder), count))
    for number, one in enumerate(islice(cycle(known), count)):
        body = (one.read_bytes() if isinstance(one, Path) else one) + b"\n<!-- %d -->" % number
        yield Page(
            body, f"https://site.example/{number}", "text/html; charset=utf-8", source=f"{number}.html"
        )


def _bodies(folder: Path) -> Iterator[bytes | Path]:
    """The pages of a folder: those with labels, else all files of a site."""
    try:
        yield from (one.page.body for one in read_pages(folder) if b"<" in one.page.body)
    except LabelError:
        yield from (path for path in sorted(folder.rglob("*.html")) if path.is_file())


def compare(folder: Path, count: int) -> None:
    """CPU seconds a page of both, in turns in one process: so a busy machine slows both alike."""
    made = list(pages(folder, count))
    list(scrub.clean_many(made[:16]))
    list(examine(made[:1], Options()))  # lists that are read once
    cleaned = audited = 0.0
    survey = Survey()
    for first in range(0, count, CHUNK):
        some = made[first : first + CHUNK]
        started = time.process_time()
        list(scrub.clean_many(some))
        between = time.process_time()
        for one in examine(some, Options()):
            survey.add(one)
        cleaned, audited = cleaned + between - started, audited + time.process_time() - between
    started = time.process_time()
    report = survey.report()
    audited += time.process_time() - started
    print(f"clean_many {count / cleaned:6.1f} pages/s of CPU time")
    print(f"audit      {count / audited:6.1f} pages/s, {audited / cleaned:.2f} times the CPU time")
    print(f"           {report.alarmed} pages alarmed, {len(report.findings)} findings")


def remember(folder: Path, count: int) -> None:
    """Greatest memory so far, as pages go by."""
    survey = Survey()
    for number, one in enumerate(examine(pages(folder, count), Options()), 1):
        survey.add(one)
        if number % max(count // STEPS, 1) == 0:
            mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number:7,} pages {mib:7.0f} MiB")
    report = survey.report()
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"report          {mib:7.0f} MiB, {len(report.findings):,} findings")


def main() -> None:
    """Compare, then remember."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("samples"))
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--memory", type=int, default=0)
    chosen = parser.parse_args()
    compare(chosen.folder, chosen.pages)
    if chosen.memory:
        remember(chosen.folder, chosen.memory)


if __name__ == "__main__":
    main()
