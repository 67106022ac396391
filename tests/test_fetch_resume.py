"""A run that is stopped, killed or failed goes on: nothing lost, nothing twice, no torn record."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from command_line import COMMAND
from fetched import fetch_all, quick
from warcs import records, responses
from web import Asked, Web, answer, closing, page, serving

from scrub.errors import InputError
from scrub.fetcher import Run, fetch
from scrub.fetcher.outcome import State

PAGES = 2_000
KILLS = 5
FLAGS = [
    "--allow-private",
    "--delay",
    "0",
    "--per-host",
    "8",
    "--concurrency",
    "8",
    "--retries",
    "0",
    "--quiet",
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.warc.gz"


def numbered(web: Web, count: int) -> list[str]:
    return [web.url(f"/{n}") for n in range(count)]


async def say_number(writer: asyncio.StreamWriter, asked: Asked) -> None:
    if asked.path == "/robots.txt":
        writer.write(answer(status="404 Not Found"))
    else:
        writer.write(answer(page(int(asked.path[1:]), 3000)))


def start(out: Path, *arguments: object) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "fetch", *map(str, arguments), "-o", str(out), *FLAGS]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def test_five_kills_lose_nothing_and_double_nothing(out: Path) -> None:
    """The archive and the server's log say the same, however the run was cut into pieces."""
    chance = random.Random(20261122)
    rotate = ["--rotate", "400k"]
    with serving(Web(default=say_number)) as web:
        urls = out.with_name("urls.txt")
        urls.write_text("\n".join(numbered(web, PAGES)))
        asked_by_runs = []
        for kill in range(KILLS):
            before = len(web.log)
            goal = before + chance.randrange(40, PAGES // (KILLS + 2))
            with start(out, urls, *rotate) as running:
                while len(web.log) < goal and running.poll() is None:
                    time.sleep(0.002)
                time.sleep(chance.random() * 0.05)
                assert running.poll() is None, f"run {kill} ended by itself"
                running.send_signal(signal.SIGKILL)
                running.wait()
            asked_by_runs.append(len(web.log) - before)
            _torn_at_most_at_the_end(out)
        with start(out, *rotate) as running:  # without the list: the journal knows it
            _, told = running.communicate(timeout=300)
        assert (running.returncode, told) == (0, b"")
        log = Counter(web.paths())
    files = sorted(out.parent.glob("out*.warc.gz"))
    kept = Counter(responses(*files))
    assert set(kept) == set(numbered(web, PAGES))
    assert set(kept.values()) == {1}
    assert len(files) > 2
    # What was asked for more than once was under way, or not yet committed, when a run was killed: one
    # batch in the scribe's hands and another that gathers behind it, each of at most four times the
    # concurrency and the visits that end meanwhile.
    assert set(log) == {f"/{n}" for n in range(PAGES)}
    assert sum(log.values()) - PAGES <= KILLS * 2 * (4 * 8 + 8)
    assert max(log.values()) <= KILLS + 1
    bodies = {record.url: record.body for record in records(*files) if record.kind == "response"}
    assert all(bodies[web.url(f"/{n}")] == page(n, 3000) for n in range(PAGES))


def _torn_at_most_at_the_end(out: Path) -> None:
    """Even before it goes on, the archive is whole as far as its journal says."""
    import sqlite3

    copy = out.with_name("copy.journal")
    for suffix in ("", "-wal"):
        beside = out.with_name(out.name + ".journal" + suffix)
        if beside.exists():
            copy.with_name(copy.name + suffix).write_bytes(beside.read_bytes())
    base = sqlite3.connect(copy)
    for name, size in base.execute("SELECT name, size FROM archives").fetchall():
        whole = out.with_name(f"whole-{name}")
        whole.write_bytes((out.parent / name).read_bytes()[:size])
        assert whole.stat().st_size == size
        records(whole)
        whole.unlink()
    base.close()
    for leftover in out.parent.glob("copy.journal*"):
        leftover.unlink()


def test_a_second_run_asks_for_nothing_again(out: Path) -> None:
    with serving(Web(default=say_number)) as web:
        assert len(fetch_all(numbered(web, 20), quick(per_host=4), out=out)[0]) == 20
        assert fetch_all(numbered(web, 20), quick(per_host=4), out=out) == ([], [])
        assert len(fetch_all(numbered(web, 21), quick(per_host=4), out=out)[0]) == 1
    assert len(web.paths()) == 21
    assert len(responses(out)) == 21


def test_bytes_behind_the_last_commit_are_cut_off(out: Path) -> None:
    with serving(Web(default=say_number)) as web:
        fetch_all(numbered(web, 3), quick(), out=out)
        whole = out.read_bytes()
        out.write_bytes(whole + whole[-50:])
        fetch_all(numbered(web, 4), quick(), out=out)
    assert out.read_bytes().startswith(whole)
    assert len(responses(out)) == 4


def test_only_what_failed_is_tried_again(out: Path) -> None:
    web = Web({"/0": answer(page(0)), "/1": closing(b""), "/3": answer(b"%PDF-", kind="application/pdf")})
    with serving(web):
        pages, gone = fetch_all(numbered(web, 4), quick(), out=out)
        assert (len(pages), len(gone)) == (1, 3)
        web.answers |= {"/1": answer(page(1)), "/2": answer(page(2))}
        web.log.clear()

        async def again() -> list[str]:
            async with Run(out, quick()) as run:
                assert run.ask_again(State.FAILED) == 2
                return [visit.outcome.value async for visit in run.visits()]

        assert asyncio.run(again()) == ["kept", "kept"]
    assert web.paths() == ["/1", "/2"]


def test_pages_are_asked_whether_they_changed(out: Path) -> None:
    modified = "Wed, 21 Oct 2015 07:28:00 GMT"

    async def conditional(writer: asyncio.StreamWriter, asked: Asked) -> None:
        tags = [f'ETag: "{asked.path}"', f"Last-Modified: {modified}"]
        fresh = asked.headers.get("if-none-match") == f'"{asked.path}"'
        assert not fresh or asked.headers["if-modified-since"] == modified
        writer.write(answer(b"", *tags, status="304 Not Modified") if fresh else answer(page(1), *tags))

    async def again() -> list[str]:
        async with Run(out, quick()) as run:
            run.ask_again(State.DONE)
            return [visit.outcome.value async for visit in run.visits()]

    web = Web({"/robots.txt": answer(status="404 Not Found"), "/same": conditional, "/new": answer(page(2))})
    with serving(web):
        fetch_all([web.url("/same"), web.url("/new")], quick(), out=out)
        web.answers["/new"] = answer(page(3))
        assert sorted(asyncio.run(again())) == ["kept", "not changed since it was kept"]
        assert (
            sorted(asyncio.run(again())) == ["not changed since it was kept"] * 2
        )  # same bytes: no ETag needed
    revisits = [r.headers for r in records(out) if r.kind == "revisit"]
    profiles = [one["WARC-Profile"].rpartition("/")[2] for one in revisits]
    assert [
        one for one in revisits if "not-modified" in one["WARC-Profile"] and "WARC-Payload-Digest" in one
    ] == []
    assert sorted(profiles) == ["identical-payload-digest", "server-not-modified", "server-not-modified"]


def test_leaving_early_keeps_what_came(out: Path) -> None:
    async def some(web: Web) -> int:
        seen = 0
        pages = fetch(numbered(web, 200), quick(per_host=4), out=out)
        async for _ in pages:
            seen += 1
            if seen == 10:
                break
        await pages.aclose()
        return seen

    with serving(Web(default=say_number)) as web:
        assert asyncio.run(some(web)) == 10
        kept = len(responses(out))
        assert 10 <= kept < 200
        rest, _ = fetch_all([], quick(per_host=4), out=out)
    assert len(rest) == 200 - kept
    assert sorted(Counter(responses(out)).values()) == [1] * 200


def test_two_runs_into_one_output_are_refused(out: Path) -> None:
    async def twice() -> None:
        async with Run(out, quick()):
            with pytest.raises(InputError, match="in use by another run"):
                Run(out, quick())

    asyncio.run(twice())


def test_a_full_disk_is_an_error_and_loses_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    left = 3

    def full(handle: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    with serving(Web(default=say_number)) as web:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            fetch_all(numbered(web, 300), quick(per_host=2), out=out)
        monkeypatch.undo()
        fetch_all(numbered(web, 300), quick(per_host=8), out=out)
    assert sorted(Counter(responses(out)).values()) == [1] * 300
