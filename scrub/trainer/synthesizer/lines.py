"""Lines of text as a page holds them, for spam and innocents alike: blocks, breaks, a day, an address that is no link."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .piece import Draft
from .words import pseudoword, slug

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# More than half stands in plain text, where this spam was missed most; innocents as often, or the place would tell.
AS_TEXT = 0.62
_MAIL = ("gmail.com", "hotmail.com", "yahoo.com", "outlook.com", "mail.ru", "gmx.de", "aol.com")
_ZONES = ("com", "net", "org", "info", "xyz", "top", "co", "ru", "site", "shop", "de", "co.uk", "eu", "io")
_NAMES = ("costel", "taiwan", "bluebird", "mike", "anna", "drummer", "oldtimer", "wanderer", "kaiser", "luna", "tux", "fisch",
          "sailor", "nurse", "teacher", "gamer", "rider", "pixel", "cook", "garden", "chess", "trucker")  # fmt: skip


def lines(rng: Random, rows: Sequence[str], kind: str, placements: tuple[str, ...]) -> Draft:
    """The rows as blocks of markup, or broken inside one block; empty ones are left out."""
    told = [html.escape(row, quote=False) for row in rows if row]
    tag = rng.choice(("p", "p", "p", "div", "li", "span"))
    if rng.random() < 0.35:
        markup = f"<{tag}>{'<br>'.join(told)}</{tag}>"
    else:
        tag = "p" if tag == "span" else tag
        markup = "\n".join(f"<{tag}>{row}</{tag}>" for row in told)
    return Draft(markup, kind, placements, as_text=AS_TEXT)


def day(rng: Random) -> str:
    """A day of the web, as comments are dated."""
    told, month, number = rng.randint(2004, 2026), rng.randint(1, 12), rng.randint(1, 28)
    clock = f"{rng.randint(0, 23)}:{rng.randint(10, 59)}"
    return rng.choice(
        (f"{told}-{month:02}-{number:02}", f"{number}.{month}.{told} {clock}", f"{number}/{month}/{told}")
    )


def mailbox(rng: Random, name: str = "") -> str:
    """An address of a mailbox with one of the large hosts."""
    number = rng.choice(("", "", str(rng.randint(1, 999))))
    return f"{slug(rng, name, '.') if name else pseudoword(rng)}{number}@{rng.choice(_MAIL)}"


def bare_address(rng: Random, about: str) -> str:
    """The address of a site about this, as it is written where it is no link."""
    name = slug(rng, about, rng.choice(("", "-", "-")))[:28].strip("-")
    host = f"{name}{rng.choice(('', '', '', str(rng.randint(1, 99))))}.{rng.choice(_ZONES)}"
    return rng.choice(
        (host, f"www.{host}", f"https://{host}/", f"http://{host}", f"{host}/{pseudoword(rng)}.html")
    )


def user_name(rng: Random) -> str:
    """The name of somebody in a forum: a word and digits, as brands of betting sites have."""
    name = rng.choice((rng.choice(_NAMES), pseudoword(rng)))
    return f"{name}{rng.choice(('', '', '_', '-'))}{rng.choice((rng.randint(1, 99), rng.randint(100, 999), rng.randint(1950, 2012)))}"
