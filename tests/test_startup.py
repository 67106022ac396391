"""What is loaded, and how long it takes, before anything is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="CPU time of children is measured on Unix only")

HEAVY = {
    "numpy",
    "scipy",
    "sklearn",
    "joblib",
    "httpx",
    "asyncio",
    "protego",
    "rich",
    "selectolax",
    "charset_normalizer",
    "tinycss2",
}
HELP_CPU = 0.100  # seconds; about 0.055 are Python and click


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def loaded_after(code: str) -> set[str]:
    printed = run(f"{code}\nimport sys; print('\\n'.join(sys.modules))")
    return {name.split(".")[0] for name in printed.split("\n")}


def test_import_scrub_loads_nothing_heavy() -> None:
    assert not loaded_after("import scrub") & HEAVY


def test_the_stages_load_no_training_and_no_network() -> None:
    """Whoever cleans pages pays for selectolax and numpy, never for scikit-learn, scipy or httpx."""
    code = "import scrub; scrub.clean(b'<p>The bridge opened on Monday.</p>')"
    assert not loaded_after(code) & {"sklearn", "scipy", "httpx", "rich"}


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["clean"],
        ["audit"],
        ["fetch"],
        ["explain"],
        ["train"],
        ["evaluate"],
        ["signals"],
        ["undo"],
        ["verify"],
    ],
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = f"from scrub.commands import run; run({[*command, '--help']!r})"
    assert not loaded_after(code) & HEAVY


@pytest.mark.parametrize("command", [[], ["clean"]])
def test_help_takes_no_time(tmp_path: Path, command: list[str]) -> None:
    """The median of nine runs, bytecode cached as in any installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    code = f"from scrub.commands import main; main({[*command, '--help']!r})"

    def cpu() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    cpu()
    assert sorted(cpu() for _ in range(9))[4] < HELP_CPU
