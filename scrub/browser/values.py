"""What a browser is asked, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How pages are rendered. executable: the browser; None looks on PATH for Chromium, Chrome or Edge.

    seconds: what a page may take in all. bytes_in: what it may load, and requests: how often.
    bytes_out: how large the DOM may grow. allow_private is that of `FetchOptions`.
    """

    executable: str | None = None
    allow_private: bool = False
    seconds: float = 30.0
    settle: float = 1.0  # after loading, for scripts that wait
    bytes_in: int = 30_000_000
    bytes_out: int = 10_000_000
    requests: int = 200
    width: int = 1280
    height: int = 900


class Mark(NamedTuple):
    """An element to be marked on the screenshot. hidden: it is revealed for that, with a broken frame.

    links: where there are only a few, or the element is the whole page, they get the frames.
    """

    css_path: str
    hidden: bool
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page once its scripts have run.

    html: the DOM; whatever computed style hides is hidden in it by an inline style, and style sheets and
    scripts are emptied. hiding: of the selectors of such elements, the computed declaration. led_to: where
    scripts wanted to send the reader. refused: hosts that were not asked for what the page wanted of them.
    image: a JPEG with the marks on it, empty where nothing was marked.
    """

    html: str
    hiding: tuple[tuple[str, str], ...]
    led_to: tuple[str, ...]
    refused: tuple[str, ...]
    image: bytes
    width: int
    height: int
