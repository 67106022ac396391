"""The structure of an article as JSON: its lines with all they stand in, so that nobody has to parse markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrub.cleaner import Article, Step, Unit


def structure_record(article: Article) -> list[dict[str, Any]]:
    """One object a line or image: offsets in the text, the elements around it, links, marks, images."""
    return [_unit(unit) for unit in article.structure]


def _unit(unit: Unit) -> dict[str, Any]:
    """What a unit has; what it has not is left out."""
    ornaments = {
        "links": [link._asdict() for link in unit.links],
        "marks": [mark._asdict() for mark in unit.marks],
        "images": [image._asdict() for image in unit.images],
        "ids": [{"at": at, "id": name} for at, name in unit.ids],
    }
    path = [_step(step) for step in unit.path]
    where = {"start": unit.start, "end": unit.end, "path": path}
    return where | {name: found for name, found in ornaments.items() if found}


def _step(step: Step) -> dict[str, Any]:
    return {"tag": step.tag, "number": step.number, **dict(step.attributes)}
