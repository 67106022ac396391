"""Innocent words beside those of spam: readers who praise, slang, authors and their addresses, sellers, courts, forensics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .bylines import reader_name, with_byline
from .lines import bare_address, lines, mailbox, user_name
from .phrases import subject
from .pitches import phrase
from .prose import sentence, theme
from .sayings import say, sayings
from .words import full_name, pseudoword

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon
    from .piece import Draft

_PATHS = (
    "wp-content/themes/{w}/functions.php", "wp-includes/{w}.php", "index.php", ".htaccess", "wp-content/uploads/{w}/{w}.php",
    "/var/www/{w}/header.tpl", "templates/{w}/index.php", "lib/{w}.so", "wp-content/plugins/{w}/{w}.php", "robots.txt",
)  # fmt: skip
_MARKS = ("“{}”", "„{}“", "«{}»", '"{}"', "`{}`", "'{}'", "「{}」", "[{}]")


def _firm(rng: Random) -> str:
    """The name of an honest firm: no digits of luck in it."""
    form = rng.choice(("{}", "{}", "{} & Co.", "{} Ltd", "{} GmbH", "{} SA", "{} {}", "{}-{}"))
    return form.format(pseudoword(rng).title(), pseudoword(rng, 1).title())


def _gear(rng: Random) -> str:
    """A machine, a club, a band, a channel: a name and a number that sell nothing."""
    name, number = pseudoword(rng), rng.randint(2, 999)
    return rng.choice(
        (
            f"{name.title()} {number}",
            f"{name.title()}{number}",
            f"{name.upper()}-{number}",
            f"{name} {number}",
        )
    )


def _told(rng: Random, lexicon: Lexicon, family: str, template: str, **given: str) -> str:
    name = full_name(rng, lexicon)
    slots = {
        "topic": theme(rng, lexicon, family), "brand": _firm(rng), "user": user_name(rng),
        "mail": mailbox(rng, name), "site": bare_address(rng, name), "gear": _gear(rng),
    }  # fmt: skip
    return say(rng, lexicon, template, **(slots | given))


def _some(rng: Random, lexicon: Lexicon, family: str, sorts: tuple[str, ...], count: int) -> list[str]:
    """Up to `count` texts of one of these sorts, of those the language has; of its praise where it has none."""
    spoken: dict[str, Any] = sayings("everyday")[lexicon.code]
    sort = rng.choice([sort for sort in sorts if sort in spoken] or ["praise"])
    templates = rng.sample(spoken[sort], min(count, len(spoken[sort])))
    return [_told(rng, lexicon, family, template) for template in templates]


def _signed(rng: Random, lexicon: Lexicon, said: list[str]) -> list[str]:
    """The lines of a comment and who signs it, if anybody does."""
    return with_byline(rng, lexicon, reader_name(rng, lexicon) if rng.random() < 0.75 else "", said)


def thanks(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A comment that praises and says why: what was read, seen, missed; now and then the reader's own page."""
    said = _some(rng, lexicon, family, ("praise",), rng.choice((1, 1, 2)))
    if rng.random() < 0.3:
        said.insert(
            0,
            rng.choice(lexicon.praise)
            + rng.choice((".", "!", "。") if not lexicon.joiner else (".", "!", "...")),
        )
    rows = _signed(rng, lexicon, [(lexicon.joiner or " ").join(said)])
    if rng.random() < 0.12:
        rows.append(rng.choice((bare_address(rng, full_name(rng, lexicon)), mailbox(rng))))
    return lines(rng, rows, "thanks", ("comments",))


