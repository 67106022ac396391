"""What of a comment is its text, who wrote it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from scrub.cleaner.article import Comment
from scrub.parser.authors import join_authors
from scrub.parser.dates import parse_date
from scrub.shape import MARKS
from scrub.values import BROKEN, GLUED, PARAGRAPH, SPACED, Document, Verdicts

if TYPE_CHECKING:
    from scrub.cleaner.comments import Item

_AUTHOR = re.compile(r"author|user|name\b|nick|\bfn\b|vcard|byline|poster|commenter|persona|avatar", re.I)
_META = re.compile(
    r"meta|date|time|\breply|replies|action|foot|avatar|share|\blikes?\b|vote|rating|report|permalink|edit|count|tool"
    r"|button|\bbtn|controls|link|badge|status|head(?:er)?\b|info|says",
    re.I,
)
_TEXT = re.compile(r"content|text|message|description|copy|\bbody\b|[-_]body\b", re.I)
_BEFORE_DIGITS = re.compile(r"\D*")
# What stands behind a name: "Jane says:", "Jane schrieb am …".
_SAYS = re.compile(
    r"\s+(?:says?|said|wrote|writes|commented|dijo|dice|schrieb|schreibt|meint|sagt|zegt|schreef|dit|disse|pisze|skrev)"
    r"(?:\s+(?:am|on|op|le|el))?\s*[:：]?\s*\Z|\s*[:：]\s*\Z",
    re.I,
)
_MONTH_FIRST = re.compile(r"en(?:-(?:us|ph))?\Z", re.I)
_GAP = {PARAGRAPH: "\n\n", BROKEN: "\n", SPACED: " ", GLUED: ""}
_LONGEST_META = 80  # characters; nobody's name or date is longer
_date = lru_cache(1 << 8)(parse_date)  # of short texts: each is asked about several times


def comment_of(document: Document, verdicts: Verdicts, item: Item) -> Comment | None:
    """The comment, or None where nothing but its surroundings is left."""
    names = {i: _names(document, item.element, i) for i in item.blocks}
    told = [i for i in item.blocks if not _is_meta(document, i, names[i])]
    texts = [i for i in told if _TEXT.search(names[i])] or told
    apart = set(texts)
    around = [i for i in item.blocks if i not in apart]
    author = next(_authors(document, around, names), None) or next(_dated_names(document, around), None)
    written = [i for i in texts if not _is_link(document, i)]
    if author is None and len(written) > 1 and (author := _first_name(document, written[0])):
        written = written[1:]
    text = _assembled(document, verdicts, written)
    if not any(map(str.isalnum, text)):
        return None
    month_first = bool(_MONTH_FIRST.match(document.metadata.language or ""))
    dates = (_date(_text(document, i), month_first=month_first) for i in around if _is_short(document, i))
    return Comment(text, author, next(filter(None, dates), None))


def _text(document: Document, i: int) -> str:
    return document.text[document.start.item(i) : document.end.item(i)]


def _is_short(document: Document, i: int) -> bool:
    return document.end.item(i) - document.start.item(i) <= _LONGEST_META


def _names(document: Document, item: int, i: int) -> str:
    """Class and id names from a block's element up to its comment's, that excluded."""
    labels = []
    e = document.element.item(i)
    while e > item:
        labels.append(document.element_label[e])
        e = document.element_parent.item(e)
    return " ".join(filter(None, labels))


def _is_meta(document: Document, i: int, names: str) -> bool:
    """Whether a block tells of a comment: it is short and named so, or a date and nothing else."""
    if not _is_short(document, i):
        return False
    innermost = names.partition(" ")[0] if _TEXT.search(names) else names
    if _AUTHOR.search(innermost) or _META.search(innermost):
        return True
    text = _text(document, i)
    return any(map(str.isdigit, text)) and len(text.split()) <= 8 and _date(text) is not None


def _is_link(document: Document, i: int) -> bool:
    """Whether a block is one short link: reply, report, permalink."""
    if not _is_short(document, i):
        return False
    return any(
        document.anchor_start[j] == document.start[i] and document.anchor_end[j] == document.end[i]
        for j in _anchors(document, i)
    )


def _anchors(document: Document, i: int) -> range:
    """The anchors in a block."""
    first, last = document.anchor_block.searchsorted((i, i + 1)).tolist()
    return range(first, last)


def _authors(document: Document, around: list[int], names: dict[int, str]) -> Iterator[str]:
    """Names in the blocks that are named after authors, then in the first short one that is no date."""
    for i in around:
        if _AUTHOR.search(names[i]) and (name := _name(document, i)):
            yield name


def _dated_names(document: Document, around: list[int]) -> Iterator[str]:
    """Names that stand on one line with the date."""
    for i in around:
        text = _text(document, i)
        if not _is_short(document, i) or not _date(text):
            continue
        for part in (text, _BEFORE_DIGITS.match(text)[0]):  # type: ignore[index]
            name = _SAYS.sub("", join_authors([part]) or "")
            if name and not any(map(str.isdigit, name)):
                yield name


def _first_name(document: Document, i: int) -> str | None:
    """The first line of a comment where it is a name that a link, emphasis or a colon sets apart."""
    text = _text(document, i)
    if len(text) > _LONGEST_META // 2 or text.endswith((".", "!", "?", "…")):
        return None
    apart = text.endswith((":", "：")) or _highlighted(document, i) == text
    return _name(document, i) if apart else None


def _name(document: Document, i: int) -> str | None:
    text = _SAYS.sub("", _highlighted(document, i) or _text(document, i))
    name = join_authors([text]) if text and parse_date(text) is None else None
    return _SAYS.sub("", name) if name else None


def _highlighted(document: Document, i: int) -> str:
    """What a <cite>, a link or bold type sets apart in a block, or ""."""
    start, end = int(document.start[i]), int(document.end[i])
    if document.shape is not None:
        marks = document.shape.marks
        marks = marks[(marks[:, 0] >= start) & (marks[:, 0] < marks[:, 1]) & (marks[:, 1] <= end)]
        for name in ("cite", "strong"):
            for a, b, code in marks.tolist():
                if MARKS[code] == name:
                    return document.text[a:b].strip()
    for j in _anchors(document, i):
        return document.text[document.anchor_start[j] : document.anchor_end[j]]
    return ""


def _assembled(document: Document, verdicts: Verdicts, blocks: list[int]) -> str:
    """The text of some blocks less what was injected."""
    spans = (verdicts.span_start, verdicts.span_end, verdicts.span_removed)
    gone = [(a, b) for a, b, removed in zip(*[column.tolist() for column in spans]) if removed]
    pieces: list[str] = []
    before = -1
    for i in blocks:
        left = _without(document.text, int(document.start[i]), int(document.end[i]), gone)
        if not any(map(str.isalnum, left)) and left != _text(document, i):
            continue
        if before >= 0:
            pieces.append(_GAP[int(document.joint[before + 1 : i + 1].min())])
        pieces.append(left)
        before = i
    return "".join(pieces).strip()


def _without(text: str, start: int, end: int, gone: list[tuple[int, int]]) -> str:
    pieces = []
    for a, b in gone:
        if a < end and b > start:
            pieces.append(text[start : max(a, start)].rstrip())
            start = min(b, end)
    pieces.append(text[start:end])
    return " ".join(filter(None, (piece.strip() for piece in pieces)))
