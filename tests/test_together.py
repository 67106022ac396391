"""What goes with injected blocks: likely neighbours, and rows of items that are a farm only together."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.classifier.evidence import Evidence
from scrub.parser import parse_markup
from scrub.policy.decisions import beside
from scrub.policy.spans import Scored
from scrub.policy.together import farms
from scrub.signals import Columns


def test_what_stands_beside_goes_only_where_it_is_likely_itself() -> None:
    document = parse_markup("<ul><li>one</li><li>two</li><li>three</li></ul><ul><li>four</li></ul>", None)
    columns = Columns([document])
    likely = np.array([0.9, 0.7, 0.01, 0.7], np.float32)
    strong = np.array([True, False, False, False])
    none = np.zeros(0)
    evidence = Evidence(np.zeros((4, 1), np.float32), none, none.astype(np.float32), none.astype(np.float32))
    scored = Scored(columns, evidence, likely, np.zeros(4, np.uint64))
    assert beside(scored, strong, np.full(4, 0.8)).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("second", "goes"), [("<li>two</li>", False), ('<li style="display:none">two</li>', True)]
)
def test_what_is_seen_beside_what_is_hidden_stays(second: str, goes: bool) -> None:
    """A link of the footer is not of one piece with the hidden farm that was set behind it."""
    columns = Columns([parse_markup(f'<ul><li style="display:none">one</li>{second}</ul>', None)])
    none = np.zeros(0)
    evidence = Evidence(np.zeros((2, 1), np.float32), none, none.astype(np.float32), none.astype(np.float32))
    scored = Scored(columns, evidence, np.array([0.9, 0.7], np.float32), np.zeros(2, np.uint64))
    assert beside(scored, np.array([True, False]), np.full(2, 0.8)).tolist() == [True, goes]


@pytest.mark.parametrize(
    ("likely", "markup", "gone"),
    [
        ([0.7] * 8, "<ul>{}</ul>", [True] * 8),
        ([0.7] * 3, "<ul>{}</ul>", [False] * 3),
        ([0.55] * 5, "<ul>{}</ul>", [False] * 5),
        ([0.9, 0.9, 0.6, 0.6, 0.9], "<ul>{}</ul>", [True] * 5),
        ([0.7] * 4 + [0.1] + [0.7] * 2, "<ul>{}</ul>", [True] * 4 + [False] * 3),
        ([0.7] * 4, "<div><ul>{}</ul></div><p>Behind it.</p>", [True] * 4 + [False]),
    ],
)
def test_a_row_of_likely_items_is_a_farm_where_one_alone_is_not(
    likely: list[float], markup: str, gone: list[bool]
) -> None:
    """Eight items at .7 are a farm where one needs .8; three are not, and what is unlikely ends the row."""
    items = "".join(f"<li>item {k}</li>" for k in range(len(likely)))
    columns = Columns([parse_markup(markup.format(items), None)])
    score = np.array(likely + [0.0] * (len(gone) - len(likely)), np.float32)
    none = np.zeros(0)
    evidence = Evidence(np.zeros((1, 1), np.float32), none, none.astype(np.float32), none.astype(np.float32))
    scored = Scored(columns, evidence, score, np.zeros(len(score), np.uint64))
    assert farms(scored, score >= 0.5, np.full(len(score), 0.8)).tolist() == gone
