"""Which HTML elements break a line, carry a link, hold no text for a reader; by lexbor tag id."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scrub.shape import MARK_CODE, SAME_MARK
from scrub.values import TAG_CODE

# Elements whose content is no text of the page: code, drawings, players, lists to choose from.
SKIPPED = (
    "head", "script", "style", "template", "svg", "math", "canvas", "iframe", "audio", "video",
    "select", "datalist", "textarea", "map", "noembed", "noframes", "frameset", "title", "rp", "rt",
    "progress", "meter",
)  # fmt: skip

# Block-level by the HTML standard's default style sheet (section 15.3), plus table parts and
# buttons, which stand apart for a reader. Those that TAGS does not name count as "other".
BLOCK_LEVEL = (
    "html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
    "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote", "pre",
    "figure", "figcaption", "article", "main", "section", "header", "footer", "nav", "aside",
    "form", "fieldset", "address", "details", "summary", "dialog", "center", "button", "noscript",
    "hgroup", "legend", "menu", "search", "dir", "listing", "plaintext", "xmp", "optgroup",
    "option", "marquee", "colgroup", "hr",
)  # fmt: skip
PREFORMATTED = ("pre", "listing", "plaintext", "xmp")

# Put before </body> by the parser, so that the walk notices what stood behind it.
END_OF_BODY = "scrub-end-of-body"


class TagIds(NamedTuple):
    """lexbor's ids of the tags that the walk tells apart."""

    text: int
    skipped: frozenset[int]
    block: dict[int, int]  # id -> code in TAGS
    preformatted: frozenset[int]
    anchor: int
    br: int
    comment: int
    mark: dict[int, int]  # id -> code in MARKS
    image: int
    source: int


@cache
def tag_ids() -> TagIds:
    """Ask lexbor for the ids: they are its own and may change with its version."""
    tree = LexborHTMLParser("<body>x<!--x-->")

    def ids(names: tuple[str, ...]) -> list[int]:
        return [tree.create_node(name).tag_id for name in names]

    body = tree.body
    assert body is not None and body.first_child is not None and body.last_child is not None
    return TagIds(
        text=body.first_child.tag_id,
        skipped=frozenset(ids(SKIPPED)),
        block={i: TAG_CODE.get(n, 0) for i, n in zip(ids(BLOCK_LEVEL), BLOCK_LEVEL, strict=True)},
        preformatted=frozenset(ids(PREFORMATTED)),
        anchor=tree.create_node("a").tag_id,
        br=tree.create_node("br").tag_id,
        comment=body.last_child.tag_id,
        mark={tree.create_node(n).tag_id: MARK_CODE[SAME_MARK.get(n, n)] for n in (*MARK_CODE, *SAME_MARK)},
        image=tree.create_node("img").tag_id,
        source=tree.create_node("source").tag_id,
    )
