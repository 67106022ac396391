"""Puts pieces into real pages and real texts, and touches nothing else of them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from .farms import sentence_anchor
from .lexicon import SOLD_FAMILIES, of_languages
from .links import campaign
from .phrases import subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from .piece import Piece

# Where markup is text, or where its text is none of the page's.
_OPAQUE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes|template|svg|noscript|select)\b.*?</\1\s*>",
    re.I | re.S,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p\s*>", re.I | re.S)
_SHORTEST_SENTENCE = 40
_EDGE = re.compile(r"(?<=\w[,;:]) (?=\S)|(?<=\w) (?=\w)|(?<=[，、。；．])")


def _visible(page: str) -> str:
    """The page with all opaque stretches blanked, every offset kept."""
    return _OPAQUE.sub(lambda m: " " * len(m[0]), page)


def _put(page: str, at: int, text: str) -> str:
    return page[:at] + text + page[at:]


def _ends(page: str, pattern: str) -> list[int]:
    return [m.end() for m in re.finditer(pattern, page, re.I)]


def _starts(page: str, pattern: str) -> list[int]:
    return [m.start() for m in re.finditer(pattern, page, re.I)]


def _first_in_body(page: str, rng: Random) -> int | None:
    found = _ends(page, r"<body\b[^>]*>") or _ends(page, r"</head\s*>")
    return found[0] if found else None


def _after_body(page: str, rng: Random) -> int | None:
    found = [ends[-1] for ends in (_ends(page, r"</body\s*>"), _ends(page, r"</html\s*>")) if ends]
    return rng.choice(found) if found else len(page)


def _before_body_end(page: str, rng: Random) -> int | None:
    found = _starts(page, r"</body\s*>") or _starts(page, r"</html\s*>")
    return found[-1] if found else len(page)


def _end_of_article(page: str, rng: Random) -> int | None:
    found = _starts(page, r"</article\s*>") or _starts(page, r"</main\s*>")
    found = found or _ends(page, r"</p\s*>")
    return found[-1] if found else None


def _mid_article(page: str, rng: Random) -> int | None:
    found = _ends(page, r"</p\s*>")
    return rng.choice(found[: max(1, len(found) * 3 // 4)]) if found else None


def _footer(page: str, rng: Random) -> int | None:
    found = _starts(page, r"</footer\s*>")
    return found[-1] if found else None


def _widget(page: str, rng: Random) -> int | None:
    found = _starts(page, r"</aside\s*>") or _ends(
        page, r"<(?:div|section|li)\b[^>]*\b(?:widget|sidebar)[^>]*>"
    )
    return rng.choice(found) if found else None


def _comments(page: str, rng: Random) -> int | None:
    """Behind the start of the comments where there are any, else behind the article."""
    found = _ends(page, r"<(?:div|section|ol|ul)\b[^>]*\b(?:comments?|commentlist|comment-list)\b[^>]*>")
    return rng.choice(found) if found else _end_of_article(page, rng)


def _in_sentence(page: str, rng: Random) -> int | None:
    found = list(_gaps(page))
    return rng.choice(found) if found else _mid_article(page, rng)


_WHERE = {
    "first_in_body": _first_in_body, "after_body": _after_body, "end_of_article": _end_of_article,
    "mid_article": _mid_article, "footer": _footer, "widget": _widget, "comments": _comments, "in_sentence": _in_sentence,
}  # fmt: skip


def _gaps(page: str) -> Iterator[int]:
    """Offsets between two words of a paragraph, outside its links."""
    for paragraph in _PARAGRAPH.finditer(page):
        start, end = paragraph.span(1)
        depth, at = 0, start
        for tag in _TAG.finditer(page, start, end):
            if not depth:
                yield from _word_edges(page, at, tag.start())
            if tag[2].lower() in ("a", "code", "button"):
                depth = max(0, depth + (-1 if tag[1] else 1))
            at = tag.end()
        if not depth:
            yield from _word_edges(page, at, end)


def _word_edges(page: str, start: int, end: int) -> Iterator[int]:
    if end - start >= _SHORTEST_SENTENCE and "<" not in page[start:end]:
        yield from (m.end() for m in _EDGE.finditer(page, start, end))


def insert(page_html: str, piece: Piece, rng: Random) -> str:
    """Put the piece into the page at its placement, and its style into the head.

    Where the page lacks the place, the nearest one is taken: in the last resort the end of the body.
    A piece without markup goes in as escaped text. Nothing else of the page changes.
    """
    page = _visible(page_html)
    at = _WHERE[piece.placement](page, rng)
    if at is None:
        at = _before_body_end(page, rng)
    assert at is not None
    markup = piece.html or html.escape(piece.text, quote=False).replace("\n", "<br>\n")
    spaced = f"{markup} " if piece.placement == "in_sentence" else markup
    return _with_style(page_html, page, at, spaced, piece.style)


def _with_style(page_html: str, page: str, at: int, markup: str, style: str) -> str:
    if not style:
        return _put(page_html, at, markup)
    sheet = f"<style>{style}</style>"
    heads = _starts(page, r"</head\s*>")
    if not heads or heads[0] > at:
        return _put(page_html, at, sheet + markup)
    return _put(_put(page_html, at, markup), heads[0], sheet)


def insert_text(text: str, piece: Piece, rng: Random) -> str:
    """Put the visible text of the piece into plain text: as last line, between lines, or behind an honest line."""
    lines = text.splitlines(keepends=True)
    filled = [k for k, line in enumerate(lines) if line.strip()]
    roll = rng.random()
    if piece.placement == "in_sentence" and filled:
        return _into_line(lines, rng.choice(filled), piece.text, rng)
    if roll < 0.5 or not filled:
        glue = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{glue}{piece.text}"
    k = rng.choice(filled)
    if roll < 0.75:
        return "".join((*lines[:k], f"{piece.text}\n", *lines[k:]))
    return _behind_line(lines, k, piece.text)


def _behind_line(lines: list[str], k: int, added: str) -> str:
    honest = lines[k].rstrip("\r\n")
    return "".join((*lines[:k], honest, " ", added, lines[k][len(honest) :], *lines[k + 1 :]))


def _into_line(lines: list[str], k: int, added: str, rng: Random) -> str:
    gaps = [m.end() for m in _EDGE.finditer(lines[k])]
    if not gaps:
        return _behind_line(lines, k, added)
    return "".join((*lines[:k], _put(lines[k], rng.choice(gaps), f"{added} "), *lines[k + 1 :]))


def insert_sentence_links(
    page_html: str,
    rng: Random,
    *,
    most: int = 3,
    languages: Sequence[str] | None = None,
    families: Sequence[str] | None = None,
) -> tuple[str, list[str]]:
    """Slip one to `most` spam links of one campaign into honest sentences, as hacked database rows have them.

    Returns the page and the visible texts of the links, in page order; the page unchanged and an empty
    list where it has no sentence to hold one.
    """
    gaps = list(_gaps(_visible(page_html)))
    told = subject(
        rng, rng.choice(of_languages(languages)), rng.choice(families or ("other", *SOLD_FAMILIES))
    )
    plan = campaign(rng, told)
    chosen = sorted(rng.sample(gaps, min(len(gaps), rng.randint(1, most))), reverse=True)
    texts: list[str] = []
    for at in chosen:
        markup, text = sentence_anchor(rng, told, plan)
        page_html = _put(page_html, at, f"{markup} ")
        texts.insert(0, text)
    return page_html, texts
