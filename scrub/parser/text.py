"""Plain text as a document: a block is a line, and not one character changes place."""

from __future__ import annotations

import re

import numpy as np

from scrub.values import BROKEN, PARAGRAPH, TAG_CODE, Document, Metadata

_LINE = re.compile(r"[^\r\n]+")


def parse_text(text: str, url: str | None = None) -> Document:
    """Lines that are not blank become blocks; `Document.text` is the input itself."""
    spans = _spans(text)
    count = len(spans)
    start = np.array([a for a, _ in spans], dtype=np.int32)
    end = np.array([b for _, b in spans], dtype=np.int32)
    none = np.zeros(0, dtype=np.int32)
    one = np.zeros(1 if count else 0, dtype=np.int32)
    return Document(
        url=url,
        metadata=Metadata(),
        text=text,
        markup=False,
        start=start,
        end=end,
        tag=np.full(count, TAG_CODE["line"], dtype=np.uint8),
        element=np.zeros(count, dtype=np.int32),
        joint=_joints(text, start, end),
        hidden=np.zeros(count, dtype=np.uint32),
        after_body=np.zeros(count, dtype=np.bool_),
        element_tag=np.full(len(one), TAG_CODE["text"], dtype=np.uint8),
        element_parent=one - 1,
        element_first=one,
        element_last=one + count,
        element_depth=one,
        element_nth=one + 1,
        element_hidden=one.astype(np.uint32),
        element_label=("",) * len(one),
        anchor_start=none,
        anchor_end=none,
        anchor_block=none,
        anchor_rel=none.astype(np.uint16),
        anchor_hidden=none.astype(np.uint32),
        anchor_href=(),
    )


def _spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the lines without the white space around them."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if bare:
            a = match.start() + len(line) - len(line.lstrip())
            spans.append((a, a + len(bare)))
    return spans


def _joints(text: str, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """PARAGRAPH where a blank line stands before a line, BROKEN elsewhere."""
    joint = np.full(len(start), BROKEN, dtype=np.uint8)
    for i in range(len(start)):
        if i == 0 or text.count("\n", end[i - 1], start[i]) > 1:
            joint[i] = PARAGRAPH
    return joint
