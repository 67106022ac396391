"""Files stay small: one idea each."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINES = 300
FILES = sorted(
    path for folder in ("scrub", "tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_stays_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES


def test_no_module_is_called_cli_or_utils() -> None:
    names = {path.stem for path in (ROOT / "scrub").rglob("*.py")}
    assert not names & {"cli", "utils", "helpers", "common", "manager"}
