"""JSON-LD of a page: the object that describes the article, and what can be read from it.

Scripts are written by many hands: comments and CDATA around the JSON, trailing commas, raw line
breaks in strings, several objects in a row, graphs of references. What cannot be read is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scrub.parser.dates import parse_date
from scrub.parser.tidy import sameness, tidy_json

Node = dict[str, Any]

_LONGEST_SCRIPT = 512 * 1024
_MOST_SCRIPTS = 30
_MOST_NODES = 2_000
_MOST_COMMENTS = 1_000

# How much an object of this type is the page's main thing. Anything that ends in "article" or
# "posting" is an article. https://schema.org/CreativeWork lists the types.
_ARTICLE, _WORK, _PAGE = 30, 20, 10
_RANK = {
    "report": _ARTICLE, "analysisnewsarticle": _ARTICLE, "review": _WORK, "recipe": _WORK, "howto": _WORK,
    "question": _WORK, "videoobject": _WORK, "podcastepisode": _WORK, "event": _WORK, "product": _WORK,
    "book": _WORK, "course": _WORK, "creativework": _WORK, "jobposting": _WORK, "softwareapplication": _WORK,
    "dataset": _WORK, "webpage": _PAGE, "itempage": _PAGE, "qapage": _PAGE, "faqpage": _PAGE,
    "medicalwebpage": _PAGE, "aboutpage": _PAGE, "collectionpage": _PAGE, "profilepage": _PAGE,
}  # fmt: skip
# Where the main thing may hide, the last that is looked at first.
_INSIDE_BACKWARDS = ("review", "hasPart", "mainEntityOfPage", "mainEntity", "@graph")

_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|//.*?\n)\s*")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False)


class Linked(NamedTuple):
    """What JSON-LD says of the page; "" and () where it is silent. Strings are tidy."""

    kind: str = ""
    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    created: str = ""
    language: str = ""
    publisher: str = ""
    description: str = ""
    image: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    body: str = ""
    comments: tuple[tuple[str, str, str], ...] = ()  # text, author, date


def read_linked(scripts: Iterable[str], url: str | None, title: str) -> Linked:
    """Read the main object of the scripts. url and title tell it from related articles."""
    nodes: list[Node] = []
    for count, script in enumerate(scripts):
        if count == _MOST_SCRIPTS:
            break
        nodes += _nodes(_load(script))
    if not nodes:
        return Linked()
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    site = next((_name(node, named) for node in nodes if node.get("@type") == "WebSite"), "")
    able = [node for node in nodes if _kind_rank(_kind(node))]
    if len(able) > 1:
        title = sameness(title)
        able.sort(key=lambda node: -_rank(node, url, title))  # stable: the first of equals
    return _linked(able[0], named, site) if able else Linked(publisher=site)


def _load(script: str) -> Any:
    """The JSON of one script, or None."""
    if len(script) > _LONGEST_SCRIPT:
        return None
    try:
        return _DECODER.decode(script)
    except (ValueError, RecursionError):
        return _load_broken(script)


def _load_broken(script: str) -> Any:
    script = _WRAPPING.sub("", script)
    starts = [at for at in (script.find("{"), script.find("[")) if at >= 0]
    if not starts:
        return None
    for attempt in (script, _TRAILING_COMMA.sub(r"\1", script)):
        try:
            return _DECODER.raw_decode(attempt, min(starts))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(root: Any) -> list[Node]:
    """The objects at the top of a script and where main things hide, in order; no recursion."""
    found: list[Node] = []
    waiting = [root]
    while waiting and len(found) < _MOST_NODES:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item[:_MOST_NODES]))
        elif isinstance(item, dict):
            found.append(item)
            waiting.extend(
                [inner for key in _INSIDE_BACKWARDS if isinstance(inner := item.get(key), (dict, list))]
            )
    return found


def _kind(node: Node) -> str:
    """The type of an object, lower case and without its vocabulary; of several the most telling."""
    written = node.get("@type")
    if isinstance(written, str):
        return _short(written)
    kinds = [_short(kind) for kind in _listed(written) if isinstance(kind, str)]
    return max(kinds, key=_kind_rank, default="")


def _short(kind: str) -> str:
    return kind.rpartition("/")[2].rpartition(":")[2].lower()


def _kind_rank(kind: str) -> int:
    if kind.endswith(("article", "posting")) and kind != "jobposting":
        return _ARTICLE
    return _RANK.get(kind, 0)


def _rank(node: Node, url: str | None, title: str) -> int:
    """How probably this object is what the page is about. title is folded."""
    rank = _kind_rank(_kind(node))
    rank += (
        2 * ("headline" in node) + ("datePublished" in node) + ("articleBody" in node) + ("author" in node)
    )
    addresses = (node.get("url"), node.get("@id"), _reference(node.get("mainEntityOfPage")))
    if url and any(isinstance(a, str) and _same_page(a, url) for a in addresses):
        rank += 5
    headline = node.get("headline") or node.get("name")
    if title and isinstance(headline, str) and sameness(tidy_json(headline, 500))[:60] in title:
        rank += 6
    return rank


def _same_page(address: str, url: str) -> bool:
    return address.partition("#")[0].rstrip("/") == url.partition("#")[0].rstrip("/")


def _reference(value: Any) -> Any:
    return value.get("@id") if isinstance(value, dict) else value


def _linked(node: Node, named: dict[str, Node], site: str) -> Linked:
    return Linked(
        kind=_kind(node),
        headline=_line(
            node.get("headline") or (node.get("name") if _kind_rank(_kind(node)) > _PAGE else None), 500
        ),
        authors=tuple(_names(node.get("author") or node.get("creator"), named)),
        published=_line(node.get("datePublished") or node.get("uploadDate"), 60),
        modified=_line(node.get("dateModified"), 60),
        created=_line(node.get("dateCreated"), 60),
        language=_line(_first_of(node.get("inLanguage"), named, ("alternateName", "name")), 35),
        publisher=next(iter(_names(node.get("publisher"), named)), "") or site,
        description=_line(node.get("description"), 2_000),
        image=_line(_first_of(node.get("image"), named, ("url", "contentUrl", "@id")), 2_000),
        tags=tuple(_line(tag, 100) for tag in _listed(node.get("keywords"))[:100]),
        licence=_line(_first_of(node.get("license"), named, ("url", "@id", "name")), 500),
        body=_line(node.get("articleBody"), 400_000),
        comments=tuple(_comments(node.get("comment") or node.get("comments"), named)),
    )


def _comments(value: Any, named: dict[str, Node]) -> Iterator[tuple[str, str, str]]:
    """Comments with a text, as the page lists them."""
    for item in _listed(value)[:_MOST_COMMENTS]:
        if isinstance(item, dict) and (text := _line(item.get("text") or item.get("commentText"), 20_000)):
            author = next(iter(_names(item.get("author") or item.get("creator"), named)), "")
            date = item.get("datePublished") or item.get("dateCreated") or item.get("commentTime")
            yield text, author, parse_date(_line(date, 60)) or ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _line(value: Any, longest: int) -> str:
    if isinstance(value, str):  # by far the most
        return tidy_json(value, longest)
    if not value:
        return ""
    value = _listed(value)[0]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if value < 10**20 else ""
    return tidy_json(value, longest) if isinstance(value, str) else ""


def _first_of(value: Any, named: dict[str, Node], keys: tuple[str, ...]) -> Any:
    """The first string in a value: itself, or the first of the keys of the object it is."""
    value = _listed(value)[0] if value else None
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        value = named.get(str(value.get("@id")), value)
    return next((value[key] for key in keys if value.get(key)), None)


def _names(value: Any, named: dict[str, Node]) -> Iterator[str]:
    """Names of people and organisations, however they are nested or referred to."""
    for item in _listed(value)[:30]:
        name = _line(item, 200) if isinstance(item, str) else _name(item, named)
        if name:
            yield name


def _name(item: Any, named: dict[str, Node]) -> str:
    if not isinstance(item, dict):
        return ""
    name = item.get("name") or named.get(str(item.get("@id")), {}).get("name")
    if not name and isinstance(item.get("givenName"), str):
        name = f"{item['givenName']} {item.get('familyName') or ''}"
    if isinstance(name, dict):
        name = name.get("name") or name.get("@value")
    return _line(name, 200) if isinstance(name, str | list) else ""
