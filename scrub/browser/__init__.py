"""Pages as a browser shows them, once their scripts have run. The only package that imports playwright.

    with Browser(RenderOptions()) as browser:
        rendered = browser.render(page, live=True, mark=find)

    page ─> tab (its own bytes; everything else through the door) ─> DOM with computed hiding ─> html
                                                                └─> mark ─> screenshot

A page is hostile. It runs in a context of its own without service workers, downloads or popups; what is
read from it is read by scripts of a world that it cannot reach; the browser's only way to the network
is a door on loopback that opens to the site's own hosts, at addresses the fetcher would connect to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrub.browser.values import Mark, Rendered, RenderOptions

if TYPE_CHECKING:
    from scrub.browser.running import Browser

__all__ = ["Browser", "Mark", "RenderOptions", "Rendered"]


def __getattr__(name: str) -> Any:
    if name != "Browser":
        raise AttributeError(f"module 'scrub.browser' has no attribute {name!r}")
    from scrub.browser.running import Browser

    return Browser
