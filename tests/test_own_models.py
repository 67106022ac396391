"""Models that do not ship with scrub: loaded only when trusted, and only when their digest is right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import joblib
import pytest

import scrub
from scrub.errors import ModelError
from scrub.locations import models_folder

SPAM = '<p>An honest line of text about the bridge and its repair.</p><div style="display:none">' + "".join(
    f'<a href="https://cheap-pills-{k}.top/">cheap pills {k}</a> ' for k in range(30)
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped models: the right bytes in a place that nobody vouches for."""
    return Path(shutil.copytree(models_folder(), tmp_path / "models"))


def test_a_trusted_copy_judges_as_the_original(copied: Path) -> None:
    own = scrub.clean(SPAM, models=str(copied), trust_model=True)
    assert own == scrub.clean(SPAM)
    assert own.removed


def test_a_model_is_refused_until_it_is_trusted(copied: Path) -> None:
    with pytest.raises(ModelError, match="--trust-model"):
        scrub.clean(SPAM, models=str(copied))


@pytest.mark.parametrize("name", ["spam", "content"])
def test_another_digest_is_refused_even_when_trusted(copied: Path, name: str) -> None:
    """Nothing is unpickled before its digest is known to be right."""

    class Armed:
        def __reduce__(self) -> tuple[object, tuple[str, ...]]:
            return Path.touch, (copied / "exploded",)  # type: ignore[return-value]

    joblib.dump({"weights": Armed()}, copied / f"{name}.joblib")
    with pytest.raises(ModelError, match="SHA-256"):
        scrub.clean(SPAM, models=str(copied), trust_model=True)
    assert not (copied / "exploded").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "another"}, "scrub train"),
        ({"format": 99}, "scrub train"),
        (None, "card"),
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
    ],
)
def test_a_card_that_does_not_fit_says_what_to_do(copied: Path, change: object, message: str) -> None:
    card = copied / "spam.json"
    if isinstance(change, dict):
        card.write_text(json.dumps(json.loads(card.read_text("utf-8")) | change), "utf-8")
    elif change is None:
        card.unlink()
    else:
        card.write_text(str(change), "utf-8")
    with pytest.raises(ModelError, match=message):
        scrub.clean(SPAM, models=str(copied), trust_model=True)
