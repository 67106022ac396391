"""Every kind of file, written back and restored: only the spam goes, whatever stands around it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from jobs import done, job_of, rows
from kinds import KINDS, PACKERS, Kind

from scrub.batch import SAME, Checked, manifests, undo, verify
from scrub.inputs import read
from scrub.inputs.stream import Stream
from scrub.values import Page


def written_back(tmp_path: Path, *inputs: Path) -> Path:
    job = job_of(tmp_path / "out", *inputs, form=SAME, cleaner="doubles:cut_batch")
    done(job)
    return job.out


def restored(out: Path, into: Path) -> list[Checked]:
    return [one for manifest in manifests(out) for one in undo(manifest, into)]


def found_wrong(out: Path) -> list[Checked]:
    return [one for manifest in manifests(out) for one in verify(manifest) if one.reason]


def written(out: Path) -> Path:
    (path,) = [path for path in out.iterdir() if path.is_file() and path.name != "summary.json"]
    return path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_only_the_spam_goes_and_comes_back(tmp_path: Path, kind: Kind) -> None:
    source = tmp_path / kind.name
    source.write_bytes(kind.body)
    assert sum(isinstance(found, Page) for found in read([str(source)])) == kind.pages
    out = written_back(tmp_path, source)
    assert written(out).name.endswith(kind.name)
    assert written(out).read_bytes() == kind.left
    assert found_wrong(out) == []
    assert restored(out, tmp_path / "undone") == [Checked(written(out).name, "")]
    assert (tmp_path / "undone" / written(out).name).read_bytes() == kind.body


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_cut_in_the_manifest_is_what_stands_there(tmp_path: Path, kind: Kind) -> None:
    """Offsets are those of the source, also of records far inside it."""
    from scrub.batch.pieces import from_json

    source = tmp_path / kind.name
    source.write_bytes(kind.body)
    out = written_back(tmp_path, source)
    found = 0
    for row in rows(out):
        for piece in from_json(row.get("cuts", ())):
            assert kind.body[piece.at : piece.at + len(piece.removed)] == piece.removed
            assert piece.removals == (0,)
            found += 1
        assert {"text", "score", "reasons", "family"} <= {
            name for one in row["removed"] for name in one
        } or not row["removed"]
        assert row["input"] is None or len(row["input"]["sha256"]) == 64
    assert found >= 1


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize(
    "kind",
    [one for one in KINDS if one.name in ("page.html", "dump.sql", "table.jsonl")],
    ids=lambda kind: kind.name,
)
def test_packed_files_are_cut_inside_and_packed_again(tmp_path: Path, kind: Kind, suffix: str) -> None:
    source = tmp_path / (kind.name + suffix)
    source.write_bytes(PACKERS[suffix](kind.body))
    out = written_back(tmp_path, source)
    assert written(out).name.endswith(kind.name + suffix)
    with written(out).open("rb") as raw:
        stream = Stream(raw)
        assert stream.packing is not None
        assert stream.read(2**20) == kind.left
    assert found_wrong(out) == []
    (told,) = restored(out, tmp_path / "undone")
    undone = tmp_path / "undone" / written(out).name
    with undone.open("rb") as raw:
        assert Stream(raw).read(2**20) == kind.body
    assert told.reason == ""
    assert (told.remark == "") == (undone.read_bytes() == source.read_bytes())
    assert told.remark == "" or suffix == ".zst"  # the packers of the standard library come out the same


def test_undo_says_where_packed_bytes_are_not_those_of_the_input(tmp_path: Path) -> None:
    body = b"The spam bridge. " * 500
    source = tmp_path / "a.txt.gz"
    source.write_bytes(gzip.compress(body[:40], 1) + gzip.compress(body[40:], 1))
    out = written_back(tmp_path, source)
    (told,) = restored(out, tmp_path / "undone")
    assert told.reason == "" and "packed anew" in told.remark
    assert gzip.decompress((tmp_path / "undone" / told.name).read_bytes()) == body


def test_a_packed_file_that_is_damaged_is_not_written_and_said_to_be(tmp_path: Path) -> None:
    source = tmp_path / "t.jsonl.gz"
    lines = b"".join(b'{"text": "line %d of the spam"}\n' % k for k in range(5000))
    source.write_bytes(gzip.compress(lines)[:-2000])
    out = written_back(tmp_path, source)
    assert [path.name for path in out.iterdir() if path.is_file()] == ["summary.json"]
    assert rows(out)[-1]["error"] == "truncated gzip data"
    (told,) = [one for one in restored(out, tmp_path / "undone") if one.reason]
    assert told.reason == "never written: truncated gzip data"


def test_a_value_that_is_serialized_twice_is_left_and_reported(tmp_path: Path) -> None:
    inner = b's:13:"<b>spam</b>!!";'
    value = b's:%d:"%s";' % (len(inner), inner)
    body = b"INSERT INTO `wp_options` VALUES (1,'x','%s','yes');\n" % value.replace(b'"', b'\\"')
    (tmp_path / "dump.sql").write_bytes(body)
    out = written_back(tmp_path, tmp_path / "dump.sql")
    assert written(out).read_bytes() == body
    assert [row["unlocated"] for row in rows(out) if row["removed"]] == [[0]]


def test_a_file_that_changes_while_it_is_read_is_not_mixed_with_itself(tmp_path: Path) -> None:
    from scrub.batch import run
    from scrub.errors import ScrubError

    source = tmp_path / "t.jsonl"
    source.write_bytes(b'{"text": "one spam"}\n' * 100)
    job = job_of(tmp_path / "out", source, form=SAME, cleaner="doubles:cut_batch")
    running = run(job)
    for _ in range(70):
        next(running)
    source.write_bytes(b'{"text": "the spam"}\n' * 50)
    with pytest.raises(ScrubError, match="changed while it was read"):
        list(running)


def test_what_cannot_be_written_back_is_refused_or_said_to_be_missing(tmp_path: Path) -> None:
    from command_line import errors, scrub

    out = tmp_path / "out"
    refused = scrub("clean", "-", "-o", out, "--format", "same", stdin=b'{"text": "one"}\n')
    assert errors(refused) == [
        "scrub: standard input cannot be written back: choose another --format, or a file"
    ]
    assert not out.exists()
    missing = scrub("clean", tmp_path / "none.jsonl", "--from", "jsonl", "-o", out, "--format", "same")
    assert errors(missing) == [f"scrub: {tmp_path / 'none.jsonl'}: no such file or folder"]
    assert scrub("undo", out, "-o", tmp_path / "undone").returncode != 0


def test_an_archive_on_standard_input_is_many_files(tmp_path: Path) -> None:
    from command_line import scrub

    lines = b"".join(b'{"text": "The bridge number %d opened on Monday."}\n' % k for k in range(3))
    scrub("clean", "-", "-o", tmp_path / "out", "--format", "text", stdin=lines)
    assert len(list((tmp_path / "out").glob("*.txt"))) == 3
