"""One page in a context of its own: loaded, read from outside its scripts' reach, marked, and shot."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrub.browser.door import Door
from scrub.browser.values import Mark, Rendered, RenderOptions
from scrub.errors import RenderError
from scrub.urls import host_of
from scrub.values import Page

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Request, Route
    from playwright.async_api import Page as Tab

_FOLDER = Path(__file__).parent
_NOWHERE = "http://page.invalid/"  # the address of a page that has none (RFC 6761)
_TALLEST = 6_000  # pixels of a screenshot
_SHORTEST = 400
_MARGIN = 160  # pixels below the last mark
_QUALITIES = (62, 35)  # of JPEG: the second where the first is too large
_LARGEST = 700_000  # bytes of a screenshot
_POLL = 0.05  # seconds between two looks whether a page has loaded
_LOADS = frozenset({"document", "stylesheet", "script", "image", "xhr", "fetch", "font"})


class _Requests:
    """What the page asks for: its own bytes once, its site's for the rest, and nothing is ever sent."""

    def __init__(self, page: Page, options: RenderOptions, live: bool) -> None:
        self._page = page
        self._left = options.requests
        self._live = live
        self._served = False
        self.led_to: dict[str, None] = {}

    async def answer(self, route: Route, request: Request) -> None:
        """Continues, answers or refuses one request."""
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # the page may have gone meanwhile
            first = not self._served and request.is_navigation_request()
            if first:
                self._served = True
                kind = self._page.content_type or "text/html"
                await route.fulfill(body=self._page.body, headers={"content-type": kind})
            elif self._leaves(request):
                self.led_to[request.url] = None
                await route.abort("aborted")  # as if the reader had: the browser stays where it is
            elif self._permits(request):
                self._left -= 1
                await route.continue_()
            else:
                await route.abort()

    @staticmethod
    def _leaves(request: Request) -> bool:
        return request.is_navigation_request() and request.frame.parent_frame is None

    def _permits(self, request: Request) -> bool:
        readable = request.method in ("GET", "HEAD") and request.resource_type in _LOADS
        return self._live and readable and self._left > 0


async def rendered_in(
    browser: Browser,
    door: Door,
    page: Page,
    mark: Callable[[str], Sequence[Mark]],
    options: RenderOptions,
    live: bool,
) -> Rendered:
    """The page rendered. Raises RenderError, TimeoutError, and the browser's errors."""
    url = page.url if page.url and host_of(page.url) else _NOWHERE
    door.open_to(host_of(url) if live else "", options.bytes_in)
    requests = _Requests(page, options, live)
    context = await browser.new_context(
        viewport={"width": options.width, "height": options.height},
        service_workers="block",
        accept_downloads=False,
        reduced_motion="reduce",
        ignore_https_errors=False,
    )
    try:
        world = await _load(context, url, requests, options)
        found = await world.run((_FOLDER / "hiding.js").read_text("utf-8"))
        html = str(found["html"])
        if len(html) > options.bytes_out:
            raise RenderError(f"its DOM grew to more than {options.bytes_out:,} characters")
        marks = mark(html)
        image, width, height = await _shot(world, marks, options) if marks else (b"", 0, 0)
        hiding = tuple((str(path), str(rule)) for path, rule in found["hiding"])
        return Rendered(html, hiding, tuple(requests.led_to), tuple(door.refused), image, width, height)
    finally:
        door.open_to("", 0)
        with contextlib.suppress(Exception):
            await context.close()


async def _load(context: BrowserContext, url: str, requests: _Requests, options: RenderOptions) -> _World:
    """The page in a tab, when it has loaded and its scripts have had a moment."""
    await context.route("**/*", requests.answer)
    await context.route_web_socket("**/*", lambda socket: socket.close())
    tab = await context.new_page()
    # Popups are closed at once; dialogs are dismissed by the driver, as nobody listens for them.
    waiting = set[asyncio.Task[None]]()

    def close(popup: Tab) -> None:
        task = asyncio.ensure_future(popup.close())
        waiting.add(task)
        task.add_done_callback(waiting.discard)

    context.on("page", close)
    await tab.goto(url, wait_until="commit", timeout=options.seconds * 1000)
    with contextlib.suppress(TimeoutError):  # what has not loaded by then is looked at as it is
        async with asyncio.timeout(options.seconds / 2):
            await _complete(await _World.of(context, tab))
    await asyncio.sleep(options.settle)
    return await _World.of(context, tab)


async def _complete(world: _World) -> None:
    """Waits until the page has loaded. The `load` event does not tell: a page that tried to leave has none."""
    while (await world.run("({state: document.readyState})"))["state"] != "complete":
        await asyncio.sleep(_POLL)


class _World:
    """A world of scripts beside the page's: the same DOM, but nothing that the page has redefined."""

    def __init__(self, session: CDPSession, world: int) -> None:
        self.session = session
        self._world = world

    @classmethod
    async def of(cls, context: BrowserContext, tab: Tab) -> _World:
        session = await context.new_cdp_session(tab)
        tree = await session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        made = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "scrub"})
        return cls(session, made["executionContextId"])

    async def run(self, script: str) -> dict[str, Any]:
        """What the script gives, as JSON would have it. Raises RenderError where it fails."""
        given = await self.session.send(
            "Runtime.evaluate", {"expression": script, "contextId": self._world, "returnByValue": True}
        )
        value = given["result"].get("value")
        if "exceptionDetails" in given or not isinstance(value, dict):
            raise RenderError("its DOM could not be read")
        return value


async def _shot(world: _World, marks: Sequence[Mark], options: RenderOptions) -> tuple[bytes, int, int]:
    """A JPEG from the top of the page to the last mark, as large as is fit for a report; b"" if it is not."""
    script = (_FOLDER / "marking.js").read_text("utf-8")
    told = await world.run(f"{script}({json.dumps(marks)})")
    wanted = max(float(told["bottom"]) + _MARGIN, _SHORTEST)
    height = int(min(wanted, float(told["height"]), _TALLEST))
    if not told["framed"] or height <= 0:
        return b"", 0, 0
    clip = {"x": 0, "y": 0, "width": options.width, "height": height, "scale": 1}
    for quality in _QUALITIES:
        shot = await world.session.send(
            "Page.captureScreenshot",
            {"format": "jpeg", "quality": quality, "clip": clip, "captureBeyondViewport": True},
        )
        image = base64.b64decode(shot["data"])
        if len(image) <= _LARGEST:
            return image, options.width, height
    return b"", 0, 0
