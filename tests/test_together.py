"""What goes with injected blocks: likely neighbours, rows that are a farm only together, kin of what is injected."""

from __future__ import annotations

import numpy as np
import pytest

from scrub.classifier.evidence import Evidence
from scrub.parser import parse_markup
from scrub.policy import decisions, judge
from scrub.policy.decisions import beside
from scrub.policy.spans import Scored
from scrub.policy.together import farms, kin, names, said, signed
from scrub.reasons import CARRIER_BITS, REASONS
from scrub.signals import Columns


def scored_as(markup: str, likely: list[float]) -> Scored:
    """The blocks of a page with these probabilities, the last ones with none."""
    columns = Columns([parse_markup(markup, None)])
    score = np.array(likely + [0.0] * (len(columns) - len(likely)), np.float32)
    none = np.zeros(0)
    evidence = Evidence(np.zeros((1, 1), np.float32), none, none.astype(np.float32), none.astype(np.float32))
    return Scored(columns, evidence, score, np.zeros(len(score), np.uint64))


def test_what_stands_beside_goes_only_where_it_is_likely_itself() -> None:
    markup = "<ul><li>one</li><li>two</li><li>three</li></ul><ul><li>four</li></ul>"
    scored = scored_as(markup, [0.9, 0.7, 0.01, 0.7])
    strong = np.array([True, False, False, False])
    assert beside(scored, strong, np.full(4, 0.8)).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("second", "goes"), [("<li>two</li>", False), ('<li style="display:none">two</li>', True)]
)
def test_what_is_seen_beside_what_is_hidden_stays(second: str, goes: bool) -> None:
    """A link of the footer is not of one piece with the hidden farm that was set behind it."""
    scored = scored_as(f'<ul><li style="display:none">one</li>{second}</ul>', [0.9, 0.7])
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
    scored = scored_as(markup.format(items), likely)
    assert len(scored.columns) == len(gone)
    score = scored.probability
    assert farms(scored, score >= 0.5, np.full(len(score), 0.8)).tolist() == gone


@pytest.mark.parametrize(
    ("injected", "likely", "goes"),
    [
        (9, 0.55, True),  # nine of ten are: odds of a tenth will do
        (9, 0.2, False),
        (5, 0.55, False),  # five of ten are: the odds need to be half as good, and are not
        (5, 0.7, True),
        (4, 0.7, False),  # four say nothing
    ],
)
def test_a_likely_comment_goes_where_most_comments_are_injected(
    injected: int, likely: float, goes: bool
) -> None:
    comments = "".join(f"<li><p>comment {k}</p></li>" for k in range(10))
    scored = scored_as(
        f"<div><p>The article.</p></div><ul>{comments}</ul>",
        [likely] + [0.9] * injected + [likely] * (10 - injected),
    )
    removed = scored.probability >= 0.8
    found = kin(scored, removed, np.full(11, 0.8)) & ~removed
    assert found.tolist() == [False] * (1 + injected) + [goes] * (10 - injected)


LINKED = np.uint64(1 << [name for name, _, _ in REASONS].index("domains"))


@pytest.mark.parametrize(
    ("markup", "carried"),
    [
        ("<li><cite><a href=http://a.example/>buy pills</a></cite><div>A great post.</div></li>", [False, True]),
        ("<div><p><a href=http://a.example/>buy pills</a><p>A great post.</div>", [False, True]),
        ("<li><b>Ann</b><div>A great post.</div></li>", [False, False]),
        ("<li><a href=http://a.example/>the name of nobody, for it is far longer than one</a><div>A post.</div></li>", [False, False]),
        ("<p><a href=http://a.example/>pills</a></p><section><ul><li>A great post.</ul></section>", [False, False]),
        ("<p>A great post.<p><a href=http://a.example/>buy pills</a>", [False, False]),
    ],
)  # fmt: skip
def test_a_comment_is_carried_by_the_link_of_its_author(markup: str, carried: list[bool]) -> None:
    scored = scored_as(markup, [0.9, 0.9])
    why = np.where(scored.columns.anchors > 0, LINKED, np.uint64(0))
    found = signed(scored._replace(why=why))
    assert (found != 0).tolist() == carried
    assert not (found & ~CARRIER_BITS).any()
    assert not signed(scored).any()


@pytest.mark.parametrize(
    ("markup", "likely", "goes"),
    [
        ('<li><a href="http://pills.example/">Donna</a><p>Nice post, thanks.</p></li>', 0.9, True),
        ('<li><cite><a href="http://pills.example/">Donna</a></cite><p>Nice post.</p></li>', 0.9, True),
        ('<li><a href="http://pills.example/">Donna</a><p>Nice post, thanks.</p></li>', 0.6, False),
        ("<li><b>Donna</b><p>Nice post, thanks.</p></li>", 0.9, False),
        (
            '<li><a href="http://pills.example/">Donna</a></li></ul><div><div><p>Nice post.</p></div></div><ul>',
            0.9,
            False,
        ),
        (f'<li><a href="http://pills.example/">{"Donna " * 8}</a><p>Nice post.</p></li>', 0.9, False),
    ],
)
def test_the_name_over_a_comment_goes_with_it(markup: str, likely: float, goes: bool) -> None:
    """A likely one whose link speaks against it, near the comment: not in another box, and no longer text."""
    scored = scored_as(f"<ul>{markup}</ul>", [likely, 0.99])
    assert not names(scored, np.array([False, True])).any()
    scored = scored._replace(why=np.full(2, CARRIER_BITS, np.uint64))
    assert names(scored, np.array([False, True])).tolist() == [goes, False]


@pytest.mark.parametrize(
    ("markup", "goes"),
    [
        ("<li><cite><a href=http://a.example/>viagra</a></cite><div>A really nice post.</div></li>", True),
        ("<li><cite>Ann</cite><div>A really nice post.</div></li>", False),
        (
            "<section><p><a href=http://a.example/>viagra</a></p></section><ul><li>A really nice post.</ul>",
            False,
        ),
    ],
)
def test_what_stands_under_a_removed_name_may_go_with_it(markup: str, goes: bool) -> None:
    """In the box of that name, and only where a link speaks against the name."""
    scored = scored_as(f"<div>{markup}</div>", [0.99, 0.7])
    why = np.array([CARRIER_BITS if "href" in markup else 0, 0], np.uint64)
    scored = scored._replace(why=why)
    assert said(scored, np.array([True, False])).tolist() == [False, goes]
    assert not said(scored, np.array([False, False])).any()


@pytest.mark.parametrize(("around", "goes"), [(9, True), (1, False)])
def test_a_comment_of_many_pages_goes_where_those_around_it_were_injected(
    around: int, goes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself what is long is searched for stretches, unless all of it speaks for it: here nothing does."""
    monkeypatch.setattr(
        decisions, "too_long", lambda scored: scored.columns.end - scored.columns.start > 3000
    )
    long = " ".join(f"Buy cheap replica watches number {k}, discount rolex outlet." for k in range(70))
    spam = [
        f'<div class=c><p>cheap pills <a href="http://pills{k}.example/">buy viagra online {k}</a></p></div>'
        for k in range(around)
    ]
    story = "<p>The council met on Tuesday to discuss the repair of the bridge, and nobody asked why.</p>"
    page = f"<title>t</title><article>{story * 9}</article>{''.join(spam)}<div class=c><p>{long}</p></div>"
    document = parse_markup(page, None)
    verdicts = judge(document)
    assert not verdicts.doorway
    whole = verdicts.span_removed & (verdicts.span_end - verdicts.span_start > 3000)
    assert len(long) > 3000 and whole.any() == goes
