"""`scrub fetch` as people run it, and the network flags of the commands that read addresses."""

from __future__ import annotations

import asyncio
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command_line import COMMAND, FARM, SPAM, errors, on_terminal, scrub
from warcs import responses
from web import Asked, Web, answer, closing, once, page, redirect, serving, slowly

from scrub.commands.fetch_progress import progress_line
from scrub.commands.status import Status
from scrub.fetcher.outcome import Outcome
from scrub.fetcher.tally import Tally

QUICK = ["--allow-private", "--delay", "0", "--retries", "0"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.warc.gz"


def test_a_list_becomes_an_archive_and_a_summary(out: Path) -> None:
    web = Web(
        {"/1": answer(page(1)), "/2": answer(page(2)), "/pdf": answer(b"%PDF-", kind="application/pdf")}
    )
    with serving(web):
        urls = out.with_name("urls.txt")
        urls.write_text(
            "".join(f"{web.url(path)}\n" for path in [*web.answers, "/none"]) + "ftp://a.example/\n"
        )
        done = scrub("fetch", urls, "-o", out, *QUICK)
    told = done.stderr.decode()
    assert done.returncode == Status.SOME_FAILED
    assert errors(done) == [
        "scrub: ftp://a.example/: not an http or https address",
        f"scrub: {web.url('/none')}: HTTP 404",
    ]
    assert f"skipped {web.url('/pdf')}: application/pdf, neither HTML nor text" in told
    assert "kept 2, not a page 1, HTTP error 1; " in told
    assert f"1 failed: scrub fetch -o {out} --retry-failed asks for them again" in told
    assert done.stdout == b""
    assert len(responses(out)) == 3


def test_what_failed_is_tried_again_on_request(out: Path) -> None:
    with serving(Web({"/1": closing(b"")})) as web:
        assert scrub("fetch", web.url("/1"), "-o", out, *QUICK).returncode == Status.FAILED
        web.answers["/1"] = answer(page(1))
        assert scrub("fetch", "-o", out, *QUICK).returncode == Status.OK  # nothing waits
        assert responses(out) == []
        done = scrub("fetch", "-o", out, *QUICK, "--retry-failed")
    assert done.returncode == Status.OK
    assert responses(out) == [web.url("/1")]


def test_pages_are_asked_again_on_request(out: Path) -> None:
    with serving(Web({"/1": answer(page(1))})) as web:
        scrub("fetch", web.url("/1"), "-o", out, *QUICK)
        done = scrub("fetch", "-o", out, *QUICK, "--again")
    assert "not changed since it was kept 1" in done.stderr.decode()
    assert web.paths() == ["/1", "/1"]


def test_a_list_may_come_on_standard_input(out: Path) -> None:
    with serving(Web({"/1": answer(page(1))})) as web:
        assert scrub("fetch", "-", "-o", out, *QUICK, stdin=web.url("/1").encode()).returncode == Status.OK
    assert responses(out) == [web.url("/1")]


def test_a_site_is_fetched_to_a_depth_and_a_budget(out: Path) -> None:
    body = b'<!doctype html><p>%d</p><a href="/%d">on</a>' + b" " * 300
    web = Web({f"/{n or ''}": answer(body % (n, n + 1)) for n in range(9)})
    with serving(web):
        scrub("fetch", web.url(), "-o", out, *QUICK, "--depth", 8, "--max-pages", 3)
        assert len(web.paths()) == 3
        done = scrub("fetch", "-o", out, "--max-pages", 5)  # everything else is as it was said before
    assert len(web.paths()) == 5
    more = f"1 not asked for yet: --max-pages is 5, and scrub fetch -o {out} --max-pages MORE goes on"
    assert more in done.stderr.decode()


def test_what_is_to_be_typed_can_be_typed(tmp_path: Path) -> None:
    """The line that says how to go on is a command, whatever the archive is called."""
    out = tmp_path / "two words.warc.gz"
    with serving(Web({"/1": closing(b"")})) as web:
        done = scrub("fetch", web.url("/1"), "-o", out, *QUICK)
        web.answers["/1"] = answer(page(1))
        (said,) = [line for line in done.stderr.decode().splitlines() if "--retry-failed" in line]
        words = shlex.split(said.partition(": scrub ")[2].removesuffix(" asks for them again"))
        assert scrub(*words).returncode == Status.OK
    assert responses(out) == [web.url("/1")]


def test_a_folder_of_the_output_is_made_and_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with serving(Web({"/1": answer(page(1))})) as web:
        assert (
            scrub("fetch", web.url("/1"), "-o", tmp_path / "new" / "x.warc.gz", *QUICK).returncode
            == Status.OK
        )
        (tmp_path / "file").write_bytes(b"")
        done = scrub("fetch", web.url("/1"), "-o", tmp_path / "file" / "x.warc.gz", *QUICK)
    assert done.returncode == Status.FAILED
    assert errors(done) == [f"scrub: {tmp_path / 'file'}: not a folder"]


def test_what_is_no_list_is_told_in_short_lines(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x89PNG\0\0 garbage\n" + b"x" * 5_000_000)
    (tmp_path / "long").write_bytes(b"https://a.example/" + b"x" * 5_000_000)
    for name in ("binary", "long", ""):
        done = scrub("fetch", tmp_path / name if name else "", "-o", tmp_path / "x.warc.gz")
        assert done.returncode == Status.FAILED
        assert 1 <= len(errors(done)) <= 2
        assert len(done.stderr) < 2000


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(out: Path, number: signal.Signals) -> None:
    web = Web({f"/{n}": slowly(answer(page(n)), 0.05) for n in range(300)})
    with serving(web):
        urls = out.with_name("urls.txt")
        urls.write_text("".join(f"{web.url(path)}\n" for path in web.answers))
        command = [*COMMAND, "fetch", str(urls), "-o", str(out), *QUICK]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
            while len(web.log) < 10:
                time.sleep(0.01)
            running.send_signal(number)
            _, told = running.communicate(timeout=120)
        asked = len(web.paths())
        assert running.returncode == Status.INTERRUPTED
        assert b"Traceback" not in told
        assert f"{300 - asked} not asked for yet: scrub fetch -o {out} goes on" in told.decode()
        assert len(responses(out)) == asked  # those under way came to their end
        assert scrub("fetch", "-o", out, "--per-host", 16).returncode == Status.OK
    assert sorted(responses(out)) == sorted(web.url(path) for path in web.answers)
    assert len(web.paths()) == 300


def test_a_second_ctrl_c_stops_at_once(out: Path) -> None:
    """It does not wait for the request under way, which is never answered."""
    with serving(Web({"/0": answer(page(0)), "/1": once(lambda: False, b"")})) as web:
        slow = ["--timeout", "600", "--deadline", "600"]
        command = [
            *COMMAND,
            "fetch",
            web.url("/0"),
            web.url("/1"),
            "-o",
            str(out),
            *QUICK,
            *slow,
            "--per-host",
            "2",
        ]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
            assert running.stderr
            while len(web.log) < 3:
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
            assert b"Ctrl-C again stops at once" in running.stderr.readline()
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=120)
    assert running.returncode == Status.INTERRUPTED
    assert b"Traceback" not in told
    assert responses(out) in ([web.url("/0")], [])


def test_a_terminal_sees_progress(out: Path) -> None:
    with serving(Web({f"/{n}": slowly(answer(page(n)), 0.1) for n in range(8)})) as web:
        shown = on_terminal("fetch", *(web.url(f"/{n}") for n in range(8)), "-o", out, *QUICK)
    assert " of 8, " in shown
    assert "left" in shown


def test_progress_says_how_fast_and_how_long_still() -> None:
    tally = Tally(waiting=9_000, wire=20_000_000, started=time.monotonic() - 100)
    tally.outcomes[Outcome.KEPT] = 950
    tally.outcomes[Outcome.STATUS] = 50
    assert progress_line(tally) == "1,000 of 10,000, 950 pages, 20.0 MB, 10.0 a second, about 15 min left"
    assert Tally(waiting=3).seconds_left is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["http://a.example/"], "Missing option '-o'"),
        (["-o", "out.warc.gz"], "nothing to go on with"),
        (["http://a.example/", "-o", "out.zip"], "ends in .warc.gz"),
        (["a.example", "-o", "out.warc.gz"], "did you mean https://a.example?"),
        (["http://a.example/", "-o", "out.warc.gz", "--rotate", "big"], "'big' is no size"),
        (["http://a.example/", "-o", "out.warc.gz", "--timeout", "0"], "timeout must be more than 0"),
    ],
)
def test_what_makes_no_sense_is_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = scrub("fetch", *(tmp_path / one if one.startswith("out.") else one for one in arguments))
    assert done.returncode in (Status.USAGE, Status.FAILED)
    assert told in done.stderr.decode()


