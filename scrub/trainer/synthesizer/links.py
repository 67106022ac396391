"""Where links lead and how they are written: the campaigns of spammers and the addresses of honest sites."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import pseudoword, slug, year

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon
    from .phrases import Subject

_EXOTIC = ("xyz", "top", "vip", "club", "icu", "cc", "to", "me", "ru", "su", "tk", "pw", "win", "men", "site", "bid",
           "cyou", "shop", "online", "info", "asia", "pro", "wang", "loan", "bet", "casino", "cn", "in", "buzz",
           "accountant")  # fmt: skip
_COMMON = ("com", "net", "org", "info", "biz", "co")
_FREE = ("blogspot.com", "weebly.com", "livejournal.com", "wordpress.com", "webnode.com", "narod.ru", "tumblr.com",
         "github.io", "pages.dev", "wixsite.com", "jimdo.com", "over-blog.com", "beep.com", "netlify.app")  # fmt: skip
_SHORT = ("bit.ly", "t.me", "goo.gl", "tinyurl.com", "cutt.ly", "wa.me", "is.gd", "heylink.me", "linktr.ee")
_DEEP = (
    "/wp-content/uploads/{year}/{two}/{slug}.php", "/wp-content/plugins/{word}/{slug}.html", "/wp-includes/{word}/{slug}/",
    "/images/{word}/{slug}.html", "/components/com_{word}/{slug}.php", "/media/{word}/?{key}={slug}", "/{word}/{slug}-{n}.html",
    "/wp-admin/{word}/{slug}.html", "/?p={n}", "/modules/mod_{word}/{slug}.asp", "/temp/{slug}.htm", "/uploads/{slug}/",
    "/index.php?option=com_{word}&id={n}", "/~{word}/{slug}.html", "/js/{word}/{slug}.php?{key}={n}", "/{slug}/",
)  # fmt: skip
_SHALLOW = (
    "/",
    "/",
    "",
    "",
    "/{slug}",
    "/{slug}.html",
    "/{slug}/",
    "/doc{n}.html",
    "/#{word}",
    "/c-{n}.html",
    "/{word}",
)
HONEST_HOSTS = (
    "en.wikipedia.org", "www.who.int", "www.bbc.co.uk", "doi.org", "www.youtube.com", "github.com", "www.un.org",
    "archive.org", "www.unesco.org", "www.nature.com", "www.reuters.com", "www.nytimes.com", "books.google.com",
    "www.facebook.com", "creativecommons.org", "www.theguardian.com", "www.imf.org", "arxiv.org", "www.lemonde.fr",
    "www.spiegel.de", "elpais.com", "www.jstor.org", "web.archive.org", "www.openstreetmap.org", "www.imdb.com",
)  # fmt: skip


def _path(rng: Random, forms: tuple[str, ...], text: str) -> str:
    name = slug(rng, text, rng.choice(("-", "-", "-", "_", "", "+")))
    return rng.choice(forms).format(
        slug=name, word=pseudoword(rng), year=rng.randint(2009, 2026), two=f"{rng.randint(1, 12):02}",
        n=rng.randint(1, 99_999), key=rng.choice(("id", "q", "go", "page", "kw")),
    )  # fmt: skip


def honest_domain(rng: Random, lexicon: Lexicon) -> str:
    """The host of some institution, shop, club or private person in this country."""
    place = slug(rng, rng.choice(lexicon.cities), "")
    word = slug(rng, rng.choice((*lexicon.institutions, *lexicon.themes, *lexicon.surnames)), "-")
    name = rng.choice(
        (f"{word}-{place}", f"{word}{place}", word, f"{place}-{pseudoword(rng)}", pseudoword(rng, 3))
    )
    return f"{rng.choice(('www.', 'www.', '', 'blog.'))}{name}.{rng.choice(lexicon.tlds)}"


def _exact_match(rng: Random, lexicon: Lexicon, text: str) -> str:
    name = slug(rng, text, rng.choice(("", "-", ""))) + rng.choice(
        ("", "", "online", "24", "-shop", "777", "s")
    )
    tld = rng.choice(rng.choice((_COMMON, _EXOTIC, lexicon.tlds)))
    return f"{rng.choice(('www.', '', ''))}{name[:40].strip('-')}.{tld}"


def _spam_host(rng: Random, lexicon: Lexicon, text: str, sort: str) -> str:
    if sort == "exact":
        return _exact_match(rng, lexicon, text)
    if sort == "hacked":
        return honest_domain(rng, lexicon)
    if sort == "free":
        return f"{slug(rng, text, '')[:24]}{rng.randint(0, 99)}.{rng.choice(_FREE)}"
    if sort == "punycode":
        return f"xn--{pseudoword(rng)}-{pseudoword(rng, 1)}{rng.randint(1, 9)}{pseudoword(rng, 1)}.{rng.choice(_COMMON)}"
    if sort == "short":
        return rng.choice(_SHORT)
    return f"{rng.choice(('', 'www.'))}{pseudoword(rng, rng.choice((1, 2, 3)))}.{rng.choice(_EXOTIC)}"


_SORTS = ("exact", "exact", "exact", "hacked", "hacked", "exotic", "exotic", "free", "punycode", "short")
_ATTRIBUTES = (
    "", "", "", ' target="_blank"', ' rel="dofollow"', ' rel="nofollow"', ' rel="external nofollow"', ' title="{title}"',
    ' title="{title}"', ' target="_blank" rel="noopener"', ' class="{word}"', ' rel="nofollow ugc" target=_blank',
    ' style="text-decoration:none"', " target='_blank' title='{title}'", ' rel="follow" title="{title}"',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Campaign:
    """How one piece writes its links: the hosts it has, the scheme, the quotes, the attributes."""

    told: Subject
    sort: str
    hosts: tuple[str, ...]  # "" means a new host for every link
    scheme: str
    attributes: str
    quote: str
    upper: bool


def campaign(rng: Random, told: Subject) -> Campaign:
    """A campaign for this subject: one host, some, or another for every link."""
    sort = rng.choice(_SORTS)
    goods = rng.choice(told.goods)
    count = rng.choice((0, 0, 0, 1, 1, 2, 4))
    hosts = tuple(_spam_host(rng, told.lexicon, goods, sort) for _ in range(count)) or ("",)
    scheme = rng.choice(("http://", "http://", "https://", "https://", "//", "https://", " http://"))
    quote = rng.choice(('"', '"', '"', '"', "'", ""))
    return Campaign(told, sort, hosts, scheme, rng.choice(_ATTRIBUTES), quote, rng.random() < 0.04)


def address(rng: Random, plan: Campaign, text: str) -> str:
    """The address behind one keyword; it need not fit the keyword."""
    host = rng.choice(plan.hosts) or _spam_host(rng, plan.told.lexicon, text, plan.sort)
    forms = _DEEP if plan.sort == "hacked" or rng.random() < 0.15 else _SHALLOW
    if plan.sort == "short":
        return f"{plan.scheme.strip()}{host}/{pseudoword(rng)}{rng.randint(1, 99)}"
    return f"{plan.scheme.strip()}{host}{_path(rng, forms, text)}"


def anchor(rng: Random, plan: Campaign, text: str, *, label: str | None = None, style: str = "") -> str:
    """The link as markup; `label` is its markup where that is not the escaped text."""
    url = html.escape(plan.scheme[: plan.scheme.startswith(" ")] + address(rng, plan, text))
    title = html.escape(text, quote=True)
    attributes = plan.attributes.format(title=title, word=pseudoword(rng))
    tag = "A HREF" if plan.upper else "a href"
    shown = html.escape(text, quote=False) if label is None else label
    styled = f' style="{style}"' if style else ""
    return f"<{tag}={plan.quote}{url}{plan.quote}{attributes}{styled}>{shown}</{tag[0]}>"


def remnant(rng: Random, plan: Campaign, text: str) -> str:
    """The link as text: BBCode, Markdown, escaped markup or a bare address that nobody rendered."""
    url = address(rng, plan, text)
    form = rng.choice(("[url={u}]{t}[/url]", "[url={u}]{t}[/url]", "[link={u}]{t}[/link]", "[{t}]({u})", "{u} {t}", "{u}",
                       '<a href="{u}">{t}</a>', "{t} - {u}", "{t}: {u}", "[URL]{u}[/URL]", "[[{u}|{t}]]"))  # fmt: skip
    return form.format(u=url, t=text)


_PAGES = (
    "/",
    "/",
    "",
    "/{slug}",
    "/{slug}/",
    "/{slug}.html",
    "/{year}/{slug}/",
    "/index.php?id={n}",
    "/en/{slug}",
)


def honest_address(rng: Random, lexicon: Lexicon, text: str) -> str:
    """An address on some honest site."""
    host = rng.choice(HONEST_HOSTS) if rng.random() < 0.35 else honest_domain(rng, lexicon)
    form = rng.choice(_PAGES)
    path = form.format(slug=slug(rng, text), year=year(rng), n=rng.randint(1, 4000))
    return f"{rng.choice(('https://', 'https://', 'http://'))}{host}{path}"


def own_address(rng: Random, text: str) -> str:
    """An address on the page's own site, relative as most are."""
    folder = rng.choice(("", "/tag", "/category", "/products", "/city", "/blog", "/wiki", "/en", "/archive"))
    return (
        f"{folder}/{slug(rng, text)}{rng.choice(('', '/', '.html', '.php', f'-{rng.randint(2, 900)}.html'))}"
    )


def honest_anchor(rng: Random, url: str, text: str) -> str:
    """An honest link as markup, with the attributes honest sites use."""
    extra = rng.choice(("", "", "", "", ' target="_blank" rel="noopener"', ' rel="nofollow"', ' class="link"',
                        f' title="{html.escape(text)}"', ' rel="tag"', ' rel="external"'))  # fmt: skip
    return f'<a href="{html.escape(url)}"{extra}>{html.escape(text, quote=False)}</a>'
