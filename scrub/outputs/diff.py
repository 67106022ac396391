"""What `--diff` prints: a page before and after, as a unified diff that `patch` understands.

Nothing is searched: where the pieces went is known, so that a diff costs a pass over the page, whatever
stands in it. Lines end at line feeds only, as `patch` has it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scrub.encoding import decode
from scrub.outputs.form import ended
from scrub.outputs.names import place_of
from scrub.values import Page, Removal

if TYPE_CHECKING:
    from scrub.cleaner import Article

CONTEXT = 3  # lines around a change, as diff has it by default
_UNENDED = "\\ No newline at end of file\n"

Range = tuple[int, int]


class _Change(NamedTuple):
    """Lines `first` to `last` of the old text, and what stands in their place."""

    first: int
    last: int
    lines: list[str]


def text_diff(page: Page, article: Article) -> str:
    """The article with everything that was found in it, and without what was removed; "" if nothing was.

    What was removed from the page outside of its main content was never in the text: it is told in
    remarks before the diff, which `patch` passes over.
    """
    from scrub.cleaner import restore

    ranges: list[Range] = []
    grown = 0
    for removal in article.removed:
        if removal.at >= 0:
            ranges.append((removal.at + grown, removal.at + grown + len(removal.cut)))
            grown += len(removal.cut)
    outside = [line for one in article.removed if one.at < 0 for line in _remarks(page, one)]
    return "".join(outside) + unified(place_of(page), ended(restore(article)), ranges)


def _remarks(page: Page, removal: Removal) -> Iterable[str]:
    place = f" at {removal.css_path}" if removal.css_path else ""
    yield f"# {place_of(page)}: removed outside of the text{place}:\n"
    yield from (f"#- {line}\n" for line in removal.text.split("\n"))


def source_diff(page: Page, article: Article, encoding: str | None = None) -> str:
    """The source of a page as it was, and as it is written back; "" if nothing is cut."""
    if not article.cuts.ranges:
        return ""
    decoder = codecs.getincrementaldecoder(_codec(page, encoding))("replace")
    text, edges = [], [0]
    at = 0
    for edge in (*(edge for cut in article.cuts.ranges for edge in cut), len(page.body)):
        text.append(decoder.decode(page.body[at:edge], final=edge == len(page.body)))
        edges.append(edges[-1] + len(text[-1]))
        at = edge
    return unified(place_of(page), "".join(text), list(zip(edges[1:-1:2], edges[2:-1:2])))


def unified(name: str, old: str, ranges: Sequence[Range]) -> str:
    """A unified diff of a text and the same without some ranges, which are in order and apart."""
    lines = _lines(old)
    changes = _changes(lines, [one for one in ranges if one[0] < one[1]])
    if not changes:
        return ""
    out = [f"--- a/{name}\n", f"+++ b/{name}\n"]
    shift = 0  # of a line's number, by what changed above
    for hunk in _hunks(changes):
        first = max(hunk[0].first - CONTEXT, 0)
        last = min(hunk[-1].last + CONTEXT, len(lines))
        body, grown = _body(lines, hunk, first, last)
        size = last - first
        out += [f"@@ -{_span(first, size)} +{_span(first + shift, size + grown)} @@\n", *body]
        shift += grown
    return "".join(out)


def _codec(page: Page, encoding: str | None) -> str:
    return decode(page.body, given=encoding, content_type=page.content_type)[1]


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _changes(lines: list[str], ranges: Sequence[Range]) -> list[_Change]:
    """The lines that the ranges touch, with what is left of them; ranges of one line are one change."""
    changes: list[_Change] = []
    starts = [0]
    for one in lines:
        starts.append(starts[-1] + len(one))
    at = line = 0
    while at < len(ranges):
        while starts[line + 1] <= ranges[at][0]:
            line += 1
        first, last = line, line + 1
        position = starts[first]
        left: list[str] = []
        while at < len(ranges) and ranges[at][0] < starts[last]:
            start, end = ranges[at]
            left.append(_between(lines, starts, first, position, start))
            position = end
            while starts[last] < end or (end == starts[last] and last < len(lines) and _joins(left)):
                last += 1
            at += 1
        left.append(_between(lines, starts, first, position, starts[last]))
        changes.append(_trimmed(lines, first, last, _lines("".join(left))))
        line = last - 1
    return changes


def _joins(left: list[str]) -> bool:
    """Whether what is left of some lines ends without its line feed: the next line stands in it then."""
    ending = next((piece for piece in reversed(left) if piece), "\n")
    return not ending.endswith("\n")


def _trimmed(lines: list[str], first: int, last: int, new: list[str]) -> _Change:
    """The change without the lines at its edges that stay: a cut may begin with the break before it."""
    begin, end = 0, len(new)
    while begin < end and first < last and lines[first] == new[begin]:
        first, begin = first + 1, begin + 1
    while begin < end and first < last and lines[last - 1] == new[end - 1]:
        last, end = last - 1, end - 1
    return _Change(first, last, new[begin:end])


def _between(lines: list[str], starts: list[int], line: int, start: int, end: int) -> str:
    """The characters from start to end; line: any at or before them."""
    pieces = []
    while line < len(lines) and starts[line] < end:
        pieces.append(lines[line][max(start - starts[line], 0) : max(end - starts[line], 0)])
        line += 1
    return "".join(pieces)


def _hunks(changes: list[_Change]) -> Iterable[list[_Change]]:
    """Changes that share their context."""
    hunk = [changes[0]]
    for change in changes[1:]:
        if change.first - hunk[-1].last > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _body(lines: list[str], hunk: list[_Change], first: int, last: int) -> tuple[list[str], int]:
    """The lines of a hunk with their signs, and how many more the new text has."""
    body: list[str] = []
    grown = 0
    at = first
    for change in hunk:
        body += [_signed(" ", line) for line in lines[at : change.first]]
        body += [_signed("-", line) for line in lines[change.first : change.last]]
        body += [_signed("+", line) for line in change.lines]
        grown += len(change.lines) - (change.last - change.first)
        at = change.last
    return body + [_signed(" ", line) for line in lines[at:last]], grown


def _signed(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n{_UNENDED}"


def _span(first: int, size: int) -> str:
    """Where a hunk stands, from 1; one that is empty is named by the line before it."""
    return f"{first + 1 if size else first},{size}"
