"""One browser for an audit: pages one after the other, each in a context of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from scrub.browser.door import Door
from scrub.browser.values import Mark, Rendered, RenderOptions
from scrub.errors import RenderError
from scrub.values import Page

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-domain-reliability",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
)
_CLOSING = 5.0  # seconds a browser has to close before it is left to be killed

Find = Callable[[str], Sequence[Mark]]


def executable(given: str | None) -> str:
    """The browser's path. Raises RenderError where there is none."""
    found = shutil.which(given) if given else next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        what = f"there is no browser {given}" if given else f"no browser is installed ({', '.join(_NAMES)})"
        raise RenderError(what)
    return found


class Browser:
    """Renders pages. What a page does to it costs that page: a browser that hangs is replaced."""

    def __init__(self, options: RenderOptions) -> None:
        self._options = options
        self._runner = asyncio.Runner()
        self._stack = contextlib.AsyncExitStack()
        self._door = Door(allow_private=options.allow_private)
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    def __enter__(self) -> Self:
        """Starts it. Raises RenderError where playwright or the browser is missing, or will not start."""
        try:
            self._runner.run(self._start())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            self._runner.run(self._stop())
        self._runner.close()

    def render(self, page: Page, mark: Find, *, live: bool) -> Rendered:
        """The page once its scripts have run; what `mark` finds in the DOM is framed on its screenshot.

        live: the page may load what it asks of its own site. Raises RenderError.
        """
        return self._runner.run(self._render(page, mark, live))

    async def _start(self) -> None:
        path = executable(self._options.executable)
        try:
            from playwright.async_api import async_playwright
        except ImportError:
            raise RenderError("playwright is not installed: pip install 'scrub[browser]'") from None
        self._playwright = await self._stack.enter_async_context(async_playwright())
        await self._stack.enter_async_context(self._door)
        await self._launch(path)

    async def _launch(self, path: str) -> None:
        from playwright.async_api import Error

        if not self._playwright:
            raise RenderError("the browser was closed")
        root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium has no sandbox for root
        try:
            self._chromium = await self._playwright.chromium.launch(
                executable_path=path,
                chromium_sandbox=not root,
                args=list(_FLAGS),
                proxy={"server": self._door.address},
                timeout=60_000,
            )
        except Error as error:
            raise RenderError(f"{path} does not start: {str(error).splitlines()[0]}") from None

    async def _render(self, page: Page, mark: Find, live: bool) -> Rendered:
        from playwright.async_api import Error

        from scrub.browser.tab import rendered_in

        try:
            if not self._chromium or not self._chromium.is_connected():
                await self._launch(executable(self._options.executable))
            assert self._chromium is not None
            async with asyncio.timeout(self._options.seconds):
                return await rendered_in(self._chromium, self._door, page, mark, self._options, live)
        except TimeoutError:
            await self._close()
            raise RenderError(f"it took longer than {self._options.seconds:g} seconds") from None
        except Error as error:
            await self._close()
            raise RenderError(f"the browser failed on it: {str(error).splitlines()[0][:200]}") from None

    async def _close(self) -> None:
        chromium, self._chromium = self._chromium, None
        if chromium:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_CLOSING):
                    await chromium.close()

    async def _stop(self) -> None:
        await self._close()
        await self._stack.aclose()
