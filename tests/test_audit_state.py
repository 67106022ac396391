"""What is remembered of pages: nothing that runs code, nothing that another model found."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pytest
from test_survey import FARM, HONEST, page

from scrub.errors import InputError
from scrub.options import Options
from scrub.survey import State, Survey, examine
from scrub.survey.state import _loaded
from scrub.values import Page


def run(path: Path, pages: list[Page], options: Options | None = None) -> tuple[object, int]:
    options = options or Options()
    survey = Survey()
    with State(path, options) as state:
        for one in examine(pages, options, state=state):
            survey.add(one)
    return survey.report(), state.reused


def test_only_changed_pages_are_examined(tmp_path: Path) -> None:
    pages = [page(FARM if k == 3 else HONEST, k) for k in range(6)]
    first, reused = run(tmp_path / "s", pages)
    assert reused == 0
    assert run(tmp_path / "s", pages) == (first, 6)
    pages[4] = page(FARM, 4)
    changed, reused = run(tmp_path / "s", pages)
    assert reused == 5
    assert changed != first


def test_other_options_begin_anew(tmp_path: Path) -> None:
    run(tmp_path / "s", [page(FARM)])
    assert run(tmp_path / "s", [page(FARM)], Options(max_harm=1e-4))[1] == 0
    assert run(tmp_path / "s", [page(FARM)], Options(max_harm=1e-4))[1] == 1


def test_pages_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    run(tmp_path / "s", [page(FARM, 1), page(FARM, 2)])
    run(tmp_path / "s", [page(FARM, 1)])
    assert run(tmp_path / "s", [page(FARM, 1), page(FARM, 2)])[1] == 1


def test_a_run_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path / "s", [page(FARM, 1), page(FARM, 2)])
    state = State(tmp_path / "s", Options())
    list(examine([page(HONEST, 1)], Options(), state=state))
    state.__exit__(KeyError)
    assert run(tmp_path / "s", [page(FARM, 1), page(FARM, 2)])[1] == 2


def test_a_file_in_use_is_an_error(tmp_path: Path) -> None:
    with State(tmp_path / "s", Options()), pytest.raises(InputError, match="not a file that"):
        State(tmp_path / "s", Options())


class Evil:
    """Runs a command when it is loaded."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import os

        return os.system, ("touch pwned",)


@pytest.mark.parametrize("value", [Evil(), Path(), print, [1], {"a": 1}])
def test_a_record_makes_values_of_ours_or_nothing(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _loaded(pickle.dumps(value)) is None
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "s"
    first, _ = run(path, [page(FARM, 1), page(FARM, 2)])
    with sqlite3.connect(path) as database:
        database.execute("UPDATE page SET examined = x'00' WHERE place LIKE '%/1%'")
    database.close()
    assert run(path, [page(FARM, 1), page(FARM, 2)]) == (first, 1)
