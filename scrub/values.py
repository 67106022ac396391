"""The values that travel between the stages: frozen, slotted, picklable, and they do no work.

Columns are numpy arrays; row i of every block column speaks of block i, and so for elements and
anchors. Names of columns are singular: the array is the plural.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from scrub.shape import Shape

    Ints = NDArray[np.int32]
    Bits = NDArray[np.uint16]
    WideBits = NDArray[np.uint32]
    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Masks = NDArray[np.bool_]

# Codes of `Document.tag` and `Document.element_tag`: the index in this tuple. 0 is any other tag.
TAGS = (
    "other", "html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
    "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "blockquote", "pre", "figure", "figcaption", "article", "main", "section", "header", "footer",
    "nav", "aside", "form", "fieldset", "address", "details", "summary", "dialog", "center",
    "button", "label", "noscript", "line", "hgroup", "legend", "menu", "search", "text",
)  # fmt: skip
TAG_CODE = {name: code for code, name in enumerate(TAGS)}

# Bits of `Document.hidden`, `element_hidden` and `anchor_hidden`: bit k is set when an attribute or
# an inline style hides it by mechanism k, bit 16 + k when a rule of a style sheet does.
HIDING = (
    "display", "visibility", "attribute", "opacity", "noscript", "offscreen", "size", "font",
    "clip", "covered", "colour", "moved", "details", "aria", "reader", "rule",
)  # fmt: skip
HIDING_BIT = {name: 1 << k for k, name in enumerate(HIDING)}
BY_RULE = 16

# Values of `Document.joint`: what stands between a block and the one before it, the widest gap
# first: a paragraph break, a line break, a space, nothing. Where blocks are dropped, the smallest
# value of those between two kept blocks tells what stands between these.
PARAGRAPH, BROKEN, SPACED, GLUED = range(4)

# Bits of `Document.anchor_rel`.
RELS = ("nofollow", "ugc", "sponsored", "tag", "external", "noopener", "author", "bookmark")
REL_BIT = {name: 1 << k for k, name in enumerate(RELS)}

# Codes of `Verdicts.family`.
FAMILIES = (
    "other", "escort", "gambling", "pharma", "replica", "loans", "crypto", "essay", "streaming",
    "adult", "dating", "seo", "documents", "iptv", "fortune",
)  # fmt: skip
FAMILY_CODE = {name: code for code, name in enumerate(FAMILIES)}


class Place(NamedTuple):
    """Where a page is written in a file that holds more than it: `size` bytes from `at`.

    at counts bytes of the file without its packing, in Parquet rows. coding is the name in
    `inputs.codings.CODINGS` of how the page is written there; name is what the coding has to know
    besides: the field, the column, the quote, the boundary, the encoding.
    """

    at: int
    size: int
    coding: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: bytes, and where they came from.

    source names the file, archive or address for messages; offset and record_id place the page
    inside an archive, row inside a table. carried are the other fields of that row, as JSON has them.
    place is known where the page can be cut in its file.
    """

    body: bytes = b""
    url: str | None = None
    content_type: str | None = None
    status: int | None = None
    source: str | None = None
    offset: int | None = None
    record_id: str | None = None
    row: int | None = None
    date: str | None = None
    carried: Mapping[str, Any] | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself. Dates are ISO 8601; empty strings are never stored."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    modified: str | None = None
    language: str | None = None
    site_name: str | None = None
    description: str | None = None
    canonical: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    licence: str | None = None
    kind: str | None = None  # og:type or the main JSON-LD @type, lower case
    headline: str | None = None  # JSON-LD headline or og:title, as written
    article_body: str | None = None  # JSON-LD articleBody: evidence, never the answer
    comments: tuple[tuple[str, str, str], ...] = ()  # JSON-LD: text, author or "", date or ""


def hiding_names(bits: int) -> tuple[str, ...]:
    """The mechanisms of some HIDING bits; "rule" stands last where a style sheet has a part in it."""
    by_rule = bits >> BY_RULE
    every = bits | by_rule | (HIDING_BIT["rule"] if by_rule else 0)
    return tuple(name for k, name in enumerate(HIDING) if every >> k & 1)


