"""CPU milliseconds of `scrub --help`, beside Python and click alone: medians in one run.

    python benchmarks/startup.py [--rounds 15]

The aim is 100 ms for any help text; Python with click takes half of that.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile

HELP = "from scrub.commands import main; main({!r})"
STARTS = {
    "python": "pass",
    "python with click": "import click",
    **{
        " ".join(["scrub", *words]): HELP.format(words)
        for words in (["--help"], ["clean", "--help"], ["audit", "--help"], ["fetch", "--help"])
    },
    "import scrub": "import scrub",
    "a page cleaned": "import scrub; scrub.clean(b'<p>The bridge opened on Monday.</p>')",
}


def main() -> None:
    """Print one line for each way to start."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = bytecode
        for name, code in STARTS.items():
            _cpu(code, environment)  # compiles
            median = statistics.median(_cpu(code, environment) for _ in range(rounds))
            print(f"{name:<22} {1000 * median:6.0f} ms")


def _cpu(code: str, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
