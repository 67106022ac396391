"""A WARC of many pages through `scrub clean`: pages per second, memory, and what SIGKILL does to it.

    python benchmarks/batch.py --make pages.warc.gz [--records 1000] [--pages FOLDER]
    python benchmarks/batch.py pages.warc.gz [--jobs 2] [--kills 5]

The first makes an archive of the pages in FOLDER (default: samples/), over and over, each record with
an address of its own. The second cleans it once without a break and, with --kills, once more while the
command is killed at random moments and started again; both must leave the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


def records(pages: list[bytes], count: int) -> Iterator[bytes]:
    """WARC records of responses, made of the pages in turn."""
    for number, body in enumerate(islice(cycle(pages), count)):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            f"WARC-Target-URI: http://host{number % 97}.example/{number}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        yield head.encode() + block + b"\r\n\r\n"


def make(path: Path, folder: Path, count: int) -> None:
    """Write an archive of so many records, each packed by itself."""
    found = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    bodies = [file.read_bytes() for file in found]
    pages = [gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body for body in bodies]
    if not pages:
        sys.exit(f"{folder} holds no .html file")
    with path.open("wb") as stream:
        for one in records(pages, count):
            stream.write(gzip.compress(one, 6, mtime=0))
    print(f"{path}: {count:,} records of {len(pages):,} pages, {path.stat().st_size / 2**20:.1f} MiB")


def command(archive: Path, out: Path, jobs: int) -> list[str]:
    """The command that is measured."""
    options = ["-o", str(out), "--format", "jsonl", "--jobs", str(jobs), "--quiet"]
    return [sys.executable, str(ROOT / "cli.py"), "clean", str(archive), *options]


def contents(out: Path) -> dict[str, bytes]:
    """What a job leaves for people."""
    files = (path for path in out.rglob("*") if path.is_file() and ".job" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def written(out: Path) -> int:
    """Bytes of the manifest so far."""
    return sum(path.stat().st_size for path in (out / "manifest").glob("*") if path.exists())


def kill_again_and_again(words: list[str], out: Path, kills: int, whole: int) -> None:
    """Start the command, kill it when it has done some more, and so on; then let it end."""
    chance = random.Random(0)  # noqa: S311 - moments, not secrets
    for _ in range(kills):
        enough = written(out) + chance.randrange(whole // (4 * kills), whole // kills)
        with subprocess.Popen(words) as process:
            while process.poll() is None and written(out) < enough:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
    subprocess.run(words, check=True)


def measure(archive: Path, jobs: int, kills: int) -> None:
    """Clean the archive, without and with breaks, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder, "whole"), Path(folder, "killed")
        started = time.perf_counter()
        subprocess.run(command(archive, whole, jobs), check=False)
        seconds = time.perf_counter() - started
        summary = json.loads((whole / "summary.json").read_bytes())
        pages = summary["pages"]
        print(f"{pages:,} pages, {summary['removals']:,} removals, {summary['failed']:,} failed")
        print(f"{seconds:.1f} s with {jobs} processes: {pages / seconds:.0f} pages/s, start included")
        if resource is not None:
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(f"{(usage.ru_utime + usage.ru_stime) / pages * 1000:.1f} ms CPU a page, all processes")
            print(f"{usage.ru_maxrss / 1024:.0f} MiB in the largest process")
        if kills:
            kill_again_and_again(command(archive, killed, jobs), killed, kills, written(whole))
            same = contents(killed) == contents(whole)
            print(f"after {kills} SIGKILLs: {'the same files, byte for byte' if same else 'DIFFERENT'}")
            sys.exit(0 if same else 1)


def main() -> None:
    """Make an archive, or measure one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--make", type=Path, metavar="FILE")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--pages", type=Path, default=ROOT / "samples", metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.make:
        make(chosen.make, chosen.pages, chosen.records)
    if chosen.archive:
        measure(chosen.archive, chosen.jobs, chosen.kills)
    if not (chosen.make or chosen.archive):
        parser.error("an archive, or --make")


if __name__ == "__main__":
    main()