def slang(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Short comments in slang, under videos and pictures."""
    rows: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        rows += _signed(rng, lexicon, _some(rng, lexicon, family, ("chat", "praise"), 1))
    return lines(rng, rows, "slang", ("comments",))


def author(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Who wrote it and how to reach them, or how to join those who do."""
    rows = _some(rng, lexicon, family, ("bio", "bio", "join"), rng.choice((1, 1, 2)))
    return lines(rng, rows, "author", ("end_of_article", "footer", "widget", "mid_article"))


def business(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """What firms say of themselves: company, press release, terms, goods of their own shop."""
    rows = _some(rng, lexicon, family, ("company", "terms", "press", "shop"), rng.choice((1, 1, 2, 3)))
    return lines(rng, rows, "business", ("mid_article", "end_of_article", "footer"))


def review(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """What customers say, with stars."""
    rows = _some(rng, lexicon, family, ("review",), rng.choice((1, 1, 2, 3)))
    return lines(rng, rows, "review", ("mid_article", "comments", "widget"))


def coverage(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """News about what spam sells: courts, laws, studies, taxes, programmes."""
    table: dict[str, list[str]] = sayings("coverage")[lexicon.code]
    sort = family if family in table else rng.choice(sorted(table))
    told = [
        _told(rng, lexicon, sort, template)
        for template in rng.sample(table[sort], rng.randint(1, min(4, len(table[sort]))))
    ]
    told += [sentence(rng, lexicon, sort) for _ in range(rng.choice((0, 1, 2, 3)))]
    rng.shuffle(told)
    head = [theme(rng, lexicon, sort)] if rng.random() < 0.25 else []
    return lines(
        rng, [*head, (lexicon.joiner or "").join(told)], "coverage", ("mid_article", "end_of_article")
    )


def guide(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """An article that explains: its word over and over, questions as headings, counted steps, as doorways have them."""
    spoken = sayings("guides")[lexicon.code]
    about = (
        theme(rng, lexicon, family) if rng.random() < 0.7 else rng.choice((*lexicon.nouns, *lexicon.dishes))
    )
    rows = [about] if rng.random() < 0.3 else []
    for head in rng.sample(spoken["heads"], rng.choice((0, 1, 2, 3))):
        rows += [_told(rng, lexicon, family, head, kw=about), _explained(rng, lexicon, family, about)]
    if len(rows) < 2 or rng.random() < 0.3:
        rows.append(_explained(rng, lexicon, family, about))
    if rng.random() < 0.4:
        mark = rng.choice(("{k}. ", "{k}) ", "- ", "✔ ", "• ", "✅ ", ""))
        steps = rng.sample(spoken["steps"], min(len(spoken["steps"]), rng.randint(2, 5)))
        rows += [
            mark.format(k=k) + _told(rng, lexicon, family, step, kw=about) for k, step in enumerate(steps, 1)
        ]
    return lines(rng, rows, "guide", ("mid_article", "end_of_article", "first_in_body"))


def _explained(rng: Random, lexicon: Lexicon, family: str, about: str) -> str:
    templates = sayings("guides")[lexicon.code]["any"]
    said = [
        _told(rng, lexicon, family, t, kw=about)
        for t in rng.sample(templates, min(len(templates), rng.randint(1, 5)))
    ]
    said += [sentence(rng, lexicon, family) for _ in range(rng.choice((0, 0, 1, 2)))]
    rng.shuffle(said)
    return (lexicon.joiner or "").join(said)


def forensics(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A report on injected spam, which has to quote its hosts, paths and keywords."""
    sold = subject(rng, lexicon, family)
    quoted = [rng.choice(_MARKS).format(phrase(rng, sold)) for _ in range(rng.choice((1, 1, 2, 3)))]
    hosts = [bare_address(rng, rng.choice(sold.goods)) for _ in range(2)]
    defanged = [
        host.replace("http", "hxxp").replace(".", "[.]") if rng.random() < 0.4 else host for host in hosts
    ]
    given = {"quoted": ", ".join(quoted), "host": defanged[0], "host2": defanged[1],
             "path": rng.choice(_PATHS).format(w=pseudoword(rng))}  # fmt: skip
    templates = sayings("forensics")[lexicon.code]
    told = [
        _told(rng, lexicon, "seo", template, **given)
        for template in rng.sample(templates, min(len(templates), rng.choice((1, 1, 2))))
    ]
    told.append(sentence(rng, lexicon, "seo"))
    return lines(rng, [(lexicon.joiner or "").join(told)], "forensics", ("mid_article", "end_of_article"))
