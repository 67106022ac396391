"""The walk in C: it asks lexbor itself for nodes, through the functions that lexbor exports for bindings.

`available` tells whether it can be had; elsewhere the walk in Python gives the same rows.
"""

from __future__ import annotations

from array import array
from functools import cache

import selectolax.lexbor
from selectolax.lexbor import LexborHTMLParser

from scrub.native import compiled
from scrub.parser.rows import LONGEST_ATTRIBUTE, PICTURED, SHAPED, Rows, no_rows
from scrub.parser.tags import tag_ids
from scrub.shape import MARK_CODE, SHAPING, Picture
from scrub.values import REL_BIT

Attributes = dict[str, str | None]

TAGS = 1024  # lexbor's own tags have small numbers
# Flags of tags, as in walk.h.
_SKIPPED, _BLOCK_LEVEL, _PREFORMATTED, _MARKED, _ANCHOR, _BREAK, _IMAGE, _SOURCE, _SHAPED = (
    1 << bit for bit in range(9)
)


def available() -> bool:
    """Whether the extension is there and finds lexbor inside of selectolax."""
    return compiled is not None and _bound()


@cache
def _bound() -> bool:
    return compiled is not None and bool(compiled.bind(selectolax.lexbor.__file__)) and bool(_tables())


@cache
def _tables() -> tuple[bytes, bytes] | None:
    """Flags and codes of all tags; None where lexbor numbers one of them out of range."""
    known = tag_ids()
    flags, codes = array("H", bytes(2 * TAGS)), bytearray(TAGS)
    every = (
        (_SKIPPED, known.skipped),
        (_BLOCK_LEVEL, known.block),
        (_PREFORMATTED, known.preformatted),
        (_MARKED, known.mark),
        (_SHAPED, [tag for tag, code in known.block.items() if code in SHAPED]),
        (_ANCHOR, [known.anchor]),
        (_BREAK, [known.br]),
        (_IMAGE, [known.image]),
        (_SOURCE, [known.source]),
    )
    for flag, tags in every:
        for tag in tags:
            if tag >= TAGS:
                return None
            flags[tag] |= flag
    for tag, code in (known.block | known.mark).items():
        codes[tag] = code
    return flags.tobytes(), bytes(codes)


def walk_compiled(tree: LexborHTMLParser, hidden: dict[int, int], marked: bool) -> Rows:
    """As `walk`. Only where it is `available`."""
    root, tables = tree.root, _tables()
    if root is None or root.first_child is None or compiled is None or tables is None:
        return no_rows()
    known = tag_ids()
    return Rows._make(compiled.walk(
        root.mem_id, hidden, marked, *tables, known.text, known.comment, MARK_CODE["sup"], REL_BIT, rel_bits, SHAPING,
        PICTURED, LONGEST_ATTRIBUTE, Picture,
    ))  # fmt: skip


def rel_bits(words: str) -> int:
    """REL_BIT bits of a rel attribute."""
    bits = 0
    for word in words.lower().split():
        bits |= REL_BIT.get(word, 0)
    return bits
