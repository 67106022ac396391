"""What is loaded before anything is done."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
MODULES = 50  # beside Python and click


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def modules_after(code: str) -> set[str]:
    printed = run(f"{code}\nimport sys; print('\\nMODULES\\n' + '\\n'.join(sys.modules))")
    return set(printed.split("\nMODULES\n")[1].split())


def loaded_after(code: str) -> set[str]:
    return {name.split(".")[0] for name in modules_after(code)}


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


@pytest.mark.parametrize("command", [[], ["clean"], ["audit"], ["fetch"]])
def test_help_loads_few_modules(command: list[str]) -> None:
    """What help costs is what it imports; `benchmarks/startup.py` tells the milliseconds."""
    code = f"from scrub.commands import run; run({[*command, '--help']!r})"
    own = modules_after(code) - modules_after("import click")
    assert len(own) <= MODULES, sorted(own)
