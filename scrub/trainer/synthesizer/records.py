"""Innocent lines that are no sentences: fields, specifications, buttons, logs, lone names, references, tags, dressed letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .disguise import EMOJI, mathematical
from .lines import bare_address, day, lines, mailbox, user_name
from .links import HONEST_HOSTS, honest_address
from .prose import theme
from .words import brand, fill, full_name, organisation, pseudoword, slug, telephone

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from .lexicon import Lexicon
    from .piece import Draft

_TYPES = (
    "string",
    "URL",
    "integer",
    "boolean",
    "date",
    "e-mail",
    "array",
    "RFC 1738 URL",
    "ISO 8601",
    "UUID",
    "enum",
    "float",
)
_UNITS = (
    "lbs",
    "kg",
    "mm",
    "W",
    "V",
    "Hz",
    "l",
    "GB",
    "mAh",
    "dB",
    "rpm",
    "bar",
    "°C",
    "in",
    "m",
)
_SPECS = (
    "Weight",
    "Capacity",
    "Protection",
    "Gewicht",
    "Poids",
    "Peso",
    "Power",
    "Size",
    "Colour",
    "Model",
    "Material",
    "Ports",
)
_BUTTONS = ("Order now", "Add to cart", "Buy now", "Read more", "Book now", "Jetzt bestellen", "In den Warenkorb", "Acheter",
            "Añadir al carrito", "Comprar", "Details", "Show all", "Login", "Free trial", "Download", "В корзину", "Sepete ekle",
            "カートに入れる", "加入购物车", "장바구니", "Mua ngay", "Beli sekarang", "Kup teraz", "Call us", "Get started")  # fmt: skip
_SHELL = (
    "$ ssh {u}@192.168.{a}.{b} -p {n}", "$ curl -v http://localhost:{n}/{w}/{x}", "# iptables -A INPUT -s 10.0.{a}.{b} -j DROP",
    "ping {w}.local ({a} ms)", "10.{a}.{b}.7 - - \"GET /{w}/{x}.html HTTP/1.1\" 404 {n}", "sudo apt install {w}-{x} lib{w}{a}",
    "[{a:02}:{b:02}:11] WARN {w}.{x}: retry {n}", "git clone https://localhost/{u}/{w}.git", "rsync -av {w}/ {u}@backup:/srv/{x}/",
    "docker run -p {n}:80 {w}/{x}:{a}.{b}", "mysql -u {u} -p {w}_{x} < dump{a}.sql", "C:\\{w}\\{x}{a}.exe /quiet", "127.0.0.1 {w}.test",
)  # fmt: skip
_PLATFORM = (
    "Powered by {b}. Theme: {w} by {n}.", "Proudly powered by {b} | {w} theme", "Blog at {b}.", "Posted in {t}, {t2} | Tagged {t}, {t2} | {k} Comments",
    "Filed under {t} · {k} Replies", "Labels: {t}, {t2}, {t}", "Older posts Newer posts Home Subscribe to: Posts (Atom)", "© {y} {n}. All rights reserved.",
    "Share this: Twitter Facebook Email Print More", "Like this: Like Loading… Related {t} {t2}", "Comments (RSS) Entries (RSS) Log in {b}",
    "{k} people like this. {n} and {k} others", "Kategorien: {t}, {t2} Schlagwörter: {t}", "Publié dans {t} | Laisser un commentaire",
)  # fmt: skip


def _fields(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """Rows of a table of fields, as text keeps them."""
    rows = []
    for _ in range(rng.randint(1, 9)):
        name, address = (
            f"{pseudoword(rng)}_{rng.choice(('id', 'url', 'name', 'type'))}",
            honest_address(rng, lexicon, "api"),
        )
        about = rng.choice(
            (theme(rng, lexicon, family), rng.choice(lexicon.nouns), address, f"https://example.com/{name}")
        )
        rows.append(
            " ".join(
                (
                    name,
                    rng.choice(_TYPES),
                    about,
                    rng.choice(("Required", "Optional", "No", "Yes", "null", "deprecated")),
                )
            )
        )
    return rows


def _specs(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """Rows of a comparison of goods: the same value for every model."""
    rows = []
    for _ in range(rng.randint(1, 8)):
        value = f"{rng.randint(1, 999)} {rng.choice(_UNITS)}"
        values = [
            value if rng.random() < 0.7 else f"{rng.randint(1, 999)} {value.split()[1]}"
            for _ in range(rng.randint(2, 6))
        ]
        if rng.random() < 0.15:
            values = [rng.choice(("IP55", "IP66", "USB-C", "A++", "XL", "PVC")) for _ in values]
        rows.append(
            rng.choice((f"{rng.choice(_SPECS)} ", "", f"{rng.choice(lexicon.nouns)}: ")) + " ".join(values)
        )
    return rows


def _buttons(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """Buttons that repeat, with the goods between or without."""
    button = rng.choice((*_BUTTONS, *lexicon.labels))
    rows = []
    for _ in range(rng.randint(1, 6)):
        good = rng.choice((f"{rng.choice(lexicon.nouns)} {rng.randint(3, 900)} {lexicon.currency} ", "", ""))
        rows.append(good + " ".join([button] * rng.randint(1, 4)))
    return rows


def _shell(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """Commands and lines of logs, with addresses of the own network."""
    return [
        rng.choice(_SHELL).format(u=user_name(rng), w=pseudoword(rng), x=pseudoword(rng), a=rng.randint(0, 59),
                                  b=rng.randint(0, 59), n=rng.randint(1000, 65000))
        for _ in range(rng.randint(1, 10))
    ]  # fmt: skip


def _lone(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """A line that is but a name, an address, a number."""
    name = full_name(rng, lexicon)
    return [rng.choice((user_name(rng), user_name(rng), mailbox(rng, name), bare_address(rng, name), honest_address(rng, lexicon, name),
                        f"@{user_name(rng)}", telephone(rng), f"{user_name(rng)} {day(rng)}", f"{name} ({user_name(rng)})",
                        bare_address(rng, organisation(rng, lexicon)), f"{rng.choice(lexicon.cities)}, {day(rng)}"))
            for _ in range(rng.choice((1, 1, 1, 2, 5)))]  # fmt: skip


def _references(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """References of a text version: a number, an address, the same once more in brackets."""
    rows = []
    for k in range(rng.randint(1, 20), rng.randint(21, 28)):
        url = rng.choice(
            (
                honest_address(rng, lexicon, theme(rng, lexicon, family)),
                f"http://{rng.choice(HONEST_HOSTS)}/{pseudoword(rng)}/{k}",
            )
        )
        title = fill(rng, lexicon, rng.choice(lexicon.frames), topic=theme(rng, lexicon, family))
        rows.append(
            rng.choice(
                (
                    f"[{k}] {url} ({url})",
                    f"[{k}] {url}",
                    f"{k}. {title} {url}",
                    f"↑ {title} ({url})",
                    f"[{k}]: {url}",
                )
            )
        )
    return rows[: rng.randint(1, 9)]


def _tags(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """A cloud of tags, and what a blog says below every post."""
    tags = [
        theme(rng, lexicon, family)
        if rng.random() < 0.5
        else rng.choice((*lexicon.themes, *lexicon.nouns, *lexicon.dishes))
        for _ in range(rng.randint(4, 30))
    ]
    form = rng.choice(("{}", "{}", "{} ({n})", "#{}", "{},"))
    cloud = " ".join(form.format(tag, n=rng.randint(1, 90)) for tag in tags)
    below = rng.choice(_PLATFORM).format(
        b=brand(rng),
        w=pseudoword(rng).title(),
        n=full_name(rng, lexicon),
        t=tags[0],
        t2=tags[1],
        k=rng.randint(1, 90),
        y=rng.randint(1999, 2026),
    )
    return rng.choice(([cloud], [below], [cloud, below]))


def _towns(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """The towns a site serves, as its footer names them."""
    cities = rng.sample(lexicon.cities, rng.randint(4, len(lexicon.cities)))
    before = rng.choice(("", "", f"{rng.choice(lexicon.institutions)}: ", f"{rng.choice(lexicon.themes)} "))
    return [before + rng.choice((" ", ", ", " · ", " | ", " - ")).join(cities)]


def _dressed(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    """A quoted post whose author likes other letters: name or heading dressed, hashtags, emoji."""
    name = full_name(rng, lexicon)
    shown = mathematical(rng, name)
    topic = theme(rng, lexicon, family)
    tags = " ".join(
        f"#{slug(rng, word, '')}" for word in (topic, *rng.sample(lexicon.themes, rng.randint(0, 4)))
    )
    said = fill(rng, lexicon, rng.choice((*lexicon.comments, *lexicon.plain)))
    head = mathematical(rng, topic.upper()) if rng.random() < 0.4 else ""
    mark = rng.choice(("", "", rng.choice(EMOJI), "✨", "🇺🇦", "🌻"))
    return [
        f"{shown} {mark} @{user_name(rng)} {day(rng)}",
        head,
        f"{said} {tags if rng.random() < 0.6 else ''}".strip(),
    ]


_SORTS: tuple[Callable[[Random, Lexicon, str], list[str]], ...] = (
    _fields, _specs, _buttons, _shell, _lone, _lone, _lone, _references, _tags, _tags, _towns, _dressed, _dressed,
)  # fmt: skip


def record(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Lines of one of the sorts."""
    rows = rng.choice(_SORTS)(rng, lexicon, family)
    return lines(rng, rows, "record", ("mid_article", "end_of_article", "footer", "comments", "widget"))
