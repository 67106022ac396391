"""docs/model-card.md says what the cards of the shipped models say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(DOCS))
    yield __import__("make_model_card")
    sys.modules.pop("make_model_card", None)


def test_the_page_and_its_plots_are_those_of_the_shipped_models(maker: object) -> None:
    again = "python docs/make_model_card.py makes it again"
    assert (DOCS / "model-card.md").read_text("utf-8") == maker.page(), again  # type: ignore[attr-defined]
    drawn = maker.plots()  # type: ignore[attr-defined]
    assert {p.name for p in (DOCS / "plots").glob("*.svg")} == set(drawn), again
    for name, plot in drawn.items():
        assert (DOCS / "plots" / name).read_text("utf-8") == plot, again
