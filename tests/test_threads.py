"""Comments in plain text: a line that names an author and a moment goes with what that author posted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.classifier.evidence import Evidence
from scrub.parser import parse_markup, parse_text
from scrub.policy.bylines import is_byline
from scrub.policy.spans import Scored
from scrub.policy.threads import comments
from scrub.signals import Columns
from scrub.values import Document

BYLINES = (
    "Posted by: baclofenbuy at October 26, 2012 7:30 PM",
    "ronny : 3:17 AM",
    "Posted by: epoxy coatings  10/12/2012 at 02:00 AM",
    "张三 发表于 2014年2月5日",
    "Anna schrieb am 3.4.2012:",
    "Кухни на заказ пишет: 2014-02-05 14:22",
    "كتب سامي 12/05/2013 10:44",
)
OTHERS = (
    "The train leaves at 10:30.",
    "We met on 3.4.2012, and it rained,",
    "10:30",
    "2012-05-03",
    "Mike says:",
    "I have been reading this for years and never commented before, but on 3.4.2012 I saw the very same thing in our own garden, by the wall",
    "",
    "Garlic, 1,200.50 grams",
)


@pytest.mark.parametrize("line", BYLINES)
def test_a_line_with_a_name_and_a_moment_is_a_byline(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", OTHERS)
def test_a_sentence_a_bare_moment_and_a_bare_name_are_none(line: str) -> None:
    assert not is_byline(line)


def scored_as(document: Document, likely: Sequence[float], sold: str = "\0") -> Scored:
    """The blocks of a document with these probabilities; sold: words that weigh much wherever they stand."""
    columns = Columns([document])
    weight = np.zeros(len(columns.folded))
    for found in re.finditer(re.escape(sold), document.text):
        at = found.start() + int(columns.first_character[0])
        weight[at : at + len(sold)] = 1.0
    none = np.zeros(0, np.float32)
    evidence = Evidence(np.zeros((1, 1), np.float32), np.append(0.0, np.cumsum(weight)), none, none)
    return Scored(columns, evidence, np.array(likely, np.float32), np.zeros(len(likely), np.uint64))


def gone(
    text: str,
    *injected: str,
    likely: Mapping[str, float] = MappingProxyType({}),
    least: float = 0.87,
    sold: str = "\0",
) -> list[str]:
    """The lines that go where the injected ones do, and the others are as likely as told, or not at all."""
    document = parse_text(text)
    lines = [document.text[a:b] for a, b in zip(document.start.tolist(), document.end.tolist(), strict=True)]
    assert {*injected, *likely} <= set(lines)
    scored = scored_as(document, [likely.get(line, 0.0) for line in lines], sold)
    removed = np.array([line in injected for line in lines])
    found = comments(scored, removed, removed, least, 0.0)
    return [line for line, goes in zip(lines, found.tolist(), strict=True) if goes]


def test_the_name_below_goes_with_its_comment_and_the_paragraph_above_stays() -> None:
    text = "An honest paragraph.\nbuy pills online\nPosted by: pillsbuy at October 26, 2012 7:30 PM\n\nMore of it."
    assert gone(text, "buy pills online") == [
        "buy pills online",
        "Posted by: pillsbuy at October 26, 2012 7:30 PM",
    ]


def test_the_name_above_goes_with_its_comment_and_the_next_name_stays() -> None:
    text = "pillsbuy 2012-05-03 10:11\nbuy pills online\n\nLisa 2012-05-03 10:40\nThank you for this."
    assert gone(text, "buy pills online") == ["pillsbuy 2012-05-03 10:11", "buy pills online"]


THREAD = (
    "The article says this and that.\n\nA first reader agrees.\nLisa : 9:00 AM\n\n"
    "Hello everybody\n\nbuy pills online\nbuy more pills online\npillsbuy : 9:46 AM\n\n"
    "A second reader asks.\n\nAnd asks again.\nsoumen : 10:12 AM"
)


def test_a_comment_of_several_paragraphs_goes_whole_where_most_of_it_is_injected() -> None:
    told = gone(THREAD, "buy pills online", "buy more pills online")
    assert told == ["Hello everybody", "buy pills online", "buy more pills online", "pillsbuy : 9:46 AM"]


def test_where_less_of_it_is_injected_only_that_goes() -> None:
    assert gone(THREAD, "Hello everybody") == ["Hello everybody"]


def test_what_stands_above_the_first_name_is_no_comment() -> None:
    """The first comment of a thread begins nobody knows where: the article above it must not go with it."""
    text = THREAD.replace("A first reader agrees.", "buy pills online").replace(
        "The article says this and that.", "Short."
    )
    assert "Short." not in gone(text, "buy pills online", "buy more pills online")


def test_a_name_stays_with_its_own_comment_where_it_would_go_with_the_next_one() -> None:
    document = parse_text(
        "A reader agrees.\nLisa : 9:00 AM\n\nbuy pills\npillsbuy : 9:10 AM\n\nAnd more.\nTom : 9:20 AM"
    )
    strong = np.array([False, False, True, False, False, False])
    beside = np.array([False, True, True, True, True, False])
    found = comments(scored_as(document, [0.0, 0.9, 1.0, 0.9, 0.9, 0.0]), beside, strong, 0.87, 0.0)
    assert found.tolist() == [False, False, True, True, True, True]


@pytest.mark.parametrize(("said", "goes"), [(0.01, False), (0.2, True)])
def test_no_name_is_injected_by_itself_under_honest_words(said: float, goes: bool) -> None:
    document = parse_text("A reader agrees.\nLisa10 : 9:00 AM")
    strong = np.array([False, True])
    assert comments(scored_as(document, [said, 0.99]), strong, strong, 0.87, 0.0).tolist() == [False, goes]


def test_pages_are_left_to_their_markup() -> None:
    document = parse_markup("<p>buy pills<br>pillsbuy : 9:46 AM</p>", None)
    removed = np.zeros(len(document.start), dtype=np.bool_)
    removed[0] = True
    scored = scored_as(document, [0.9] * len(removed))
    assert comments(scored, removed, removed, 0.87, 0.0).tolist() == removed.tolist()


@pytest.mark.parametrize(
    ("said", "name", "least", "goes"),
    [
        (0.5, 0.6, 0.87, True),
        (0.2, 0.99, 0.87, True),
        (0.1, 0.99, 0.87, False),
        (0.99, 0.1, 0.87, False),
        (0.25, 0.25, 0.87, False),
        (0.5, 0.6, 0.99, False),
        (0.8, 0.96, 0.99, True),
    ],
)
def test_a_comment_goes_where_it_and_its_author_are_likely_together(
    said: float, name: float, least: float, goes: bool
) -> None:
    """Neither would go by itself; nor do they where one of the two is honest, or the caller wants to be surer."""
    likely = {"A second reader asks.": said, "And asks again.": said, "soumen : 10:12 AM": name}
    assert gone(THREAD, likely=likely, least=least) == (list(likely) if goes else [])


def thread_of(said: str, name: str, around: int) -> tuple[str, list[str]]:
    """A comment with spam on both sides, and honest ones further on; the injected lines."""
    spam = [f"buy pills {k}" for k in range(around)]
    posts = [(line, f"Posted by: pills{k} at October 9, 2012 9:1{k} AM") for k, line in enumerate(spam)]
    posts.insert(around // 2, (said, name))
    posts += [(f"A reader asks {k}.", f"Posted by: Lisa{k} at October 9, 2012 10:1{k} AM") for k in range(9)]
    return "\n\n".join("\n".join(post) for post in posts), spam


@pytest.mark.parametrize(("around", "goes"), [(0, False), (2, False), (6, True)])
def test_a_comment_among_injected_ones_needs_less(around: int, goes: bool) -> None:
    said, name = "I agree to this.", "Posted by: soumen at October 9, 2012 9:59 AM"
    text, spam = thread_of(said, name, around)
    found = gone(text, *spam, likely={said: 0.2, name: 0.3})
    assert ([said, name] == [line for line in found if line in (said, name)]) is goes
    assert not any(line.startswith(("A reader", "Posted by: Lisa")) for line in found)


@pytest.mark.parametrize(
    ("name", "said", "around", "goes"),
    [
        ("auto title loans", 0.05, 2, True),
        ("auto title loans", 0.0, 2, False),
        ("auto title loans", 0.05, 0, False),
        ("loans", 0.05, 2, False),
        ("Maryann Murphy", 0.05, 2, False),
    ],
)
def test_a_comment_goes_with_a_name_that_sells_beside_another(
    name: str, said: float, around: int, goes: bool
) -> None:
    """What is said must not be surely honest, spam must be near, and a first name may read like anything."""
    line, byline = "This is the right blog.", f"Posted by: {name} at October 9, 2012 9:59 AM"
    text, spam = thread_of(line, byline, around)
    found = gone(text, *spam, likely={line: said}, sold="loans")
    assert ([line, byline] == [each for each in found if each in (line, byline)]) is goes


def test_outside_of_threads_likely_lines_need_more_than_a_likely_name() -> None:
    text = "An honest paragraph.\n\nA reader agrees.\nLisa : 9:00 AM\n\nsoumen asks.\nsoumen : 9:10 AM"
    assert not gone(text, likely={"soumen asks.": 0.8, "soumen : 9:10 AM": 0.8})


@given(
    st.lists(st.sampled_from((*BYLINES, *OTHERS, "buy pills", "a word", "\n")), max_size=30),
    st.lists(st.sampled_from((0.0, 0.3, 0.6, 1.0)), min_size=60, max_size=60),
)
def test_only_names_come_back_and_nothing_goes_where_all_is_honest(
    lines: list[str], likely: list[float]
) -> None:
    document = parse_text("\n".join(lines) or "-")
    scored = scored_as(document, likely[: len(document.start)])
    removed = scored.probability == 1.0
    found = comments(scored, removed, removed, 0.87, 0.0)
    back = np.flatnonzero(removed & ~found).tolist()
    assert all(is_byline(document.text[document.start[k] : document.end[k]]) for k in back)
    assert not found.any() or (scored.probability > 0.0).any()
