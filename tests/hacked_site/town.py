"""The whole site: every path, and who gets what there."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from hacked_site.articles import article
from hacked_site.injected import CASES, FARM, STRANGERS, TEXT, hacked, honest
from hacked_site.lookalikes import JAPANESE, LOOKALIKES
from hacked_site.template import STYLE, Built

PLAIN = {f"/news/{number}/": number for number in range(16)}
# Who sees the spam of each cloaked page, and what it is.
CLOAKED = {
    "/cloaked/agent/": "crawler",
    "/cloaked/agent-doorway/": "crawler",
    "/cloaked/referrer/": "search",
    "/cloaked/referrer-redirect/": "search",
    "/cloaked/mobile/": "mobile",
    "/cloaked/cookie/": "first",
}
# Honest pages that are different every time or for everybody.
CHANGING = (
    "/changing/banner/",
    "/changing/token/",
    "/changing/mobile/",
    "/changing/paywall/",
    "/changing/consent/",
    "/changing/test/",
)
SPAM_HOST = "127.0.0.2"
_CASINO = "http://127.0.0.2/casino"
_TEASERS = (
    "The brass band looks for a second tuba.",
    "A grey cat has been found near the mill.",
    "The bakery has new hours from Monday on.",
    "The choir sings in the church on Sunday.",
)


class Answer(NamedTuple):
    """What the server says."""

    status: int
    body: str
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reader:
    """Who asks, as far as a server can tell."""

    agent: str = "Mozilla/5.0"
    referrer: str = ""
    cookie: str = ""

    @property
    def crawler(self) -> bool:
        return "googlebot" in self.agent.lower()

    @property
    def mobile(self) -> bool:
        return "android" in self.agent.lower() or "iphone" in self.agent.lower()

    @property
    def search(self) -> bool:
        return "google." in self.referrer

    @property
    def first(self) -> bool:
        return not self.cookie


class Town:
    """The site at an origin. clean: as it was before it was hacked. spam: origin of the host it links to."""

    def __init__(self, origin: str, *, clean: bool = False, spam: str = "") -> None:
        self.origin = origin
        self.clean = clean
        self.spam = spam
        self._random = random.Random(7)

    def paths(self) -> tuple[str, ...]:
        """Every page, as the sitemap has them."""
        strangers = () if self.clean else tuple(STRANGERS)
        hubs = ("/", "/news/", "/council/", "/events/", "/contact/", "/imprint/", "/privacy/", "/links/")
        return (*hubs, *PLAIN, *CASES, *LOOKALIKES, *JAPANESE, *CLOAKED, *CHANGING, *strangers)

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """What somebody with these headers gets; header names in lower case."""
        path = target.partition("?")[0]
        reader = Reader(headers.get("user-agent", ""), headers.get("referer", ""), headers.get("cookie", ""))
        if path == "/robots.txt":
            return Answer(200, f"User-agent: *\nAllow: /\nSitemap: {self.origin}/sitemap.xml\n", "text/plain")
        if path == "/sitemap.xml":
            return Answer(200, self._sitemap(), "application/xml")
        if path == "/theme/style.css":
            return Answer(200, STYLE, "text/css")
        if path in CLOAKED and not self.clean:
            return self._cloaked(path, reader)
        if path in CHANGING:
            return self._changing(path, reader)
        page = self.page(path)
        if page is None:
            return Answer(404, "<!doctype html><title>Not found</title><p>There is no such page.</p>")
        return Answer(200, page.html(self.origin, path))

    def page(self, path: str) -> Built | None:
        """The page at a path, as most readers get it."""
        if path in CASES:
            return honest(path) if self.clean else hacked(path)
        if path in STRANGERS:
            return None if self.clean else STRANGERS[path]
        if path in LOOKALIKES or path in JAPANESE:
            return (LOOKALIKES | JAPANESE)[path]
        if path in PLAIN:
            return _article(PLAIN[path])
        if path in (*CLOAKED, *CHANGING):
            return _article(300 + [*CLOAKED, *CHANGING].index(path))
        return self._hub(path)

    def _hub(self, path: str) -> Built | None:
        if path == "/links/":
            spam = (
                ""
                if self.clean or not self.spam
                else f'<li><a href="{self.spam}/">The old theatre club</a></li>'
            )
            text = article(400)
            return Built(
                "Neighbours on the web",
                f'{text.html}<ul><li><a href="https://www.county-planning.example/">The county</a></li>{spam}</ul>',
            )
        if path not in ("/", "/news/", "/council/", "/events/", "/contact/", "/imprint/", "/privacy/"):
            return None
        name = path.strip("/").capitalize() or "Welcome to Alderbrook"
        text = article(420 + len(path))
        listed = [*PLAIN, *LOOKALIKES, *CASES, *CLOAKED, *CHANGING] if path in ("/", "/news/") else []
        items = "\n".join(
            f'<li><a href="{at}">{page.title}</a></li>'
            for at in listed
            if (page := _title_of(at)) is not None
        )
        return Built(name, f"{text.html}\n<ul>{items}</ul>" if items else text.html, text.description)

    def _cloaked(self, path: str, reader: Reader) -> Answer:
        page = self.page(path)
        assert page is not None
        if getattr(reader, CLOAKED[path]):
            if path in ("/cloaked/referrer-redirect/", "/cloaked/mobile/"):
                return Answer(302, "", headers=(("Location", f"{self.spam or 'http://127.0.0.2'}/casino"),))
            if path == "/cloaked/agent-doorway/":
                page = Built(
                    "Cheap Generic Viagra",
                    f"<h1>Buy viagra online</h1>{TEXT}<p>{FARM}</p>{TEXT}",
                    template=False,
                )
            else:
                page = replace(page, body=f"{page.body}\n<div>{FARM}</div>")
        return Answer(200, page.html(self.origin, path), headers=(("Set-Cookie", "seen=1; Path=/"),))

    def _changing(self, path: str, reader: Reader) -> Answer:
        page = self.page(path)
        assert page is not None
        name = path.strip("/").rpartition("/")[2]
        if name == "banner":
            page = replace(page, foot=f"<p class=teaser>{self._random.choice(_TEASERS)}</p>")
        elif name == "token":
            page = replace(page, foot=f'<form><input type=hidden name=csrf value="{self._random.random()}"></form>'
                           f"<p>Page {self._random.randrange(10**6)} of today</p>")  # fmt: skip
        elif name == "mobile" and reader.mobile:
            page = replace(
                page, foot="<p>This is the small edition for telephones. The map is on the large one.</p>"
            )
        elif name == "paywall" and not reader.crawler:
            page = replace(page, body=page.body.partition("</p>")[0] + "</p><p>Subscribe to read on.</p>")
        elif name == "consent" and reader.first:
            page = replace(
                page,
                foot="<div><p>We use cookies to count our visitors. Accept them all, or choose.</p></div>",
            )
        elif name == "test" and self._random.random() < 0.5:
            page = replace(page, foot="<p>New: the town's letter, once a month, free of charge.</p>")
        return Answer(200, page.html(self.origin, path), headers=(("Set-Cookie", "seen=1; Path=/"),))

    def _sitemap(self) -> str:
        urls = "\n".join(f"<url><loc>{self.origin}{path}</loc></url>" for path in self.paths())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'


def _article(number: int) -> Built:
    text = article(number)
    return Built(text.title, text.html, text.description)


def _title_of(path: str) -> Built | None:
    if path in CASES:
        return honest(path)
    if path in PLAIN:
        return _article(PLAIN[path])
    return LOOKALIKES.get(path)


def spam_host(path: str) -> Answer:
    """The other host: a club's old domain, which sells pills now."""
    page = Built(
        "Cheap Generic Viagra", f"<h1>Buy viagra online</h1>{TEXT}<p>{FARM}</p>{TEXT}", template=False
    )
    return Answer(200, page.html("", path))
