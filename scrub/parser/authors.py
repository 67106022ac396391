"""Names of authors out of bylines: without "By", addresses, dates, roles and placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scrub.parser.tidy import sameness

_LONGEST = 200  # characters of all names together
_MOST_WORDS = 7  # of one name; anything longer is a sentence

_BY = re.compile(
    r"(?:(?:(?:written|posted|reported|published|story|text|words|photo\w*|article|analysis|opinion)\s+)?by"
    r"|author|autor(?:in|a|e)?|auteur|autore|vo[nm]|текст|verfasst\s+von|par|por|przez|door|oleh|автор|yazar|av|af)"
    r"(?:\s*[:|]\s*|\s+)",
    re.I,
)
_ADDRESS = re.compile(r"\(?\b(?:https?://|www\.)\S+|<?\b[\w.+-]+@[\w-]+\.[\w.-]+>?|(?<!\w)@\w+", re.I)
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_TAIL = re.compile(
    r"\s*(?:[|•·]|[-–—]\s|\b(?:published|posted|updated|last updated|on|for|in)\b[: ]|\d{1,2}[./:]\d|\b(?:19|20)\d\d\b"
    r"|\d+\s+min\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d).*",
    re.I | re.S,
)
_DANGLING = re.compile(r"\s+(?:am|on|at|and|und|the|by|le|el|em|il|staff)\Z", re.I)
_BETWEEN = re.compile(r"\s*[;\n]\s*|\s*,?\s+(?:and|und|&|et|och|og)\s+|\s+/\s+", re.I)
_COMMA = re.compile(r"\s*,\s*")
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|journalist|producer|contributor|analyst|chief|senior"
    r"|redakteur\w*|korrespondent\w*|professor|director|dr|ph\.?d|m\.?d|jr|sr|inc|ltd)\b",
    re.I,
)
_PLACEHOLDERS = frozenset(
    sameness(name)
    for name in (
        "admin", "administrator", "webmaster", "author", "autor", "unknown", "none", "null", "undefined", "n/a",
        "nan", "user", "root", "guest", "true", "false", "by", "name", "superuser", "wordpress", "editor",
        "default", "test", "anonymous", "about the author", "share", "follow", "object object", "no author",
        "publiziert", "veröffentlicht", "geschrieben", "posted", "published",
    )
)  # fmt: skip

_ACCOUNT = re.compile(r"[a-z\d]\S*|\S*\d\S*")  # one word that no person is written as: jane-doe, jane.doe.12


def is_account(name: str) -> bool:
    """Whether a name is that of an account rather than a person's."""
    return name.isascii() and _ACCOUNT.fullmatch(name) is not None


def join_authors(written: Iterable[str], site_name: str = "") -> str | None:
    """The names in the order of the page, each once, joined by "; "; None where there is none.

    site_name is dropped where it follows a name: `Jane Doe Example Times`.
    """
    names: dict[str, str] = {}
    for text in written:
        if text.lstrip().startswith(","):  # a template with nobody's name before the publisher's
            continue
        for name in _split(text) if len(text) > _LONGEST else _known_names(text):
            name = _without_site(name, site_name)
            key = sameness(name)
            if not any(key in known for known in names):
                names[key] = name
    joined = ""
    for name in names.values():
        if len(joined) + len(name) + 2 > _LONGEST:
            break
        joined = f"{joined}; {name}" if joined else name
    return joined or None


def _without_site(name: str, site_name: str) -> str:
    start = len(name) - len(site_name)
    if not site_name or start <= 0 or name[start:].casefold() != site_name.casefold():
        return name
    rest = name[:start].rstrip(" .,|/-–—")
    return rest if " " in rest else name


@lru_cache(maxsize=256)  # a page names its author several times
def _known_names(text: str) -> tuple[str, ...]:
    return tuple(_split(text))


def _split(text: str) -> list[str]:
    """Single names of one byline."""
    text = text[:400]
    if "(" in text or "[" in text:
        text = _BRACKETED.sub("", text)
    if "@" in text or "://" in text or "www." in text.lower():
        text = _ADDRESS.sub("", text)
    text = text.strip(" ,;|-–—•·:")
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    parts = [part for chunk in _BETWEEN.split(text) for part in _uncomma(chunk)]
    return [name for part in parts if (name := _name(part))]


def _uncomma(text: str) -> list[str]:
    """Split at commas between full names, not inside `Surname, Given`; what follows may be a role."""
    parts = _COMMA.split(text)
    if len(parts) == 1 or " " not in parts[0]:
        return [text]
    return [parts[0], *(part for part in parts[1:] if " " in part and not _ROLE.search(part))]


def _name(text: str) -> str | None:
    text = _DANGLING.sub("", _TAIL.sub("", text)).strip(" ,;|-–—•·:/<>\"'“”")
    key = sameness(text)
    if not key or key.isdecimal() or key in _PLACEHOLDERS or len(text.split()) > _MOST_WORDS:
        return None
    if len(key) < 2 and text.isascii():
        return None
    return text.title() if text.isupper() and " " in text else text
