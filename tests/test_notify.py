"""Whom an audit tells: a web hook and a command, and only where there is something to tell."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from command_line import FARM, HONEST, SPAM, errors, scrub
from web import Web, answer, serving

from scrub.commands.notifying import message
from scrub.commands.status import Status
from scrub.survey import survey
from scrub.values import Page


class Hook:
    """A web hook that keeps what is posted."""

    def __init__(self, status: str = "200 OK") -> None:
        self.taken: list[Any] = []
        self._status = status

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request and its answer."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length: ")[2].split("\r\n")[0])
        self.taken.append((head, json.loads(await reader.readexactly(length))))
        writer.write(answer(b"", status=self._status))
        await writer.drain()
        writer.close()


class HookWeb(Web):
    """The test server, all of it a hook."""

    def __init__(self, hook: Hook) -> None:
        super().__init__()
        self._hook = hook

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hands the connection to the hook."""
        await self._hook.take(reader, writer)


def test_a_hook_is_told_of_findings_as_json() -> None:
    hook = Hook()
    with serving(HookWeb(hook)) as web:
        done = scrub("audit", FARM, "--notify", web.url("/secret"), "--allow-private")
    assert done.returncode == Status.FINDINGS
    ((head, told),) = hook.taken
    assert head.startswith("post /secret http/1.1")
    assert "content-type: application/json" in head
    assert (told["status"], told["pages"], told["alarmed"]) == ("compromised", 1, 1)
    assert any(SPAM in one["text"] for one in told["findings"])
    assert "[.]" in told["text"]


def test_nobody_is_told_of_nothing(tmp_path: Path) -> None:
    hook = Hook()
    mark = tmp_path / "told"
    command = f"{sys.executable} -c \"open('{mark}', 'w')\""
    with serving(HookWeb(hook)) as web:
        options = ("--notify", web.url("/"), "--allow-private", "--notify-command", command)
        assert scrub("audit", HONEST, *options).returncode == Status.OK
    assert hook.taken == []
    assert not mark.exists()


def test_a_hook_at_a_private_address_needs_permission_and_its_secret_is_kept() -> None:
    hook = Hook()
    with serving(HookWeb(hook)) as web:
        done = scrub("audit", FARM, "--notify", web.url("/secret"))
    assert hook.taken == []
    assert done.returncode == Status.FINDINGS
    (line,) = errors(done)
    assert "127.0.0.1, a private address" in line
    assert "secret" not in line


def test_a_hook_that_refuses_is_told_of() -> None:
    with serving(HookWeb(Hook("500 Oh"))) as web:
        done = scrub("audit", FARM, "--notify", web.url("/secret"), "--allow-private")
    assert errors(done) == ["scrub: --notify: 127.0.0.1: the web hook answered HTTP 500"]


def test_a_command_gets_the_report_and_no_shell(tmp_path: Path) -> None:
    mail = tmp_path / "mail.txt"
    code = f"import sys; open({str(mail)!r}, 'w').write(sys.stdin.read() + repr(sys.argv[1:]))"
    script = tmp_path / "mailer.py"
    script.write_text(code)
    done = scrub("audit", FARM, "--notify-command", f"{sys.executable} {script} -s 'a site' $(id);")
    assert done.returncode == Status.FINDINGS
    assert SPAM in mail.read_text()
    assert mail.read_text().endswith("['-s', 'a site', '$(id);']")


def test_a_command_that_fails_or_is_not_there_is_told_of() -> None:
    fails = scrub("audit", FARM, "--notify-command", f"{sys.executable} -c 'raise SystemExit(7)'")
    assert errors(fails)[0].endswith("ended with status 7")
    assert len(errors(scrub("audit", FARM, "--notify-command", "no-such-mailer"))) == 1
    assert len(errors(scrub("audit", FARM, "--notify-command", "'unclosed"))) == 1


def test_a_message_is_short_whatever_a_page_says() -> None:
    farm = "".join(f"<li><a href='http://pills{k}.example/'>cheap viagra pills {k}</a>" for k in range(5000))
    pages = [Page(farm.encode(), f"https://news.example/{k}", "text/html") for k in range(3)]
    assert len(json.dumps(message(survey(pages, target="x" * 10_000), 3))) < 25_000
