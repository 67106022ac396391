"""The walk in C: it asks lexbor itself for nodes, through the functions that lexbor exports for bindings.

`available` tells whether it can be had; elsewhere the walk in Python gives the same rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache
from typing import Any

import selectolax.lexbor
from selectolax.lexbor import LexborHTMLParser

from scrub.native import compiled
from scrub.parser.rows import LONGEST_ATTRIBUTE, PICTURED, SHAPED, Rows, no_rows, placed
from scrub.parser.tags import tag_ids
from scrub.shape import MARK_CODE, SHAPING, Picture
from scrub.values import REL_BIT

Attributes = dict[str, str | None]

_TAGS = 1024  # lexbor's own tags have small numbers
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
    flags, codes = array("H", bytes(2 * _TAGS)), bytearray(_TAGS)
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
            if tag >= _TAGS:
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
    found: list[Any] = list(compiled.walk(
        root.mem_id, hidden, marked, *tables, known.text, known.comment, MARK_CODE["sup"], rel_bits, _shaping,
        PICTURED, LONGEST_ATTRIBUTE,
    ))  # fmt: skip
    held = array("i", found.pop())
    runs = [list(run) for run in zip(held[::2], held[1::2])]
    rows = Rows._make(found)
    return rows._replace(pictures=placed([Picture._make(p) for p in rows.pictures], runs))


def pick(tree: LexborHTMLParser, flags: bytes) -> tuple[bytes, list[tuple[int, int, Attributes]]]:
    """For every node of the tree in page order 1 where it is wanted, else 0; and of those the tag id, mem_id, attributes.

    flags: see `picked_flags`. Only where it is `available`.
    """
    root = tree.root
    if root is None or compiled is None:
        return b"", []
    marks, found = compiled.pick(root.mem_id, flags)
    return marks, found


def picked_flags(always: Iterable[int], script: int, anchor: int, font: int) -> bytes | None:
    """What `pick` is told of tags; None where lexbor numbers one of them out of range.

    always: tags that are wanted; the others are for what they say: scripts with JSON-LD, links to an author, fonts
    with a colour. Elements with a style, an itemprop or hidden content are wanted whatever they are.
    """
    told = {**dict.fromkeys(always, 1), script: 2, anchor: 4, font: 8}
    if max(told) >= _TAGS:
        return None
    flags = bytearray(_TAGS)
    for tag, flag in told.items():
        flags[tag] = flag
    return bytes(flags)


def rel_bits(words: str) -> int:
    """REL_BIT bits of a rel attribute."""
    bits = 0
    for word in words.lower().split():
        bits |= REL_BIT.get(word, 0)
    return bits


def _shaping(attributes: dict[str, str | None]) -> dict[str, str]:
    return {name: attributes[name] or "" for name in SHAPING.intersection(attributes)}
