"""Patches that take the spam out of files: `patch -p1` accepts them, and nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import FARM, HONEST, scrub
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.survey.patches import diff

pytestmark = pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")


def applied(body: bytes, patch: bytes, folder: Path, name: str = "page.html") -> bytes:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    words = ["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch", "--silent"]
    done = subprocess.run(words, input=patch, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, patch)
    return file.read_bytes() if file.exists() else b""


def without(body: bytes, ranges: list[tuple[int, int]]) -> bytes:
    for start, end in reversed(ranges):
        body = body[:start] + body[end:]
    return body


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_patch_does_what_the_ranges_say(data: st.DataObject) -> None:
    import tempfile

    lines = data.draw(st.lists(st.sampled_from([b"a", b"", b"bb b", b"<p>x</p>", b"\xff\r"]), max_size=30))
    body = b"\n".join(lines) + data.draw(st.sampled_from([b"", b"\n"]))
    edges = sorted(data.draw(st.sets(st.integers(0, len(body)), max_size=8)))
    ranges = list(zip(edges[::2], edges[1::2], strict=False))
    expected = without(body, ranges)
    if not expected or expected == body:  # an empty file, or no change, is no patch's business
        return
    with tempfile.TemporaryDirectory() as folder:
        assert applied(body, diff(body, ranges, "page.html"), Path(folder)) == expected


def test_a_file_without_an_end_of_line_keeps_none(tmp_path: Path) -> None:
    body = b"one\ntwo spam"
    patch = diff(body, [(7, 12)], "page.html")
    assert b"\\ No newline at end of file" in patch
    assert applied(body, patch, tmp_path) == b"one\ntwo"


def test_distant_changes_are_hunks_of_their_own(tmp_path: Path) -> None:
    body = b"".join(b"line %d\n" % k for k in range(100))
    places = [
        (body.index(b"line 5\n"), body.index(b"line 6\n")),
        (body.index(b"line 80"), body.index(b"line 82")),
    ]
    patch = diff(body, places, "page.html")
    assert patch.count(b"@@ -") == 2
    assert applied(body, patch, tmp_path) == without(body, places)


def test_the_patch_of_a_folder_makes_the_next_audit_silent(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "a b").mkdir(parents=True)
    shutil.copy(FARM, site / "a b" / "ünser.html")
    shutil.copy(FARM, site / "second.html")
    shutil.copy(HONEST, site / "honest.html")
    out = tmp_path / "out.patch"
    assert scrub("audit", site, "--patch", out).returncode == 1
    done = subprocess.run(
        ["patch", "-p1", "-d", "/"], input=out.read_bytes(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert scrub("audit", site).returncode == 0
    assert (site / "honest.html").read_bytes() == HONEST.read_bytes()
    kept = set(FARM.read_bytes().splitlines())
    assert [line for line in (site / "second.html").read_bytes().splitlines() if line not in kept] == []


def test_records_of_archives_are_left_and_told(tmp_path: Path) -> None:
    listed = tmp_path / "pages.jsonl"
    import json

    listed.write_text(json.dumps({"url": "https://news.example/", "html": FARM.read_text("utf-8")}) + "\n")
    done = scrub("audit", listed, "--patch", tmp_path / "out.patch")
    assert (tmp_path / "out.patch").read_bytes() == b""
    assert b"not in the patch" in done.stderr
