"""A user's own labels on top of the shipped classifier: they are learnt, and little else moves."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from command_line import SAMPLES, errors, scrub

from scrub.api import clean
from scrub.classifier.model import SCHEMA, pack, spam_model
from scrub.errors import LabelError, ModelError
from scrub.evaluator.comparison import compare, comparison_table
from scrub.evaluator.training import train_further
from scrub.locations import models_folder
from scrub.model_files import save
from scrub.options import Options
from scrub.trainer.spam_base import Taught, teach

_PLACES = "Lindau Kempten Ulm Passau Hof Fulda Celle Emden Trier Siegen Aalen Bonn Marl Worms Gera".split()
_HONEST = (
    "The parish council of {place} met on Monday and heard how the repair of the old mill is coming along.",
    "Rain is expected around {place} until Thursday; the ferry will run every two hours instead of every hour.",
    "In {place} the library has extended its opening hours, and the reading club now meets on Wednesdays.",
)
_SOLD = (
    "Storage boxes {place} rent storage {place} cheap storage boxes {place} moving boxes {place} call now",
    "self storage {place} garage to let {place} storage near {place} best price storage {place} book today",
)


def write_labels(folder: Path, *, each: int) -> Path:
    """Adverts for storage as text, of sources of their own, and honest news about the same places."""
    rng = Random(3)
    lines = []
    for k in range(each):
        place = rng.choice(_PLACES)
        for label, texts in (("spam", _SOLD), ("ham", _HONEST)):
            text = rng.choice(texts).format(place=place)
            lines.append(
                {"id": f"{label}-{k}", "source": f"{label}{k}.example", "label": label, "text": text}
            )
    file = folder / "blocks.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


@cache
def taught(folder: Path) -> Taught:
    return teach([write_labels(folder, each=60)], spam_model())


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    return taught(tmp_path_factory.mktemp("labels"))


def test_what_the_labels_show_is_found_in_sources_that_were_held_out(storage: Taught) -> None:
    figures = compare(storage, spam_model())
    before, after = figures["recall"]
    assert after > max(before, 0.9)
    assert figures["false_alarms"][1] <= figures["false_alarms"][0]
    assert len(figures["newly_found"]) == round((after - before) * figures["injected"])
    assert not figures["newly_missed"] and not figures["new_alarms"]
    assert "better: now found: spam-" in comparison_table(figures)


def test_the_trees_of_the_base_stay(storage: Taught) -> None:
    base, new = spam_model().block.forest, storage.model.block.forest
    assert len(new.root) > len(base.root)
    for name in ("feature", "threshold", "left", "right", "value"):
        before = getattr(base, name)
        assert np.array_equal(getattr(new, name)[: len(before)], before), name


def test_no_threshold_is_lowered(storage: Taught) -> None:
    assert (storage.model.block.threshold >= spam_model().block.threshold).all()


def test_text_that_the_labels_say_nothing_of_keeps_its_verdict(storage: Taught, tmp_path: Path) -> None:
    save(tmp_path / "spam.joblib", pack(storage.model), {"schema": SCHEMA})
    for name in ("content.joblib", "content.json"):
        (tmp_path / name).write_bytes((models_folder() / name).read_bytes())
    for folder in sorted(SAMPLES.glob("honest-*/page.html")):
        body = folder.read_bytes()
        assert clean(body, models=str(tmp_path), trust_model=True).removed == clean(body).removed == (), (
            folder
        )


def test_a_handful_of_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="3 injected and 3 honest examples are too few"):
        teach([write_labels(tmp_path, each=3)], spam_model())


def test_the_base_is_never_overwritten(tmp_path: Path) -> None:
    labels = write_labels(tmp_path, each=20)
    with pytest.raises(ModelError, match="another folder"):
        list(train_further([labels], tmp_path, Options(models=str(tmp_path), trust_model=True)))


def test_the_command_teaches_and_tells(tmp_path: Path) -> None:
    labels = write_labels(tmp_path, each=30)
    done = scrub("train", "--base", labels, "-o", tmp_path / "models")
    assert done.returncode == 0, done.stderr
    assert "beside its base, on your labels" in done.stdout.decode()
    card = json.loads((tmp_path / "models" / "spam.json").read_text("utf-8"))
    assert card["base"] == spam_model().label
    page = tmp_path / "page.txt"
    page.write_text(f"{_HONEST[0].format(place='Ulm')}\n\n{_SOLD[0].format(place='Bonn')}\n", "utf-8")
    cleaned = scrub("clean", page, "--models", tmp_path / "models", "--trust-model")
    assert cleaned.stdout.decode().strip() == _HONEST[0].format(place="Ulm")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("train", "{labels}", "-o", "{out}", "--models", "{out}"), 2, "add --base"),
        (("evaluate", "{labels}", "--plots", "{out}"), 2, "--plots shows the figures of --spam"),
        (("evaluate", "{labels}", "--spam", "--models", "{out}"), 2, "--models has no part in it"),
        (("evaluate", "{labels}", "--spam", "--synthetic", "0"), 4, "too few to learn from"),
        (("train", "{labels}", "-o", "{out}/new", "--base"), 4, "too few to learn from"),
    ],
)
def test_what_makes_no_sense_is_said(
    tmp_path: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    labels = write_labels(tmp_path, each=2)
    done = scrub(*(word.format(labels=labels, out=tmp_path) for word in arguments))
    assert done.returncode == status
    assert words in done.stderr.decode()
    assert status == 2 or len(errors(done)) == 1
