"""The same spam on many pages: campaigns, who gains, what carries it, and what to type."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.campaigns import gather
from scrub.campaigns.remedies import remedies
from scrub.findings import Finding, Located, Target

FARM = "ankara escort izmir escort bursa escort adana escort konya escort mersin escort"


def found(number: int, text: str = FARM, *links: str, **fields: object) -> Located:
    finding = {
        "kind": "link_farm", "severity": "error", "text": text, "score": 0.99, "family": "escort",
        "reasons": (), "css_path": "html > body > footer:nth-child(3)", "line": 3,
        "links": links or ("http://ankara.example/", "http://izmir.example/a"),
    }  # fmt: skip
    placed = {key: fields.pop(key) for key in list(fields) if key in Located.__slots__}
    url = str(placed.pop("url", f"https://news.example/{number}"))
    return Located(url, Finding(**finding | fields), f"f{number}", source=url, **placed)  # type: ignore[arg-type]


def test_the_same_farm_on_many_pages_is_one_campaign() -> None:
    farms = [found(k, FARM.replace("konya", f"konya {k}")) for k in range(12)]
    other = found(50, "cheap boots online", "http://boots.example/")
    gathered = gather([*farms, other], {"news.example": 100})
    (campaign,) = gathered.campaigns
    assert (campaign.size, campaign.hosts, campaign.family) == (12, 1, "escort")
    assert {one.campaign for one in gathered.findings} == {campaign.id, ""}
    assert gathered.findings[-1].campaign == ""
    assert [(t.domain, t.links, t.pages) for t in campaign.targets] == [
        ("ankara.example", 12, 12),
        ("izmir.example", 12, 12),
    ]
    assert [t.domain for t in gathered.targets] == ["ankara.example", "izmir.example", "boots.example"]


def test_links_to_the_same_domain_are_one_campaign_whatever_they_say() -> None:
    links = [
        found(k, f"cheap {word}", "http://boots.example/") for k, word in enumerate(("boots", "ugg", "mk"))
    ]
    (campaign,) = gather(links, {}).campaigns
    assert campaign.size == 3


def test_pages_in_a_foreign_language_came_together() -> None:
    goods = ("財布", "時計", "バッグ")
    pages = [found(k, word, kind="foreign_pages", language="ja", links=()) for k, word in enumerate(goods)]
    (campaign,) = gather(pages, {}).campaigns
    assert (campaign.size, campaign.carrier) == (3, "content")
    others = [replace(one, finding=replace(one.finding, language=str(k))) for k, one in enumerate(pages)]
    assert gather(others, {}).campaigns == ()


@pytest.mark.parametrize(
    "innocents",
    [
        [found(1, "read more", "http://a.example/"), found(2, "read more", "http://b.example/")],
        [found(1), found(1, captured="2020-01-01")],  # one page, captured twice
        [found(1, severity="info"), found(2, severity="info")],
        [found(1, suppressed="ours"), found(2, suppressed="ours")],
        [
            found(1, "one thing and quite another", "https://news.example/x"),
            found(2, "x", "https://news.example/x"),
        ],
    ],
)
def test_what_is_no_campaign(innocents: list[Located]) -> None:
    gathered = gather(innocents, {})
    assert gathered.campaigns == ()
    assert tuple(replace(one, commands=()) for one in gathered.findings) == tuple(innocents)


def test_campaigns_are_dated_by_captures_and_earlier_reports() -> None:
    members = [found(1, captured="2021-03-01", first="2019-05-05"), found(2, captured="2020-02-02")]
    (campaign,) = gather(members, {}).campaigns
    assert (campaign.first, campaign.last) == ("2019-05-05", "2021-03-01")
    assert (campaign.targets[0].first, campaign.targets[0].last) == ("2019-05-05", "2021-03-01")


def test_the_same_bytes_nearly_everywhere_are_a_template() -> None:
    footer = [found(k, places=("footer",)) for k in range(19)]
    assert gather(footer, {"news.example": 20}).campaigns[0].carrier == "template"


@pytest.mark.parametrize(
    ("members", "pages"),
    [
        ([found(k, places=("footer",)) for k in range(10)], 20),  # on half of the pages
        ([found(k, FARM + f" {k} {k + 1}", places=("footer",)) for k in range(20)], 20),  # not the same
        ([found(k, css_path=f"p:nth-child({k})", places=("article body",)) for k in range(20)], 20),
        ([found(1), found(2)], 2),  # too few to tell
    ],
)
def test_what_is_no_template(members: list[Located], pages: int) -> None:
    assert {one.carrier for one in gather(members, {"news.example": pages}).campaigns} == {"content"}


def test_the_id_of_a_campaign_stays_when_it_grows() -> None:
    few, more = ([found(k) for k in range(n)] for n in (3, 30))
    assert gather(few, {}).campaigns[0].id == gather(more, {}).campaigns[0].id


def test_ids_are_unique() -> None:
    texts = (FARM, "one two three four five six seven eight nine ten")
    pages = [
        found(k + 10 * n, t, "http://a.example/", f"http://{n}.example/")
        for n, t in enumerate(texts)
        for k in (1, 2)
    ]
    ids = [campaign.id for campaign in gather(pages, {}).campaigns]
    assert len(ids) == len(set(ids)) == 2


def test_commands_say_what_to_type() -> None:
    places = (
        "footer",
        "row 17 of wp_posts",
        "widget text-3",
        "comment 4",
        "option blogdescription in wp_options",
    )
    typed = remedies(FARM, [Target("evil.example", 3, 2)], places, "content")
    assert typed[0] == "wp db export before-cleanup.sql"
    assert "wp post get 17 --field=post_content" in typed
    assert "wp option get widget_text --format=json" in typed
    assert "wp comment spam 4" in typed
    assert "wp db search evil.example --all-tables" in typed
    assert typed[-1] == "grep -rnF -e evil.example wp-content/"
    assert remedies(FARM, [Target("evil.example", 3, 2)], (), "template")[0].startswith("grep")
    assert remedies("buy cheap boots", [], (), "content")[-1] == "grep -rnF -e 'buy cheap boots' wp-content/"


def test_the_update_takes_the_link_and_nothing_else() -> None:
    """The regular expression of the statement, as MySQL reads it."""
    import re

    update = next(
        c for c in remedies("", [Target("evil.example", 1, 1)], (), "content") if "REGEXP_REPLACE" in c
    )
    pattern = update.split("REGEXP_REPLACE(post_content, '")[1].split("', '')")[0].replace("''", "'")
    post = 'See <a href="http://www.evil.example/x">boots</a>, <a href="https://notevil.example/">us</a>.'
    assert re.sub(pattern, "", post) == 'See , <a href="https://notevil.example/">us</a>.'
    bare = "<a href=http://evil.example/>boots</a> and <a href='/ours'>ours</a>"
    assert re.sub(pattern, "", bare) == " and <a href='/ours'>ours</a>"


HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


@given(
    HOSTILE
    | st.sampled_from(["a$(id).example", "a';DROP.example", "-rf.example", "a`id`.example", "a\\'.example"])
)
def test_nothing_in_a_domain_becomes_a_command(domain: str) -> None:
    for command in remedies("", [Target(domain, 1, 1)], (domain,), "content"):
        if command.startswith(("SELECT", "UPDATE")):
            assert command.count("'") % 2 == 0
            assert "\\\\" not in command
            assert command.rstrip(";").count(";") == 0
        elif command.startswith(("grep", "wp db search")):
            assert domain in shlex.split(command)


def test_a_hostile_domain_is_one_argument_of_a_real_shell(tmp_path: Path) -> None:
    hostile = "a$(touch pwned);'`touch pwned`.example"
    (tmp_path / "wp-content").mkdir()
    (tmp_path / "wp-content" / "footer.php").write_text(f"x\n<a href='http://{hostile}/'>")
    command = next(c for c in remedies("", [Target(hostile, 1, 1)], (), "template") if c.startswith("grep"))
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("wp-content/footer.php:2:")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wp-content"]
