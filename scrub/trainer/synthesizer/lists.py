"""Honest lists, as long and as full of links and names as farms are: cities, sponsors, prices, tags, menus."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .lexicon import brands
from .links import honest_address, honest_anchor, own_address
from .piece import Draft
from .prose import sentences, theme
from .words import brand, fill, full_name, organisation, slug, telephone, year

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from .lexicon import Lexicon

_SEPARATORS = (" | ", ", ", " · ", " • ", " - ", " / ", " ", " ", " » ", "\n", "")


def _items(rng: Random, parts: Sequence[str]) -> str:
    """Pieces of markup as a list, a row, lines, or boxes: the layouts farms have too."""
    roll = rng.random()
    if roll < 0.4:
        return "<ul>" + "".join(f"<li>{part}</li>" for part in parts) + "</ul>"
    if roll < 0.65:
        return f"<p>{rng.choice(_SEPARATORS).join(parts)}</p>"
    if roll < 0.75:
        return "<br>\n".join(parts)
    if roll < 0.8:  # the markup of old honest sites, which is that of old spam
        return f"<center><font size=2>{rng.choice(_SEPARATORS).join(parts)}</font></center>"
    if roll < 0.9:
        return "<table><tbody>" + "".join(f"<tr><td>{part}</td></tr>" for part in parts) + "</tbody></table>"
    return "".join(f"<div>{part}</div>" for part in parts)


def _headed(rng: Random, word: str, listing: str) -> str:
    """The listing under its heading and in the box of a page builder, or bare."""
    tag = rng.choice(("h2", "h3", "h3", "h4", "strong"))
    listing = f"<{tag}>{html.escape(word)}</{tag}>\n{listing}" if rng.random() < 0.55 else listing
    if rng.random() < 0.7:
        return listing
    box = rng.choice(("section", "aside", "div", "article", 'div class="widget"', "small"))
    return f"<{box}>{listing}</{box.split()[0]}>"


def _linked(rng: Random, texts: Sequence[str], share: float = 0.85) -> list[str]:
    """The texts as links on the page's own site, or all of them plain."""
    if rng.random() > share:
        return [html.escape(text, quote=False) for text in texts]
    return [honest_anchor(rng, own_address(rng, text), text) for text in texts]


def _outbound(rng: Random, lexicon: Lexicon, texts: Sequence[str]) -> list[str]:
    return [honest_anchor(rng, honest_address(rng, lexicon, text), text) for text in texts]


def _count(rng: Random, most: int = 60) -> int:
    return max(2, min(most, round(rng.lognormvariate(2.2, 0.7))))


def _some(rng: Random, words: Sequence[str], most: int = 60) -> list[str]:
    """Some of the words, each once."""
    return rng.sample(words, min(len(words), _count(rng, most)))


def city_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Places: alone, or each with the same honest word, as branch finders have them."""
    cities = _some(rng, lexicon.cities)
    roll, word = rng.random(), theme(rng, lexicon, family)
    if roll < 0.4:
        place = rng.choice(lexicon.institutions)
        cities = [f"{place}{lexicon.joiner}{city}" for city in cities]
    elif roll < 0.6:
        cities = [f"{city}: {word}" for city in cities]
    elif roll < 0.7:
        cities = [f"{city} ({rng.randint(1, 900)})" for city in cities]
    return Draft(_headed(rng, lexicon.headings[4], _items(rng, _linked(rng, cities))), "city_list")


def event_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Dates, places and hosts of events, with links to the hosts."""
    rows = []
    for _ in range(_count(rng, 25)):
        host = organisation(rng, lexicon)
        day = f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2004, 2026)}"
        link = honest_anchor(rng, honest_address(rng, lexicon, host), host)
        rows.append(f"{day} {html.escape(theme(rng, lexicon, family), quote=False)}, {link}")
    return Draft(_headed(rng, lexicon.headings[5], _items(rng, rows)), "event_list")


