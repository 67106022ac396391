"""Injected links: farms of them in every layout, and single ones for the middle of a sentence."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .disguise import entities
from .links import address, anchor, campaign
from .phrases import keyword, keywords, spun_sentence
from .piece import Draft
from .words import pseudoword, recase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from .links import Campaign
    from .phrases import Subject

SEPARATORS = (
    " | ",
    ", ",
    " · ",
    " • ",
    " - ",
    " / ",
    " ",
    " ",
    "",
    " » ",
    "; ",
    "\n",
    " – ",
    "&nbsp;",
    " :: ",
    "  ",
    ". ",
)
_FARM = (
    "end_of_article",
    "mid_article",
    "footer",
    "footer",
    "after_body",
    "after_body",
    "first_in_body",
    "widget",
)


def size(rng: Random, most: int = 120) -> int:
    """How many links a farm has: mostly few, sometimes very many."""
    return max(1, min(most, round(rng.lognormvariate(1.9, 1.0))))


def _labels(rng: Random, texts: Sequence[str]) -> list[str]:
    """Markup of the anchor texts: escaped, as numeric references, in bold, or all the same empty phrase."""
    roll = rng.random()
    if roll < 0.08:
        return [entities(rng, text) for text in texts]
    escaped = [html.escape(text, quote=False) for text in texts]
    if roll < 0.2:
        tag = rng.choice(("b", "strong", "font", "span", "u", "h3", "big"))
        return [f"<{tag}>{text}</{tag}>" for text in escaped]
    return escaped


def anchors(rng: Random, plan: Campaign, texts: Sequence[str], style: str = "") -> list[str]:
    """The keywords as links of the campaign; some campaigns show the address in place of the keyword."""
    bare = rng.random() < 0.06
    stray = rng.random() < 0.08  # the anchor text is that of another link: text and target do not fit
    pairs = zip(texts, _labels(rng, texts), strict=True)
    if bare:
        return [
            anchor(rng, plan, text, label=html.escape(address(rng, plan, text)), style=style)
            for text, _ in pairs
        ]
    if stray:
        return [anchor(rng, plan, pseudoword(rng), label=label, style=style) for _, label in pairs]
    return [anchor(rng, plan, text, label=label, style=style) for text, label in pairs]


def _inline(rng: Random, links: list[str]) -> str:
    return rng.choice(SEPARATORS).join(links)


def _list(rng: Random, links: list[str]) -> str:
    tag = rng.choice(("ul", "ul", "ol"))
    line = rng.choice(("\n", "", "\n  "))
    return f"<{tag}>{line}" + line.join(f"<li>{link}</li>" for link in links) + f"</{tag}>"


def _debris(rng: Random, links: list[str]) -> str:
    """List items without their list, as a template cut in two leaves them."""
    close = rng.choice(("</li>", "</li>", ""))
    return "\n".join(f"<li>{link}{close}" for link in links) + rng.choice(("", "</ul>", "</li></ul>"))


def _lines(rng: Random, links: list[str]) -> str:
    return rng.choice(("<br>", "<br />\n", "<br/>", "<br>\n<br>")).join(links)


def _boxes(rng: Random, links: list[str]) -> str:
    tag = rng.choice(("p", "div", "div", "h2", "h3", "h4", "center", "span"))
    return rng.choice(("", "\n")).join(f"<{tag}>{link}</{tag}>" for link in links)


def _table(rng: Random, links: list[str]) -> str:
    width = rng.choice((1, 3, 5))
    rows = [links[k : k + width] for k in range(0, len(links), width)]
    cells = ("".join(f"<td>{link}</td>" for link in row) for row in rows)
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</tbody></table>"


def _nested(rng: Random, links: list[str]) -> str:
    """Font and strong inside each other, one of them never closed."""
    inner = rng.choice(SEPARATORS).join(links)
    tags = [rng.choice(("font", "strong", "b", "small", "i")) for _ in range(rng.randint(1, 3))]
    opening = "".join(f"<{tag} size=1>" if tag == "font" else f"<{tag}>" for tag in tags)
    closing = "".join(f"</{tag}>" for tag in reversed(tags[rng.randint(0, 1) :]))
    return f"<p>{opening}{inner}{closing}</p>"


_LAYOUTS: tuple[Callable[[Random, list[str]], str], ...] = (
    _inline, _inline, _inline, _inline, _list, _list, _debris, _lines, _boxes, _table, _nested,
)  # fmt: skip


def _padded(rng: Random, told: Subject, links: list[str]) -> list[str]:
    """Links with words between them: the keyword again, the number of the robot, or half a sentence."""
    roll = rng.random()
    if roll < 0.7:
        return links
    if roll < 0.85:
        return [f"{html.escape(keyword(rng, told), quote=False)} {link}" for link in links]
    if roll < 0.93:
        return [f"{link} {rng.randint(1, 999)}" for link in links]
    return [f"{html.escape(spun_sentence(rng, told), quote=False)} {link}" for link in links[:6]]


def _headed(rng: Random, told: Subject, farm: str) -> str:
    """The farm under a word that makes it look like part of the page."""
    if rng.random() < 0.82:
        return farm
    word = html.escape(
        rng.choice((*told.lexicon.headings, "friend:", "Links:", "Tags:", told.goods[0])), quote=False
    )
    return rng.choice((f"{word} {farm}", f"<h4>{word}</h4>{farm}", f"<p><strong>{word}</strong></p>\n{farm}"))


def link_farm(rng: Random, told: Subject) -> Draft:
    """Links in a row: the commonest injection."""
    count = size(rng)
    plan = campaign(rng, told)
    texts = [text for text in keywords(rng, told, count) if text]
    farm = rng.choice(_LAYOUTS)(rng, _padded(rng, told, anchors(rng, plan, texts)))
    placement = rng.choice(("comments", *_FARM)) if rng.random() < 0.2 else rng.choice(_FARM)
    return Draft(_headed(rng, told, farm), "link_farm", (placement,))


# Colours of body text and no underline: the link cannot be told from the sentence around it.
_CAMOUFLAGE = (
    "color:inherit;text-decoration:none", "outline: none; color: black; background-color: rgb(255, 255, 255);",
    "color:#333;text-decoration:none", "color:#000000;text-decoration:none;cursor:text", "text-decoration: none; color: inherit",
)  # fmt: skip


def sentence_anchor(rng: Random, told: Subject, plan: Campaign) -> tuple[str, str]:
    """One link to slip into an honest sentence: its markup and its visible text."""
    text = recase(rng, told.lexicon, rng.choice(told.goods)) if rng.random() < 0.6 else keyword(rng, told)
    style = rng.choice(_CAMOUFLAGE) if rng.random() < 0.25 else ""
    return anchor(rng, plan, text, style=style), text


def inserted_link(rng: Random, told: Subject) -> Draft:
    """One or two links for the middle of an honest sentence or the end of a paragraph."""
    plan = campaign(rng, told)
    found = [sentence_anchor(rng, told, plan)[0] for _ in range(rng.choice((1, 1, 1, 2)))]
    return Draft(rng.choice((" ", ", ")).join(found), "inserted_link", ("in_sentence",))
