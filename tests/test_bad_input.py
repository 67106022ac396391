"""Bad input: one line that names it and the reason, the documented status, and no other input touched."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from command_line import FARM, HONEST, errors, scrub

from scrub.commands.status import Status
from scrub.reports import REPORTS


def bad_inputs(folder: Path, farm_server: str) -> dict[str, str]:
    """Every bad input of the world, and the reason that has to be given."""
    page = FARM.read_bytes()
    bodies = {
        "empty.html": (b"", "empty"),
        "image.html": (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image, neither HTML nor text"),
        "binary.txt": (os.urandom(999) + b"\x00", "binary, neither HTML nor text"),
        "cut.html.gz": (gzip.compress(page)[:-20], "truncated gzip data"),
        "huge.html": (b"<div>" * (100 * 2**20 // 5), "larger than 64 MiB"),
    }
    for name, (body, _) in bodies.items():
        (folder / name).write_bytes(body)
    reasons = {str(folder / name): reason for name, (_, reason) in bodies.items()}
    (folder / "pictures").mkdir()
    return reasons | {
        str(
            folder / "pictures"
        ): "holds no .html, .htm, .xhtml, .txt, .warc, .arc, .wacz, .mhtml or .mht file",
        str(folder / "none.html"): "no such file or folder",
        f"{farm_server}/404": "HTTP 404",
        f"{farm_server}/500": "HTTP 500",
        f"{farm_server}/pdf": "application/pdf, neither HTML nor text",
        "http://127.0.0.1:9/": "unreachable (connection refused)",
        "ftp://127.0.0.1/": "not an http or https address",
    }


def test_bad_inputs_are_a_line_each_and_touch_no_other(tmp_path: Path, farm_server: str) -> None:
    reasons = bad_inputs(tmp_path, farm_server)
    alone = scrub("clean", FARM, HONEST)
    mixed = scrub("clean", FARM, *reasons, HONEST, "--allow-private")
    assert errors(mixed) == [f"scrub: {name}: {reason}" for name, reason in reasons.items()]
    assert mixed.stdout == alone.stdout
    assert mixed.returncode == Status.SOME_FAILED
    assert alone.returncode == Status.OK


def test_nothing_but_bad_inputs_is_a_failure(tmp_path: Path) -> None:
    for command in ("clean", "audit", "explain"):
        done = scrub(command, tmp_path / "none.html")
        assert done.returncode == Status.FAILED
        assert errors(done) == [f"scrub: {tmp_path / 'none.html'}: no such file or folder"]


@pytest.mark.parametrize("command", ["clean", "audit", "explain"])
def test_a_hundred_thousand_nested_elements_are_survived(tmp_path: Path, command: str) -> None:
    """Read or refused in one line, in reasonable time, without a crash."""
    path = tmp_path / "deep.html"
    path.write_bytes(b"<div>" * 100_000 + b"The bridge opened on Monday." + b"</div>" * 100_000)
    done = scrub(command, path)
    assert done.returncode in (Status.OK, Status.FAILED)
    assert len(errors(done)) == (1 if done.returncode else 0)


def test_an_unknown_encoding_is_said_to_be() -> None:
    done = scrub("clean", FARM, "--encoding", "klingon")
    assert done.returncode == Status.USAGE
    assert "unknown encoding: 'klingon'" in done.stderr.decode()


def test_an_encoding_the_page_invents_is_no_error(tmp_path: Path) -> None:
    page = FARM.read_bytes().replace(b'charset="UTF-8"', b'charset="klingon"')
    (tmp_path / "page.html").write_bytes(page)
    done = scrub("clean", tmp_path / "page.html")
    assert done.returncode == 0
    assert done.stdout == scrub("clean", FARM).stdout


def test_an_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = scrub("clean", FARM, "-o", tmp_path / "file" / "folder")
    assert done.returncode == Status.FAILED
    assert len(errors(done)) == 1


@pytest.mark.parametrize("form", REPORTS)
def test_a_file_name_that_is_no_utf_8_can_be_reported(tmp_path: Path, form: str) -> None:
    pages = tmp_path / "site"
    pages.mkdir()
    (pages / os.fsdecode(b"bad\xff.html")).write_bytes(FARM.read_bytes())
    done = scrub("audit", pages, "--report", f"{form}={tmp_path / 'report'}")
    assert done.returncode == Status.FINDINGS
    written = (tmp_path / "report").read_bytes()
    assert written
    assert form != "sarif" or b'"bad%FF.html"' in written
