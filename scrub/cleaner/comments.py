"""Readers' comments under an article, told by what the page calls them, and kept apart from its text.

Class and id names say where comments are (every comment system has the word in them), microdata marks single
ones, JSON-LD lists them. What reads as a name, a date or a button beside a comment is not its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scrub.cleaner.article import Comment
from scrub.cleaner.comment_parts import comment_of
from scrub.native import compiled
from scrub.values import TAGS, Document, Verdicts

if TYPE_CHECKING:
    from scrub.values import Masks

_WORD = r"(?:comment(?!ar[yi]e?s?\b|ator)|kommentar|comentari|commentaire|komentar|kommentit|reactie|disqus|yorum|pinglun)"
_NAMED = re.compile(_WORD)
# What every match of _WORD holds: looking for these is a hundred times as fast.
_STEMS = ("omment", "omentar", "reactie", "disqus", "yorum", "pinglun")
# One comment: `comment`, `comment-12`, `li-comment-12`, `comment_item`, `single-comment`, `commentItem`.
_ITEM = re.compile(
    rf"(?:\A|[\s#]|\b(?:li|div|single|user|article|blog|post|wp|fb)[-_]){_WORD}(?:[-_]?\d+|[-_]*(?:item|entry|box|wrap|wrapper"
    r"|container|block|card|row|node|single|post|thread[-_]item|listing[-_]item)|i|o|io|a|ne|e|en)?(?=\s|\Z)",
    re.I,
)
# What has the word in its name, and holds no comment: forms, counters, and pages that may be commented on.
_NONE = re.compile(
    rf"(?:no|without|hide|has|with|open|closed|enable[d]?|allow)[-_]?{_WORD}|{_WORD}[-_]?s?[-_]?(?:open|closed|enabled|disabled|off|on"
    rf"|form|respond|reply|count|counter|link|links|button|btn|icon|number|policy|notes|title|nav\w*|pag\w+|field|input|status)\b"
    rf"|(?:leave|add|write|new|submit)[-_]?(?:a[-_]?)?{_WORD}(?:[-_]|\b)|(?:recent|latest|last|newest|top|neueste|letzte)[-_\w]*{_WORD}",
    re.I,
)
_ROOTS = frozenset(TAGS.index(tag) for tag in ("html", "body", "main", "form"))
_H1 = TAGS.index("h1")
_FORM = TAGS.index("form")
_ITEM_TYPES = ("/Comment", "/UserComments")
_SHORT = 200  # characters of a label whose answer is kept
# A section with more of the main content than this is the content.
_MOST = 0.6


class Discussion(NamedTuple):
    """The comments of a page, and the blocks they and all around them stand in; None where there are none."""

    comments: tuple[Comment, ...]
    blocks: Masks | None


def find_comments(document: Document, verdicts: Verdicts) -> Discussion:
    """The comments of a page without what was injected into them."""
    if not document.markup or verdicts.page_type == "forum":
        return Discussion((), None)
    blocks: Masks | None = None
    comments: list[Comment] = []
    marked = _marked_items(document)
    named = _named(document.element_label, marked)
    for section in _sections(document, verdicts, named) if named else ():
        first, last = int(document.element_first[section]), int(document.element_last[section])
        found = _signed(
            [comment_of(document, verdicts, item) for item in _items(document, section, named, marked)]
        )
        if found:
            blocks = np.zeros(len(document.start), dtype=np.bool_) if blocks is None else blocks
            blocks[first:last] = True
        comments += found
    return Discussion(tuple(comments) or _declared(document, verdicts), blocks)


def _signed(found: list[Comment | None]) -> list[Comment]:
    """The comments among what looks like some: where most say who or when, the others are rules and hints."""
    comments = [comment for comment in found if comment is not None]
    signed = [comment for comment in comments if comment.author or comment.date]
    return signed if 2 * len(signed) >= len(comments) else comments if signed else []


def _marked_items(document: Document) -> frozenset[int]:
    """Elements that microdata calls a comment."""
    if document.shape is None or not document.shape.attributes:
        return frozenset()
    return frozenset(
        e
        for e, written in document.shape.attributes.items()
        if written.get("itemtype", "").strip().endswith(_ITEM_TYPES)
    )


def _sections(document: Document, verdicts: Verdicts, named: list[int]) -> Iterator[int]:
    """The outermost elements named after comments that are not the content itself."""
    # Before each block: characters of main blocks, and first headings.
    kept, headings = np.zeros((2, len(document.start) + 1), dtype=np.int64)
    ((document.end - document.start) * verdicts.main).cumsum(out=kept[1:])
    (document.tag == _H1).cumsum(out=headings[1:])
    named_here = np.array(named)
    begin, end = document.element_first[named_here], document.element_last[named_here]
    whole = (headings[end] > headings[begin]) | (kept[end] - kept[begin] > _MOST * kept[-1])
    until = -1
    rows = zip(named, begin.tolist(), end.tolist(), document.element_tag[named_here].tolist(), whole.tolist())
    for e, first, last, tag, is_content in rows:
        if first < until or tag in _ROOTS or is_content:
            continue
        until = last
        yield e


def _named(labels: tuple[str, ...], marked: frozenset[int]) -> list[int]:
    """Elements that are marked, or whose names tell of comments, in page order."""
    likely = compiled.labels_with(labels, _STEMS) if compiled is not None else _likely(labels)
    return sorted(marked.union(e for e in likely if _is_told(labels[e]))) if likely else sorted(marked)


def _likely(labels: tuple[str, ...]) -> list[int]:
    """The numbers of those labels that hold what every match of _WORD holds."""
    different = dict.fromkeys(labels)
    every = "\0".join((*different, "")).lower()  # a parsed page holds no such character
    if not any(stem in every for stem in _STEMS):
        return []
    told = {label for label in different if any(stem in label.lower() for stem in _STEMS)}
    return [e for e, label in enumerate(labels) if label in told]


def _is_told(label: str) -> bool:
    """Whether a name tells of comments."""
    return _is_told_of(label) if len(label) <= _SHORT else _search(label)


def _search(label: str) -> bool:
    label = label.lower()
    return _NAMED.search(label) is not None and _NONE.search(label) is None


_is_told_of = lru_cache(1 << 12)(_search)  # one site has the same names on all its pages


class Item(NamedTuple):
    """One comment: its element, and the blocks that belong to no comment inside it."""

    element: int
    blocks: list[int]


def _items(document: Document, section: int, named: list[int], marked: frozenset[int]) -> list[Item]:
    """Single comments of a section, in page order; replies are comments of their own."""
    first, last = document.element_first.item(section), document.element_last.item(section)
    end = int(document.element_first.searchsorted(last))
    # What lies in the section: its element, its first block, the one behind its last, and its tag.
    parts = (document.element_first, document.element_last, document.element_tag)
    rows = zip(range(section, end), *[column[section:end].tolist() for column in parts])
    inside = {e: (range(a, b), tag) for e, a, b, tag in rows if b <= last}
    items = [e for e in named if e in inside and (e in marked or _ITEM.search(document.element_label[e]))]
    if not items:
        items = _repeated(document, [e for e in inside if e != section])
    owner: dict[int, int] = {}
    for e in items:  # parents stand before their children, so the innermost stays
        owner.update(dict.fromkeys(inside[e][0], e))
    blocks: dict[int, list[int]] = {e: [] for e in items}
    forms = {i for blocks_of, tag in inside.values() if tag == _FORM for i in blocks_of}
    for i in range(first, last):
        if i in owner and i not in forms:
            blocks[owner[i]].append(i)
    return [Item(e, found) for e, found in blocks.items() if found]


def _repeated(document: Document, inside: list[int]) -> list[int]:
    """The first siblings of one tag and one class, two at least: a list of comments without the word."""
    groups: dict[tuple[int, int, str], list[int]] = {}
    for e in inside:
        label = document.element_label[e].partition(" ")
        name = label[2].partition(" ")[0] if label[0].startswith("#") else label[0]
        if name or TAGS[document.element_tag[e]] in ("li", "article"):
            key = (int(document.element_parent[e]), int(document.element_tag[e]), name)
            groups.setdefault(key, []).append(e)
    return next((found for found in groups.values() if len(found) > 1), [])


def _declared(document: Document, verdicts: Verdicts) -> tuple[Comment, ...]:
    """Comments of the page's JSON-LD, without those that hold what was injected elsewhere."""
    if not document.metadata.comments:
        return ()
    removed = [
        document.text[a:b]
        for a, b, gone in zip(verdicts.span_start, verdicts.span_end, verdicts.span_removed, strict=True)
        if gone
    ]
    return tuple(
        Comment(text, author or None, date or None)
        for text, author, date in document.metadata.comments
        if not any(piece in text for piece in removed)
    )
