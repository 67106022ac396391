"""What to type for a finding that stands alone, whatever a hacker called his domain or his file."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_campaigns import FARM, found

from scrub.campaigns import gather
from scrub.findings import Located

BOOTS = "http://boots.example/"
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=20)


def commands(one: Located) -> tuple[str, ...]:
    (gathered,) = gather([one], {}).findings
    return gathered.commands


def alone(*links: str, text: str = "cheap boots", **fields: object) -> tuple[str, ...]:
    return commands(found(1, text, *links or (BOOTS,), **fields))


def in_file(name: str, kind: str = "inserted_link") -> tuple[str, ...]:
    return alone(url=name, kind=kind)


def test_a_file_is_named_with_the_line_and_the_domain() -> None:
    assert in_file("public/about us.html") == (
        "sed -n 3p -- 'public/about us.html'",
        "grep -nF -e boots.example -- 'public/about us.html'",
    )


def test_a_script_whose_address_is_coded_is_not_searched_for_by_it() -> None:
    assert in_file("a.html", kind="script") == ("sed -n 3p -- a.html",)


def test_a_coded_script_of_a_site_is_searched_for_by_how_it_is_coded() -> None:
    coded = ("a script whose text is hidden by fromCharCode loads a script from boots.example",)
    assert alone(kind="script", reasons=coded) == (
        "wp db search fromCharCode --all-tables",
        "grep -rnF -e fromCharCode wp-content/",
    )
    (first, *_) = alone(kind="script", reasons=("a script writes it", "its text is hidden by packer"))
    assert shlex.split(first) == ["wp", "db", "search", "eval(function(p,a,c", "--all-tables"]
    plain = alone(kind="redirect", reasons=("a script sends readers to boots.example",))
    assert "wp db search boots.example --all-tables" in plain


def test_code_of_the_server_is_searched_for_in_files_by_what_it_calls() -> None:
    code = "<?php if(preg_match('/bot/i',$_SERVER['HTTP_USER_AGENT'])){eval(base64_decode($x));} ?>"
    assert alone(kind="server_code", text=code) == (
        "grep -rnF -e base64_decode wp-content/",
        "grep -rnF -e HTTP_USER_AGENT wp-content/",
    )


def test_a_page_of_a_site_is_looked_up_by_its_post() -> None:
    typed = alone(places=("article body", "post 17"))
    assert typed[0] == "wp post get 17 --field=post_content"
    assert any(command.startswith("SELECT ") for command in typed)
    assert "grep -rnF -e boots.example wp-content/" in typed
    backup = typed.index("wp db export before-cleanup.sql")
    assert [command.startswith("UPDATE ") for command in typed] == [k > backup for k in range(len(typed))]


def test_a_comment_is_looked_for_among_comments() -> None:
    assert alone(kind="comment_spam", severity="warning", places=("comments", "comment 4")) == (
        "wp comment spam 4",
        "SELECT comment_ID, comment_post_ID, comment_author FROM wp_comments WHERE comment_content LIKE '%boots.example%';",
        "UPDATE wp_comments SET comment_approved = 'spam' WHERE comment_content LIKE '%boots.example%';",
    )


def test_a_page_whose_post_nobody_knows_is_asked_for_by_its_address() -> None:
    assert alone()[0] == "wp post url-to-id https://news.example/1"
    assert not any("url-to-id" in command for command in alone(places=("footer",)))
    assert alone(places=("footer",))[0] == "grep -rnF -e boots.example wp-content/"


def test_a_row_of_a_dump_is_found_in_the_database() -> None:
    one = found(1, "cheap boots", BOOTS, row=4, record_id="post 9", places=("row 9 of wp_posts",))
    typed = commands(replace(one, source="dump.sql.gz"))
    assert "wp post get 9 --field=post_content" in typed
    assert not any("dump.sql.gz" in command for command in typed)


@pytest.mark.parametrize(
    "innocent",
    [
        found(1, severity="info"),
        found(1, suppressed="ours"),
        found(1, url="rows.jsonl", row=3),
    ],
    ids=["a remark", "what somebody suppressed", "a row without an address"],
)
def test_there_is_nothing_to_type_for(innocent: Located) -> None:
    assert commands(innocent) == ()


def test_what_belongs_to_a_campaign_has_the_commands_of_that() -> None:
    gathered = gather([found(1), found(2)], {})
    assert gathered.campaigns[0].commands
    assert [one.commands for one in gathered.findings] == [(), ()]


@given(NAMES | st.sampled_from(["-rf", "--help", "$(id).html", "a'b.html", "a\nb", "a;rm -r .", "é `id`"]))
def test_a_hostile_name_is_one_argument_or_no_command(name: str) -> None:
    for command in in_file(name):
        assert shlex.split(command)[-2:] == ["--", name]


@pytest.mark.parametrize(
    "name", ["-n.html", "$(touch pwned).html", "a'; touch pwned; '.html", "ein schöner Tag.html"]
)
def test_the_commands_show_the_line_in_a_real_shell(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"one\ntwo\n<a href='{BOOTS}'>cheap boots</a>\n")
    line = (tmp_path / name).read_text().splitlines()[2]
    for command in in_file(name):
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip().removeprefix("3:") == line
    assert [path.name for path in tmp_path.iterdir()] == [name]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_a_hostile_address_is_one_argument(path: str) -> None:
    url = f"https://news.example/{path}"
    for command in alone(url=url):
        if command.startswith("wp post url-to-id"):
            assert shlex.split(command)[-1] == url


def test_a_farm_of_words_alone_is_searched_for_by_its_first_words() -> None:
    typed = alone("/ours", text=FARM)
    assert "wp db search 'ankara escort izmir escort bursa escort' --all-tables" in typed
