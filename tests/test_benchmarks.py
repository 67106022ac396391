"""The benchmarks can be started: what they import is still there. What they measure is for people to look at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
NEEDS_PEERS = {"metadata.py"}  # imports the extractors that it compares with


@pytest.mark.parametrize("name", sorted(p.name for p in FOLDER.glob("*.py") if p.name not in NEEDS_PEERS))
def test_a_benchmark_tells_how_it_is_used(name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(FOLDER / name), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
