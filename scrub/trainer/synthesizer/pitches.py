"""Injected words without links, as plain text keeps them: praise, adverts, doorway prose, brands in chatter, spliced keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bylines import robot_name, with_byline
from .chat_brands import chat_brand, plain_brand
from .disguise import with_emoji
from .lines import bare_address, lines, mailbox, user_name
from .phrases import keyword
from .sayings import say, say_some, sayings
from .words import fill, full_name, handle, recase, telephone

if TYPE_CHECKING:
    from random import Random

    from .phrases import Subject
    from .piece import Draft


def phrase(rng: Random, told: Subject) -> str:
    """What somebody types into a search box to find the goods; as often a keyword of the subject."""
    known = sayings("doorways").get(told.lexicon.code, {}).get("phrases", {}).get(told.family, ())
    if not known or rng.random() < 0.35:
        return keyword(rng, told)
    given = _given(rng, told, rng.choice(told.goods)) | {"city": rng.choice(told.cities)}
    text = say(rng, told.lexicon, rng.choice(known), **given)
    return recase(rng, told.lexicon, text) if rng.random() < 0.4 else text


def _lone_address(rng: Random, about: str) -> str:
    """An address that stands alone and is no link: of a site, of a mailbox."""
    return mailbox(rng) if rng.random() < 0.3 else bare_address(rng, about)


def _given(rng: Random, told: Subject, kw: str) -> dict[str, str]:
    """What the slots of spam are filled with, beside those of any text."""
    return {
        "kw": kw, "brand": chat_brand(rng) if rng.random() < 0.4 else plain_brand(rng), "phone": telephone(rng),
        "mail": mailbox(rng), "site": bare_address(rng, kw), "handle": handle(rng), "year": recent(rng),
    }  # fmt: skip


def _signed(rng: Random, told: Subject, kw: str, said: list[str], unsigned: float) -> list[str]:
    """The lines of a comment and who signs it: a share of them nobody."""
    name = "" if rng.random() < unsigned else robot_name(rng, told, kw)
    return with_byline(rng, told.lexicon, name, said)


def _dropped(rng: Random, told: Subject, text: str, kw: str, times: int = 1) -> str:
    """The text with the keyword between any two of its words, where it does not belong."""
    glue = told.lexicon.joiner
    words = text.split() if glue else [text[k : k + 3] for k in range(0, len(text), 3)]
    for _ in range(times):
        words.insert(rng.randrange(1, len(words) + 1), kw)
    return glue.join(words)


def praise_comment(rng: Random, told: Subject) -> Draft:
    """Praise of any site by a robot: nothing about the page, a keyword as author, in the sentence, or at the end."""
    kw = phrase(rng, told)
    templates, count = sayings("praise")[told.lexicon.code], rng.choice((1, 1, 2, 2, 3))
    said = say_some(rng, told.lexicon, templates, count, **_given(rng, told, kw))
    if rng.random() < 0.35:
        k = rng.randrange(len(said))
        said[k] = _dropped(rng, told, said[k], kw)
    rows = [(told.lexicon.joiner or rng.choice(("", " "))).join(said)]
    roll = rng.random()
    if roll < 0.12:
        rows.append(_lone_address(rng, kw))
    elif roll < 0.22:
        rows[-1] += f" {_lone_address(rng, kw)}"
    elif roll < 0.3:
        rows.append(kw)
    elif roll < 0.4:
        rows[-1] += f" {rng.choice(('', '', '- ', '>> ', '#'))}{kw}"
    return lines(rng, _signed(rng, told, kw, rows, 0.35), "praise", ("comments",))


def recent(rng: Random) -> str:
    """A year that sells: this one, or one of the last."""
    return str(rng.choice((2026, 2025, 2025, 2024, 2023, rng.randint(2012, 2022))))


def _prose(rng: Random, told: Subject, kw: str, count: int) -> str:
    """A fluent paragraph that says the keyword in every sentence."""
    spoken = sayings("doorways")[told.lexicon.code]
    templates = [*spoken["any"], *spoken["families"].get(told.family, ()) * 2]
    said = []
    for template in rng.sample(templates, min(count, len(templates))):
        used = kw if rng.random() < 0.8 else phrase(rng, told)
        said.append(say(rng, told.lexicon, template, **_given(rng, told, used)))
    return (told.lexicon.joiner or rng.choice(("", " "))).join(said)


def doorway_prose(rng: Random, told: Subject) -> Draft:
    """Prose written for search engines: questions as headings, counted benefits, one keyword over and over."""
    kw, spoken = phrase(rng, told), sayings("doorways")[told.lexicon.code]
    if rng.random() < 0.45:
        text = _prose(rng, told, kw, rng.randint(1, 5))
        if rng.random() < 0.15:
            text += f" {_lone_address(rng, kw)}"
        return lines(
            rng, [text], "doorway_prose", ("end_of_article", "mid_article", "footer", "comments", "widget")
        )
    rows = [kw] if rng.random() < 0.4 else []
    given = _given(rng, told, kw)
    for head in say_some(rng, told.lexicon, spoken["heads"], rng.randint(1, 3), **given):
        rows += [head, _prose(rng, told, kw, rng.randint(2, 5))]
    if rng.random() < 0.5:
        benefits = say_some(rng, told.lexicon, spoken["benefits"], rng.randint(2, 5), **given)
        mark = rng.choice(("{k}. ", "{k}) ", "- ", "✔ ", "• ", "✅ ", ""))
        rows += [mark.format(k=k) + benefit for k, benefit in enumerate(benefits, 1)]
    if rng.random() < 0.6:
        rows.append(say(rng, told.lexicon, rng.choice(spoken["close"]), **given))
    return lines(rng, rows, "doorway_prose", ("end_of_article", "mid_article", "after_body", "first_in_body"))


def brand_comment(rng: Random, told: Subject) -> Draft:
    """A chatty comment that drops a brand in disguise."""
    given = _given(rng, told, phrase(rng, told)) | {"brand": chat_brand(rng)}
    said = say(rng, told.lexicon, rng.choice(sayings("chat")[told.lexicon.code]), **given)
    if rng.random() < 0.25:
        said = said.lower() if rng.random() < 0.5 else f"{said} {chat_brand(rng)}"
    name = rng.choice(("", "", f"@{user_name(rng)}", full_name(rng, told.lexicon)))
    return lines(rng, [name, said], "brand_comment", ("comments",))


def advert(rng: Random, told: Subject) -> Draft:
    """A message that sells, as it is posted under pages and sent to telephones: a story, an offer, a list, or a few."""
    table: dict[str, list[str]] = sayings("adverts")[told.lexicon.code]
    if told.family not in table:
        return doorway_prose(rng, told)
    kw = phrase(rng, told)
    said = say_some(
        rng, told.lexicon, table[told.family], rng.choice((1, 1, 1, 1, 2)), **_given(rng, told, kw)
    )
    rows = _signed(rng, told, kw, said, 0.74)
    if rng.random() < 0.15:
        rows = [recase(rng, told.lexicon, row) for row in rows]
    if rng.random() < 0.1:
        rows = [with_emoji(rng, row) if row else row for row in rows]
    return lines(
        rng, rows, "advert", ("comments", "comments", "end_of_article", "mid_article", "footer", "widget")
    )


def spliced_text(rng: Random, told: Subject) -> Draft:
    """Honest sentences that a keyword cuts in two, again and again."""
    lexicon, kw = told.lexicon, phrase(rng, told)
    pools = (
        lexicon.plain,
        lexicon.frames,
        lexicon.topics.get(told.family) or lexicon.plain,
        lexicon.comments,
    )
    said = []
    for _ in range(rng.choice((1, 2, 3, 4, 6))):
        honest = fill(rng, lexicon, rng.choice(rng.choice(pools)), topic=rng.choice(lexicon.themes))
        times = rng.choice((0, 1, 1, 1, 2))
        said.append(_dropped(rng, told, honest, kw if rng.random() < 0.85 else phrase(rng, told), times))
    if kw not in "".join(said):
        said[0] = _dropped(rng, told, said[0], kw)
    return lines(
        rng, [lexicon.joiner.join(said)], "spliced_text", ("end_of_article", "mid_article", "footer")
    )
