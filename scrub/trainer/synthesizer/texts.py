"""Injected words: keyword texts, spun paragraphs, robot comments, and pages that are spam as a whole."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .disguise import entities, look_alike, with_emoji
from .farms import SEPARATORS, anchors
from .links import anchor, campaign, remnant
from .phrases import contact, keyword, keywords, praise, spun_text, visit
from .piece import Draft
from .robots import robot_comment
from .words import full_name, gibberish, pseudoword, year

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from .links import Campaign
    from .phrases import Subject

_ANYWHERE = (
    "end_of_article",
    "end_of_article",
    "mid_article",
    "footer",
    "after_body",
    "first_in_body",
    "widget",
)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def keyword_text(rng: Random, told: Subject) -> str:
    """Keywords and no link: what a farm leaves once its links are gone. Returns markup."""
    count = max(3, min(90, round(rng.lognormvariate(2.6, 0.8))))
    separator = rng.choice([s for s in SEPARATORS if s])
    text = separator.join(_escape(word) for word in keywords(rng, told, count))
    tag = rng.choice(("p", "div", "div", "span", "h2", "font", "", "b", "li"))
    if rng.random() < 0.06:
        return f"<marquee>{text}</marquee>"
    return f"<{tag}>{text}</{tag}>" if tag else text


def _linked(rng: Random, told: Subject, plan: Campaign, sentence: str, count: int) -> str:
    """The sentence as markup, with `count` links between its words."""
    words = [_escape(word) for word in sentence.split(" ")]
    for link in anchors(rng, plan, [keyword(rng, told) for _ in range(count)]):
        words.insert(rng.randrange(len(words) + 1), link)
    return " ".join(words)


def spun_paragraph(rng: Random, told: Subject) -> str:
    """A paragraph that nobody wrote, with none to five links. Returns markup."""
    plan = campaign(rng, told)
    told_of = spun_text(rng, told, rng.randint(1, 7))
    linked = [rng.randrange(len(told_of)) for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 5)))]
    sentences = [_linked(rng, told, plan, s, linked.count(k)) for k, s in enumerate(told_of)]
    if rng.random() < 0.2:
        sentences.append(_escape(contact(rng, told)))
    text = told.lexicon.joiner.join(sentences)
    tag = rng.choice(("p", "p", "p", "div", "b", ""))
    return f"<{tag}>{text}</{tag}>" if tag else text


def advertisement(rng: Random, told: Subject) -> str:
    """Few words and a number to call. Returns markup."""
    parts = [keyword(rng, told) for _ in range(rng.randint(1, 4))]
    parts.insert(rng.randrange(len(parts) + 1), contact(rng, told))
    if rng.random() < 0.4:
        parts = [with_emoji(rng, part) for part in parts]
    if rng.random() < 0.2:
        parts = [look_alike(rng, part) for part in parts]
    joint = rng.choice((" ", " - ", "<br>", " | ", "! "))
    return f"<p>{joint.join(_escape(part) for part in parts)}</p>"


_TEXTS: tuple[Callable[[Random, Subject], str], ...] = (
    keyword_text, keyword_text, spun_paragraph, spun_paragraph, spun_paragraph, advertisement,
)  # fmt: skip


def spam_text(rng: Random, told: Subject) -> Draft:
    """Injected text with few links or none."""
    markup = rng.choice(_TEXTS)(rng, told)
    if rng.random() < 0.03:
        words = keywords(rng, told, 12)
        markup = f"<p>{', '.join(entities(rng, word) for word in words)}</p>"
    return Draft(markup, "spam_text", (rng.choice(_ANYWHERE),))


def _by_author(rng: Random, told: Subject, plan: Campaign) -> str:
    """The author line of a comment: a person or a keyword, linked to the goods."""
    name = keyword(rng, told) if rng.random() < 0.5 else full_name(rng, told.lexicon)
    linked = anchor(rng, plan, name) if rng.random() < 0.7 else _escape(name)
    date = f"{year(rng)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} {rng.randint(0, 23)}:{rng.randint(0, 59):02}"
    return rng.choice((f'<div class="comment-author">{linked}</div>', f"<cite>{linked}</cite> {date}",
                       f"<p><b>{linked}</b> – {date}</p>", f'<h4 class="fn">{linked}</h4>', ""))  # fmt: skip


def _robot_links(rng: Random, told: Subject, plan: Campaign) -> str:
    """Links as robots drop them in comments: rendered, as BBCode, bare, with random tokens between. Returns markup."""
    texts = keywords(rng, told, rng.choice((1, 1, 2, 3, 5, 9)))
    raw = rng.random() < 0.45
    links = [_escape(remnant(rng, plan, text)) for text in texts] if raw else anchors(rng, plan, texts)
    if rng.random() < 0.15:
        links = [f"{gibberish(rng)} {link}" for link in links]
    return rng.choice((" ", " ", ", ", "<br>", " , ", " - ")).join(links)


def _comment_body(rng: Random, told: Subject, plan: Campaign) -> str:
    roll, salute = rng.random(), _escape(praise(rng, told))
    if roll < 0.18:
        # Nothing but praise or a testimony: what gives it away is that robots have said it before.
        spun = [
            robot_comment(rng, told.lexicon, keyword(rng, told)) for _ in range(rng.choice((1, 1, 1, 2, 3)))
        ]
        return _escape(" ".join(spun).strip()) or salute
    if roll < 0.3:
        return f"{salute} {_robot_links(rng, told, plan)}"
    if roll < 0.45:
        return f"{salute} {_escape(visit(rng, told))} {_escape(remnant(rng, plan, keyword(rng, told)))}"
    if roll < 0.6:
        return _robot_links(rng, told, plan)
    if roll < 0.75:
        return f"{salute} {_escape(visit(rng, told))}"
    if roll < 0.87:
        return _linked(rng, told, plan, " ".join(spun_text(rng, told, rng.randint(1, 3))), 1)
    return _escape(f"{praise(rng, told)} {contact(rng, told)} {keyword(rng, told)}")


def comment(rng: Random, told: Subject) -> Draft:
    """A comment by a robot, with its author line."""
    plan = campaign(rng, told)
    author, body = _by_author(rng, told, plan), _comment_body(rng, told, plan)
    markup = rng.choice(('<li class="comment">{a}<p>{b}</p></li>', '<div class="comment-body">{a}<p>{b}</p></div>',
                         "<p>{b}</p>", "{a}<div>{b}</div>", '<article class="comment">{a}{b}</article>')).format(a=author, b=body)  # fmt: skip
    return Draft(markup, "comment", ("comments",))


def doorway(rng: Random, told: Subject) -> Draft:
    """A page of its own made for search engines: headings, spun paragraphs, links, a number to call."""
    title = keyword(rng, told)
    parts = [f"<h1>{_escape(title)}</h1>"]
    for _ in range(rng.randint(2, 6)):
        if rng.random() < 0.5:
            parts.append(f"<h2>{_escape(keyword(rng, told))}</h2>")
        parts.append(f"<p>{_escape(' '.join(spun_text(rng, told, rng.randint(2, 6))))}</p>")
    if rng.random() < 0.6:
        plan = campaign(rng, told)
        links = anchors(rng, plan, keywords(rng, told, rng.randint(3, 25)))
        parts.append("<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>")
    if rng.random() < 0.5:
        parts.append(f"<p>{_escape(contact(rng, told))}</p>")
    return Draft("\n".join(parts), "doorway", ("end_of_article", "after_body", "first_in_body"))


_SHELVES = (
    "/item/{n}.html",
    "/products/{n}.html",
    "/{word}/{n}.html",
    "/?p={n}",
    "/shop/{word}-{n}",
    "/goods.php?id={n}",
    "/{n}/",
)


def shop_window(rng: Random, told: Subject) -> Draft:
    """A page of a shop that was planted on the site: goods and brands over and over, linked among themselves."""
    shelf, word = rng.choice(_SHELVES), pseudoword(rng)
    goods = keywords(rng, told, rng.choice((2, 3, 3, 6, 12, 30)))
    links = [
        f'<a href="{shelf.format(n=rng.randint(1, 9999), word=word)}">{_escape(good)}{rng.choice(("", "", f" {rng.randint(1, 90)}"))}</a>'
        for good in goods
    ]
    talk = _escape(told.lexicon.joiner.join(spun_text(rng, told, rng.randint(2, 5))))
    parts = [
        f"<h1>{_escape(keyword(rng, told))}</h1>",
        f"<p>{_escape(rng.choice(told.goods))}{rng.choice(('. ', '。', ' '))}{talk}</p>",
        f"<p>{rng.choice((' ', ' | ', '<br>', ', ')).join(links)}</p>",
        f"<p>{talk} {_escape(keyword(rng, told))}</p>",
    ]
    return Draft(
        "\n".join(parts[rng.choice((0, 0, 1)) :]),
        "shop_window",
        ("end_of_article", "mid_article", "first_in_body"),
    )
