"""An installed Chromium for tests: it opens a report from a file, and the network is not there."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrub.findings import SiteReport
from scrub.reports import REPORTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
needs_chromium = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")

_PATIENCE = 120_000.0  # milliseconds: a machine may be busy

# Runs before anything of the page: what the policy stopped is written down.
WATCH = """
window.stopped = [];
addEventListener("securitypolicyviolation", (event) => stopped.push(event.violatedDirective + event.blockedURI));
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, with a profile of its own that is deleted."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(FLAGS))
        yield browser
        browser.close()


class Opened:
    """A report in the browser, and what it tried to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))
        page.add_init_script(WATCH)

    def ask(self, script: str) -> Any:
        """What a script gives that runs in the page, whatever its policy says."""
        return self.page.evaluate(script)


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[Opened]:
    """A file in a fresh context; options are those of a context."""
    context = browser.new_context(**options)
    context.set_default_timeout(_PATIENCE)
    shown = Opened(context.new_page())
    shown.page.goto(path.as_uri())
    yield shown
    context.close()


def saved(folder: Path, report: SiteReport) -> Path:
    """The HTML report as a file."""
    stream = io.StringIO()
    REPORTS["html"](report, stream)
    path = folder / "report.html"
    path.write_text(stream.getvalue(), "utf-8", "surrogatepass")
    return path