class Block(NamedTuple):
    """One block as a person wants to see it: reports, `explain`, tests. Never in a loop over pages."""

    text: str
    tag: str
    css_path: str
    hidden: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page: one text, and columns over its blocks, elements and anchors.

    Block i is `text[start[i]:end[i]]`. A block is a run of text between block-level boundaries or
    line breaks; in plain text it is a line. Elements are the block-level elements that hold at
    least one block, in document order (a parent stands before its children); element e covers the
    blocks `element_first[e] .. element_last[e] - 1`. Anchor j is `text[anchor_start[j]:
    anchor_end[j]]` inside block `anchor_block[j]`.

    For plain text `markup` is False, `text` is the input exactly as it came, there is one element,
    no anchor (addresses in the text are no anchors), and nothing is hidden.
    """

    url: str | None
    metadata: Metadata
    text: str
    markup: bool

    start: Ints
    end: Ints
    tag: Bytes  # code in TAGS of the nearest block-level element
    element: Ints  # that element
    joint: Bytes  # PARAGRAPH, BROKEN, SPACED or GLUED
    hidden: WideBits  # HIDING bits, inherited ones included
    after_body: Masks  # the markup stood behind </body> or </html>

    element_tag: Bytes
    element_parent: Ints  # -1 for the first
    element_first: Ints
    element_last: Ints
    element_depth: Ints
    element_nth: Ints  # 1-based position among its parent's element children
    element_hidden: WideBits  # its own mechanisms, not the inherited ones
    element_label: tuple[str, ...]  # "#id class class", raw, "" where there is neither

    anchor_start: Ints
    anchor_end: Ints
    anchor_block: Ints
    anchor_rel: Bits
    anchor_hidden: WideBits  # its own mechanisms (an inline style on the link), not the block's
    anchor_href: tuple[str, ...]  # as written

    shape: Shape | None = None  # emphasis, images and the like; None in plain text

    def block(self, i: int) -> Block:
        """Block i as a view for people. Raises IndexError."""
        count = len(self.start)
        if not -count <= i < count:
            raise IndexError(f"block {i} of {count}")
        i %= count
        names = hiding_names(int(self.hidden[i]))
        links = tuple(h for h, b in zip(self.anchor_href, self.anchor_block, strict=True) if b == i)
        return Block(
            self.text[self.start[i] : self.end[i]], TAGS[self.tag[i]], self.css_path(i), names, links
        )

    def css_path(self, i: int) -> str:
        """The selector that names the element of block i, from the root; "" in plain text."""
        if not self.markup:
            return ""
        steps = []
        e = int(self.element[i])
        while e >= 0:
            name = TAGS[self.element_tag[e]]
            if name in ("html", "body"):
                steps.append(name)
            else:
                name = "*" if name == "other" else name
                steps.append(f"{name}:nth-child({self.element_nth[e]})")
            e = int(self.element_parent[e])
        return " > ".join(reversed(steps))


# Units of a span in `Verdicts`.
UNITS = ("block", "anchor", "run", "page")
BLOCK, ANCHOR, RUN, WHOLE_PAGE = range(4)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was decided about a Document.

    Block columns: main (main content?), content_score (its probability), spam (injected?), score
    (calibrated probability of injection), family (code in FAMILIES), why (bit k: signal k of
    `signals.REASONS` spoke against it). Anchor columns: the same for single anchors.

    Spans are the decisions, in text order and without overlap: `text[span_start:span_end]` is
    injected. span_removed is False where a span is only flagged: probable, but under the threshold
    or without a second independent signal. span_warned is True where it passes the looser threshold of
    `Options.sensitivity`, too: every removed one does.
    """

    main: Masks
    content_score: Floats
    spam: Masks
    score: Floats
    family: Bytes
    why: NDArray[np.uint64]

    anchor_spam: Masks
    anchor_score: Floats

    span_start: Ints
    span_end: Ints
    span_block: Ints  # the first block it touches
    span_unit: Bytes  # BLOCK, ANCHOR, RUN or WHOLE_PAGE
    span_score: Floats
    span_family: Bytes
    span_why: NDArray[np.uint64]
    span_removed: Masks
    span_warned: Masks

    doorway: bool
    page_type: str
    page_type_score: float
    model: str  # "name digest" of the classifier


@dataclass(frozen=True, slots=True)
class Removal:
    """One piece of injected text that was taken out, and all that is needed to put it back.

    text is the visible text exactly as it stands in the page. cut is what the clean text lost
    (text and the line break that went with it) and at the offset in the clean text where it goes
    back; at is -1 where the piece was never part of the main content.
    """

    text: str
    score: float
    family: str
    reasons: tuple[str, ...]
    css_path: str
    line: int | None
    links: tuple[str, ...]
    cut: str = ""
    at: int = -1


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up across shards."""

    pages: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    blocks: int = 0
    characters_kept: int = 0
    characters_removed: int = 0
    removals: int = 0
    filtered: dict[str, int] = field(default_factory=dict)  # by the filter that dropped them

    def __add__(self, other: Tally) -> Tally:
        counts = (name for name in self.__slots__ if name not in ("failures", "filtered"))
        sums = {name: getattr(self, name) + getattr(other, name) for name in counts}
        failures, filtered = _sum(self.failures, other.failures), _sum(self.filtered, other.filtered)
        return Tally(failures=failures, filtered=filtered, **sums)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted(one.keys() | other.keys())}
