"""A model taught further beside its base: what got better, and what got worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scrub.classifier.model import SpamModel
from scrub.evaluator.spam import Judged, judge_examples, shingles
from scrub.options import Options
from scrub.trainer.spam_base import Taught
from scrub.trainer.spam_examples import Example
from scrub.trainer.spam_stack import fold_of

_SHOWN = 12  # examples named in each list
_REAL = ("block", "page", "composite", "clean", "clean_text")


def compare(taught: Taught, base: SpamModel) -> dict[str, Any]:
    """Figures of the base and of the taught model on the labels, each example by a model that never saw it.

    better and worse: ids of the labelled pieces and pages that changed sides.
    """
    examples = [e for e in taught.examples if e.origin in _REAL]
    before = _right(examples, lambda _: base)
    after = _right(examples, lambda e: taught.by_fold[fold_of(e.group)])
    spam = [k for k, e in enumerate(examples) if e.spam]
    honest = [k for k, e in enumerate(examples) if not e.spam]

    def share(right: list[bool], chosen: list[int]) -> float:
        return sum(right[k] for k in chosen) / max(len(chosen), 1)

    def named(chosen: list[int], first: list[bool], second: list[bool]) -> list[str]:
        return [examples[k].id for k in chosen if second[k] and not first[k]]

    return {
        "injected": len(spam),
        "honest": len(honest),
        "recall": [share(before, spam), share(after, spam)],
        "false_alarms": [1 - share(before, honest), 1 - share(after, honest)] if honest else [0.0, 0.0],
        "newly_found": named(spam, before, after),
        "newly_missed": named(spam, after, before),
        "alarms_ended": named(honest, before, after),
        "new_alarms": named(honest, after, before),
    }


def _right(examples: list[Example], model_of: Callable[[Example], SpamModel]) -> list[bool]:
    """Of each example: was its spam found (half of it at least), was it left alone where it is honest?"""
    right = {
        id(judged.example): _is_right(judged) for judged in judge_examples(examples, model_of, Options())
    }
    return [right[id(example)] for example in examples]


def _is_right(judged: Judged) -> bool:
    example = judged.example
    removed = shingles(judged.removed)
    if not example.spam:
        target = shingles(example.document.text[a:b] for a, b in example.piece)
        return not (removed & target if target else removed)
    target = shingles(example.document.text[a:b] for a, b in example.piece or example.spans)
    return 2 * len(target & removed) >= max(len(target), 1)


def comparison_table(figures: Mapping[str, Any]) -> str:
    """The comparison as lines of text."""
    return "\n".join(_lines(figures))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "beside its base, on your labels, each judged by a model that never saw its source"
    before, after = figures["recall"]
    yield f"  found         {before:.3f} -> {after:.3f}  of {figures['injected']} injected"
    before, after = figures["false_alarms"]
    yield f"  false alarms  {before:.4f} -> {after:.4f}  of {figures['honest']} honest"
    for name, title in (
        ("newly_found", "better: now found"),
        ("alarms_ended", "better: no longer alarmed"),
        ("newly_missed", "worse: now missed"),
        ("new_alarms", "worse: now alarmed"),
    ):
        ids = figures[name]
        if ids:
            more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            yield f"  {title}: {', '.join(ids[:_SHOWN])}{more}"