def sponsor_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Sponsors and partners: firms with invented names on as many domains."""
    firms = [rng.choice((brand(rng).title(), organisation(rng, lexicon), f"{rng.choice(lexicon.surnames)} {theme(rng, lexicon, family)}"))
             for _ in range(_count(rng, 30))]  # fmt: skip
    return Draft(
        _headed(rng, lexicon.headings[1], _items(rng, _outbound(rng, lexicon, firms))), "sponsor_list"
    )


def link_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Links worth following: institutions, with or without a word on each."""
    names = [organisation(rng, lexicon) for _ in range(_count(rng, 40))]
    links = _outbound(rng, lexicon, names)
    if rng.random() < 0.4:
        links = [f"{link} – {html.escape(theme(rng, lexicon, family), quote=False)}" for link in links]
    return Draft(_headed(rng, lexicon.headings[8], _items(rng, links)), "link_list")


def blogroll(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Blogs of friends, on domains of their own."""
    names = [rng.choice((full_name(rng, lexicon), f"{rng.choice(lexicon.names)} – {theme(rng, lexicon, family)}", brand(rng)))
             for _ in range(_count(rng, 40))]  # fmt: skip
    return Draft(
        _headed(rng, "Blogroll", _items(rng, _outbound(rng, lexicon, names))),
        "blogroll",
        ("widget", "footer"),
    )


def press_review(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Headlines of other papers, each on another host."""
    told = [told.rstrip(".。।") for told in sentences(rng, lexicon, family, rng.randint(2, 10))]
    return Draft(_items(rng, _outbound(rng, lexicon, told)), "press_review")


def related(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Headlines of the same site."""
    told = [told.rstrip(".。।") for told in sentences(rng, lexicon, family, rng.randint(2, 8))]
    return Draft(
        _headed(rng, lexicon.headings[2], _items(rng, _linked(rng, told, 1.0))),
        "related",
        ("end_of_article", "widget"),
    )


def tag_cloud(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Tags in many sizes, in no order."""
    words = [
        *lexicon.themes,
        *lexicon.cities[:6],
        *lexicon.nouns[:8],
        *(theme(rng, lexicon, family) for _ in range(4)),
    ]
    tags = list(dict.fromkeys(rng.sample(words, min(len(words), _count(rng, 30)))))
    links = [
        f'<a href="/tag/{k}" rel="tag" style="font-size:{rng.randint(8, 24)}pt">{html.escape(tag)}</a>'
        for k, tag in enumerate(tags)
    ]
    cloud = rng.choice((" ", ", ", "\n")).join(links)
    return Draft(f'<div class="tagcloud">{cloud}</div>', "tag_cloud", ("widget", "footer", "end_of_article"))


def _stock(lexicon: Lexicon, family: str) -> tuple[str, ...]:
    """What an honest shop or pharmacy of this trade has: neutral words and the brands spam abuses."""
    return (*lexicon.neutral[family], *brands()[family]) if family != "other" else lexicon.nouns


def price_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Goods and what they cost."""
    goods = [
        rng.choice(_stock(lexicon, family)) if rng.random() < 0.3 else noun
        for noun in _some(rng, lexicon.nouns, 20)
    ]
    rows = [
        f"{html.escape(good)}</td><td>{rng.randint(2, 990)}.{rng.choice(('00', '50', '95'))} {lexicon.currency}"
        for good in goods
    ]
    table = "<table>" + "".join(f"<tr><td>{row}</td></tr>" for row in rows) + "</table>"
    return Draft(_headed(rng, lexicon.headings[6], table), "price_list")


def product_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A real shop's own goods with its own sales talk, linked within the shop."""
    name = brand(rng).title()
    goods = []
    stock = _stock(lexicon, family)
    for noun in _some(rng, lexicon.nouns, 24):
        if rng.random() < 0.4:
            noun = rng.choice(stock)
        word = (
            rng.choice(lexicon.modifiers)
            if rng.random() < 0.25
            else rng.choice((name, str(rng.randint(2, 900)), ""))
        )
        goods.append(lexicon.joiner.join(part for part in (word, noun) if part))
    links = _linked(rng, goods)
    if rng.random() < 0.5:
        links = [f"{link} {rng.randint(3, 800)} {lexicon.currency}" for link in links]
    return Draft(_items(rng, links), "product_list")


_LANGUAGES = ("English", "Deutsch", "Français", "Español", "Português", "Italiano", "Polski", "Русский", "Українська",
              "Türkçe", "العربية", "עברית", "فارسی", "हिन्दी", "বাংলা", "தமிழ்", "ไทย", "中文", "日本語", "한국어",
              "Tiếng Việt", "Bahasa Indonesia", "ქართული", "Հայերեն", "Ελληνικά", "Magyar", "Čeština")  # fmt: skip


def language_menu(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The languages the page exists in: many scripts side by side, and honest."""
    names = rng.sample(_LANGUAGES, rng.randint(3, 20))
    links = [f'<a href="/{k}/" hreflang="x">{name}</a>' for k, name in enumerate(names)]
    return Draft(_items(rng, links), "language_menu", ("footer", "widget", "first_in_body"))


def recipe_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Recipes of the same site or of others."""
    dishes = _some(rng, lexicon.dishes, 20)
    links = _linked(rng, dishes) if rng.random() < 0.6 else _outbound(rng, lexicon, dishes)
    return Draft(_headed(rng, lexicon.headings[7], _items(rng, links)), "recipe_list")


def name_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """People: staff, teams, winners, with numbers."""
    people = [
        f"{full_name(rng, lexicon)} ({rng.choice(lexicon.cities)}) {rng.randint(1, 99)}"
        for _ in range(_count(rng, 30))
    ]
    return Draft(_items(rng, _linked(rng, people, 0.4)), "name_list")


def breadcrumb(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The way here."""
    steps = [rng.choice(lexicon.themes), theme(rng, lexicon, family), rng.choice(lexicon.cities)]
    links = _linked(rng, steps[: rng.randint(2, 3)], 1.0)
    return Draft(f'<nav class="breadcrumb">{rng.choice((" › ", " » ", " / ", " &gt; ")).join(links)}</nav>', "breadcrumb", ("first_in_body",))  # fmt: skip


def contact_box(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """An honest address with a telephone number and opening hours."""
    name, city = organisation(rng, lexicon), rng.choice(lexicon.cities)
    hours = f"{lexicon.headings[10]}: {rng.randint(7, 10)}:00–{rng.randint(16, 20)}:30"
    parts = [
        name,
        f"{rng.randint(1, 240)}, {city} {rng.randint(1000, 99999)}",
        f"{rng.choice(('Tel.', 'Tel.', '☎', rng.choice(lexicon.call)))} {telephone(rng)}",
        hours,
    ]
    if rng.random() < 0.5:
        parts.append(f"info@{slug(rng, name)}.{rng.choice(lexicon.tlds)}")
    return Draft(
        f"<address>{'<br>'.join(html.escape(part) for part in parts)}</address>",
        "contact_box",
        ("footer", "widget", "end_of_article"),
    )


def footer_line(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Copyright, legal pages, who made the site: one outbound link as theme authors have it."""
    maker = brand(rng).title()
    credit = honest_anchor(rng, honest_address(rng, lexicon, maker), maker)
    pages = _linked(rng, rng.sample(lexicon.labels[9:], 3), 1.0)
    return Draft(
        f"<p>© {year(rng)} {html.escape(organisation(rng, lexicon))} {' | '.join(pages)} Design: {credit}</p>",
        "footer_line",
        ("footer",),
    )


def headline_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Short plain lines without links: contents, timetable, results."""
    lines = [rng.choice((theme(rng, lexicon, family), organisation(rng, lexicon), fill(rng, lexicon, "{city} – {city}, {number} km")))
             for _ in range(_count(rng, 25))]  # fmt: skip
    return Draft(_items(rng, [html.escape(line) for line in lines]), "headline_list")