def test_a_page_of_a_private_address_needs_permission() -> None:
    with serving(Web({"/": answer(FARM.read_bytes())})) as web:
        refused = scrub("clean", web.url())
        assert refused.returncode == Status.FAILED
        assert errors(refused) == [
            f"scrub: {web.url()}: forbidden: 127.0.0.1, a private address; --allow-private admits it"
        ]
        assert web.log == []
        done = scrub("clean", web.url(), "--allow-private")
    assert done.returncode == Status.OK
    assert SPAM not in done.stdout.decode()


@pytest.mark.parametrize("command", [("clean",), ("audit", "--max-pages", 1)], ids=lambda words: words[0])
def test_downloads_are_kept_on_request(out: Path, command: tuple[object, ...]) -> None:
    with serving(Web({"/": answer(FARM.read_bytes()), "/b": answer(page(1, 900))})) as web:
        for _ in range(2):  # an archive that is there is added to
            scrub(*command, web.url(), web.url("/b"), "--allow-private", "--warc", out)
    assert responses(out) == [web.url(), web.url("/b")] * 2


def test_what_was_fetched_can_be_cleaned(out: Path) -> None:
    with serving(Web({"/": answer(FARM.read_bytes()), "/old": redirect("/")})) as web:
        scrub("fetch", web.url("/old"), web.url("/gone"), "-o", out, *QUICK)
        alone = scrub("clean", FARM)
        assert scrub("clean", out).stdout == alone.stdout


def test_addresses_are_asked_in_turn_and_by_the_rules() -> None:
    async def robots(writer: asyncio.StreamWriter, asked: Asked) -> None:
        writer.write(answer(b"User-agent: *\nDisallow: /no", kind="text/plain"))

    with serving(Web({"/robots.txt": robots, "/a": answer(FARM.read_bytes()), "/no": answer()})) as web:
        done = scrub("clean", web.url("/a"), web.url("/no"), "--allow-private")
        assert errors(done) == [f"scrub: {web.url('/no')}: forbidden by robots.txt"]
        assert [asked.path for asked in web.log] == ["/robots.txt", "/a"]
        scrub("clean", web.url("/no"), "--allow-private", "--ignore-robots", "--contact", "me@site.example")
    assert web.log[-1].path == "/no"
    assert "(+me@site.example)" in web.log[-1].headers["user-agent"]
