"""No file is lost to an output: neither an input, nor what stood in a folder before a job."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import FARM, errors, scrub

from scrub.commands.status import Status


@pytest.mark.parametrize(
    "command",
    [
        ["clean", "page.txt", "-o", "page.txt"],
        ["clean", "page.txt", "--removed", "page.txt"],
        ["clean", "page.txt", "--diff", "-o", "page.txt"],
        ["clean", ".", "--removed", "./page.txt"],
        ["clean", "@list", "--removed", "link.txt"],
        ["audit", "page.txt", "--report", "html=page.txt"],
        ["audit", "page.txt", "--patch", "page.txt"],
        ["audit", "page.txt", "--state", "page.txt"],
    ],
)
def test_an_output_is_never_written_over_an_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path("page.txt")
    page.write_bytes(FARM.read_bytes())
    Path("link.txt").symlink_to(page)
    Path("list").write_text("page.txt\n")
    done = scrub(*command)
    assert done.returncode == Status.USAGE
    assert errors(done) == [
        f"scrub: {Path(command[-1].split('=')[-1])}: it is an input, and would be written over; choose another file"
    ]
    assert page.read_bytes() == FARM.read_bytes()


def test_two_reports_need_two_files(tmp_path: Path) -> None:
    path = tmp_path / "report"
    done = scrub("audit", FARM, "--report", f"json={path}", "--report", f"csv={path}")
    assert done.returncode == Status.USAGE
    assert errors(done) == [f"scrub: {path}: two outputs would be written there; choose another file"]


def test_an_earlier_output_and_earlier_reports_are_replaced(tmp_path: Path) -> None:
    for _ in range(2):
        assert scrub("clean", FARM, "-o", tmp_path / "a.txt", "--removed", tmp_path / "r").returncode == 0
        report = f"json={tmp_path / 'last.json'}"
        done = scrub("audit", FARM, "--since", tmp_path / "last.json", "--report", report)
        assert done.returncode == Status.FINDINGS


@pytest.mark.parametrize("name", ["page.txt", "host/old.txt", "summary.json", "manifest/00000.jsonl"])
def test_a_job_begins_in_no_folder_whose_files_it_might_write_over(tmp_path: Path, name: str) -> None:
    own = tmp_path / name
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine")
    done = scrub("clean", FARM, "-o", tmp_path)
    assert done.returncode == Status.USAGE
    assert len(errors(done)) == 1
    assert name in errors(done)[0]
    assert own.read_text() == "mine"
    assert not (tmp_path / ".job").exists()


@pytest.mark.parametrize("name", ["page.html", "notes.pdf", ".hidden.txt"])
def test_a_job_stands_beside_files_of_other_kinds(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    for _ in range(2):  # it begins, and goes on
        assert scrub("clean", FARM, "-o", tmp_path).returncode == Status.OK
    assert (tmp_path / name).read_text() == "mine"


def test_what_is_written_back_is_not_written_over_the_pages(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(FARM.read_bytes())
    done = scrub("clean", tmp_path, "--format", "same", "-o", tmp_path)
    assert done.returncode == Status.USAGE
    assert (tmp_path / "page.html").read_bytes() == FARM.read_bytes()


@pytest.mark.parametrize("form", ["text", "same"])
def test_a_file_is_no_folder(tmp_path: Path, form: str) -> None:
    out = tmp_path / "notes.pdf"
    out.write_text("mine")
    done = scrub("clean", FARM, "-o", out, "--format", form)
    assert done.returncode == Status.USAGE
    assert len(errors(done)) + done.stderr.count(b"Error: ") == 1
    assert out.read_text() == "mine"


def test_a_device_is_written_to() -> None:
    assert scrub("clean", FARM, "-o", "/dev/null").returncode == Status.OK


def test_a_damaged_description_of_a_job_is_told(tmp_path: Path) -> None:
    assert scrub("clean", FARM, "-o", tmp_path / "out").returncode == Status.OK
    (tmp_path / "out" / ".job" / "job.json").write_text("{")
    done = scrub("clean", FARM, "-o", tmp_path / "out")
    assert done.returncode == Status.USAGE
    assert len(errors(done)) == 1
    assert "is damaged" in errors(done)[0]
