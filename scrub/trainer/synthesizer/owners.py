"""Innocents that lead away from the site for reasons of its owners: their other sites, and who made the theme."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .links import honest_address, honest_anchor
from .piece import Draft
from .prose import theme
from .words import brand, full_name, pseudoword, slug

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon

_PLACES = ("footer", "footer", "widget", "end_of_article", "after_body")
_MADE = (
    "Joomla",
    "WordPress",
    "Drupal",
    "phpBB",
    "Magento",
    "Typo3",
    "Ghost",
    "Blogger",
    "PrestaShop",
    "vBulletin",
)
_PARTS = (
    "theme",
    "template",
    "gallery",
    "gallery extension",
    "module",
    "plugin",
    "slider",
    "menu",
    "style",
    "skin",
)
_CREDITS = ("{a} by {m}", "{a} by {m}", "Powered by {a}", "{a} – {m}", "Design: {a}", "Theme: {a}", "{a}", "{a} © {m}",
            "Developed by {a}", "Proudly made by {a}")  # fmt: skip


def _row(rng: Random, parts: list[str]) -> str:
    """Pieces of markup in the layouts that owners give such rows."""
    roll = rng.random()
    if roll < 0.35:
        return "<ul>" + "".join(f"<li>{part}</li>" for part in parts) + "</ul>"
    if roll < 0.55:
        return "".join(f"<div>{part}</div>" for part in parts)
    joint = rng.choice((" | ", " ", ", ", " · ", "<br>", "\n", ""))
    return f"<{(tag := rng.choice(('p', 'div', 'small', 'center')))}>{joint.join(parts)}</{tag}>"


def sister_sites(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The other sites of a publisher or shop: a dozen domains of one trade, named by host or by owner."""
    word, tld = slug(rng, theme(rng, lexicon, family), ""), rng.choice((*lexicon.tlds, "com", "net"))
    owner, bare = brand(rng).title(), rng.random() < 0.45
    links = []
    for _ in range(rng.choice((3, 5, 8, 12, 20, 30))):
        own = rng.choice(
            (
                slug(rng, rng.choice(lexicon.cities), ""),
                slug(rng, rng.choice(lexicon.nouns), ""),
                pseudoword(rng),
            )
        )
        host = rng.choice((f"{own}{word}", f"{word}{own}", f"{own}-{word}", own))[:40].strip("-") + f".{tld}"
        name = host if bare else rng.choice((owner, f"{owner} {own.title()}", own.title(), host))
        links.append(honest_anchor(rng, f"https://{rng.choice(('www.', ''))}{host}/", name))
    heading = html.escape(rng.choice((owner, lexicon.headings[1], lexicon.headings[8], "")))
    listing = _row(rng, links)
    return Draft(f"<h4>{heading}</h4>{listing}" if heading else listing, "sister_sites", _PLACES)


def credit(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """One link to who made a theme, an extension or the page; some credits are hidden, and still no hack."""
    work = f"{rng.choice(_MADE)} {rng.choice(_PARTS)}"
    maker = rng.choice((brand(rng).title(), f"{brand(rng).title()} {rng.choice(('Themes', 'Extensions', 'Studio', 'Design', 'Media', 'Web'))}",
                        full_name(rng, lexicon)))  # fmt: skip
    named = rng.choice((work, work, maker))
    address = honest_address(rng, lexicon, rng.choice((work, maker)))
    text = rng.choice(_CREDITS).format(
        a=honest_anchor(rng, address, named), m=html.escape(maker if named == work else work)
    )
    hidden = rng.random() < 0.3
    box = '<div style="display:none">{}</div>' if hidden else rng.choice(("<p>{}</p>", "<div>{}</div>", "<small>{}</small>", "<span>{}</span>"))  # fmt: skip
    return Draft(box.format(text), "credit", _PLACES, "display" if hidden else "")
