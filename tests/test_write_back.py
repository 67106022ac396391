"""Write-back, undo and verify: only the spam goes, and the original comes back from what was kept."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jobs import contents, done, job_of, rows, warc

from scrub.batch import SAME, Checked, Job, manifests, undo, verify
from scrub.batch.pieces import pieces_of, with_pieces, without
from scrub.errors import InputError, OptionError


def written_back(tmp_path: Path, *inputs: Path) -> Path:
    job = job_of(tmp_path / "out", *inputs, form=SAME, cleaner="doubles:cut_batch")
    done(job, jobs=2)
    return job.out


def restored(out: Path, into: Path) -> list[Checked]:
    return [one for manifest in manifests(out) for one in undo(manifest, into)]


def found_wrong(out: Path) -> list[Checked]:
    return [one for manifest in manifests(out) for one in verify(manifest) if one.reason]


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """A page, a packed page, a Markdown file, and a table with everything that may stand in one."""
    (tmp_path / "a.html").write_bytes(b"<p>page\r\n spam in it and spam</p>")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"text with spam\n"))
    (tmp_path / "c.md").write_bytes(b"# nothing wrong\n")
    table = tmp_path / "t.jsonl"
    lines = [
        '\ufeff{"id": 1, "text": "one spam"}',
        "",
        '{ "x" : {"text": "spam"}, "text":"\\u00e9 spam\\u0020spam \\n \U0001f0a1 sp\\u00e4m\\ud83c\\udca1.", "y": [1,2] }\r',
        "broken",
        '{"text": "HIDDEN spam"}',
        '{"text": "good", "text": "the last spam counts"}',
        "",
    ]
    table.write_bytes("\n".join(lines).encode("utf-8"))
    return [tmp_path / "a.html", tmp_path / "b.txt.gz", tmp_path / "c.md", table]


def test_only_the_spam_is_gone(tmp_path: Path, inputs: list[Path]) -> None:
    out = written_back(tmp_path, *inputs)
    files = {name.rpartition("-")[2]: body for name, body in contents(out).items() if "/" not in name}
    assert files["a.html"] == b"<p>page\r\n  in it and </p>"
    assert gzip.decompress(files["b.txt.gz"]) == b"text with \n"
    assert files["c.md"] == b"# nothing wrong\n"
    before, after = (body.decode().split("\n") for body in (inputs[3].read_bytes(), files["t.jsonl"]))
    assert after[0] == '\ufeff{"id": 1, "text": "one "}'
    assert after[2] == '{ "x" : {"text": "spam"}, "text":"\\u00e9 \\u0020 \\n \U0001f0a1 .", "y": [1,2] }\r'
    assert after[5] == '{"text": "good", "text": "the last  counts"}'
    assert [after[k] for k in (1, 3, 4, 6)] == [before[k] for k in (1, 3, 4, 6)]


def test_what_was_not_located_is_said_to_be_left(tmp_path: Path, inputs: list[Path]) -> None:
    out = written_back(tmp_path, *inputs)
    (left,) = [row for row in rows(out) if row.get("unlocated")]
    assert (left["source"]["row"], left["unlocated"], left["cuts"]) == (4, [0], [])


def test_undo_gives_every_input_back(tmp_path: Path, inputs: list[Path]) -> None:
    out = written_back(tmp_path, *inputs)
    assert [one.reason for one in restored(out, tmp_path / "undone")] == [""] * 4
    undone = {path.name.rpartition("-")[2]: path.read_bytes() for path in (tmp_path / "undone").iterdir()}
    assert undone == {path.name: path.read_bytes() for path in inputs}


def test_a_job_that_was_stopped_writes_back_the_same(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    table.write_text("".join(f'{{"text": "row {k} spam"}}\n' + "\n" * (k % 3) for k in range(100)))
    whole = written_back(tmp_path, table)
    job = replace(job_of(tmp_path / "stopped", table, form=SAME, cleaner="doubles:cut_batch"))
    for stop in (1, 20, 40):
        interrupt(job, stop)
    done(job)
    assert contents(job.out) == contents(whole)


def interrupt(job: Job, outcomes: int) -> None:
    import scrub.batch.shard as shard

    patch = pytest.MonkeyPatch()
    patch.setattr(shard, "_SECONDS", -1.0)
    from scrub.batch import run

    running = run(job)
    for _ in range(outcomes):
        next(running)
    running.close()
    patch.undo()


def test_verify_tells_what_is_missing_or_changed(tmp_path: Path, inputs: list[Path]) -> None:
    out = written_back(tmp_path, *inputs)
    assert found_wrong(out) == []
    page = next(out.glob("*a.html"))
    page.write_bytes(page.read_bytes() + b" ")
    next(out.glob("*c.md")).unlink()
    assert [(one.name[-4:], one.reason) for one in found_wrong(out)] == [
        ("html", "not what was written"),
        ("c.md", "no such file or directory"),
    ]
    reasons = {one.name[-4:]: one.reason for one in restored(out, tmp_path / "undone")}
    assert reasons["html"] == "not what was written"
    assert not list((tmp_path / "undone").glob("*.html"))


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_verify_knows_the_outputs_of_every_format(tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    done(job_of(out, warc(tmp_path / "a.warc", 20), form=form))
    assert found_wrong(out) == []
    damaged = min(out.glob("*.jsonl" if form == "jsonl" else "*.txt"))
    longer = damaged.read_bytes() + b"{}\n"
    damaged.write_bytes(longer)
    assert [one.reason for one in found_wrong(out)] == ["longer than what was written"]
    damaged.write_bytes(longer[:-3])
    damaged.write_bytes(damaged.read_bytes().replace(b"PAGE 7 ", b"PAGE 8 ").replace(b"PAGE 0 ", b"PAGE 1 "))
    assert 1 <= len(found_wrong(out)) <= 2
    (told,) = restored(out, tmp_path / "undone")
    assert "nothing in it was written back" in told.reason


def test_a_manifest_cannot_reach_out_of_its_folder(tmp_path: Path, inputs: list[Path]) -> None:
    out = written_back(tmp_path, inputs[0])
    manifest = out / "manifest" / "00000.jsonl"
    manifest.write_text(manifest.read_text().replace('"output":{"file":"', '"output":{"file":"../../'))
    with pytest.raises(InputError, match="outside of"):
        restored(out, tmp_path / "undone")
    with pytest.raises(InputError, match="outside of"):
        found_wrong(out)


def test_what_cannot_be_written_back_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no warc is written as same"):
        written_back(tmp_path, warc(tmp_path / "a.warc", 3))
    with pytest.raises(InputError, match="no manifest"):
        manifests(tmp_path / "none")


@given(st.binary(max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_cut_then_undone_is_as_it_was(body: bytes, edges: list[int]) -> None:
    import io

    kept = sorted({min(edge, len(body)) for edge in edges})
    ranges = list(zip(kept[::2], kept[1::2], strict=False))
    pieces = pieces_of(body, ranges, [()] * len(ranges))
    assert b"".join(with_pieces(io.BytesIO(without(body, pieces)), pieces)) == body
