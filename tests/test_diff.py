"""Unified diffs: what `patch` makes of the old text is the new one, whatever was cut where."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrub.cleaner import Article, SourceCuts
from scrub.outputs.diff import source_diff, text_diff, unified
from scrub.values import Page, Removal

TEXTS = st.text(st.sampled_from("ab \n\r"), max_size=60)


def patched(folder: Path, old: str, diff: str) -> str:
    """What `patch` makes of a text."""
    path = folder / "text"
    path.write_bytes(old.encode())
    if diff:
        command = ["patch", "--binary", "--quiet", str(path)]
        subprocess.run(command, input=diff.encode(), check=True, capture_output=True)
    return path.read_bytes().decode()


def without(text: str, ranges: list[tuple[int, int]]) -> str:
    for start, end in reversed(ranges):
        text = text[:start] + text[end:]
    return text


def ranges_of(text: str, edges: list[int]) -> list[tuple[int, int]]:
    edges = sorted({edge % (len(text) + 1) for edge in edges})
    return list(zip(edges[::2], edges[1::2]))


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
@example("aaaa\na", [1, 5])  # the cut ends with a line feed: the last line joins the first
@example("ab\ncd\nef\n", [1, 3, 5, 6])  # and so does the one after it
@example("ab\ncd\n", [0, 3])
def test_patch_makes_the_new_text_of_the_old(
    tmp_path_factory: pytest.TempPathFactory, text: str, edges: list[int]
) -> None:
    ranges = ranges_of(text, edges)
    diff = unified("text", text, ranges)
    assert patched(tmp_path_factory.mktemp("patched"), text, diff) == without(text, ranges)
    assert (diff == "") == (not ranges)


def test_a_diff_reads_as_diffs_do() -> None:
    old = "".join(f"line {k}\n" for k in range(1, 21))
    start = old.index("line 10")
    assert unified("a.html, row 3", old, [(start, start + 8), (old.index(" 12"), old.index(" 12") + 3)]) == (
        "--- a/a.html, row 3\n+++ b/a.html, row 3\n@@ -7,9 +7,8 @@\n line 7\n line 8\n line 9\n"
        "-line 10\n line 11\n-line 12\n+line\n line 13\n line 14\n line 15\n"
    )
    assert unified("a", old, []) == ""


def removal(text: str, at: int, cut: str) -> Removal:
    return Removal(text, 0.99, "seo", (), "", None, (), cut, at)


def test_the_text_is_shown_with_what_was_in_it() -> None:
    article = Article(
        "http://a.example/1",
        "First.\nLast.",
        removed=(
            removal("Spam.", 6, "\nSpam."),
            removal("hid\nden", -1, ""),
            removal("More.", 12, "\nMore."),
        ),
    )
    diff = text_diff(Page(url="http://a.example/1", source="a.warc", offset=17), article)
    assert diff.splitlines() == [
        "# a.warc, offset 17: removed outside of the text:",
        "#- hid",
        "#- den",
        "--- a/a.warc, offset 17",
        "+++ b/a.warc, offset 17",
        "@@ -1,4 +1,2 @@",
        " First.",
        "-Spam.",
        " Last.",
        "-More.",
    ]
    assert text_diff(Page(), Article(None, "Nothing was in it.")) == ""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "koi8-r", "shift_jis"])
def test_the_source_is_shown_in_its_own_encoding(codec: str) -> None:
    mark = "" if codec.startswith("utf") else f"<meta charset={codec}>"
    before, spam, after = f"<html>{mark}\nДом дом\n", "<a>спам</a>", "\nКонец\n"
    body = (before + spam + after).encode(codec)
    start = len((before).encode(codec))
    size = len(spam.encode("utf-16-le" if codec == "utf-16" else codec.removesuffix("-sig")))
    article = Article(None, "", cuts=SourceCuts(((start, start + size),)))
    lines = source_diff(Page(body, source="a.html", content_type="text/html"), article).splitlines()
    assert [line for line in lines[2:] if line[0] in "-+"] == ["-<a>спам</a>", "+"]
    assert " Дом дом" in lines
    assert " Конец" in lines
