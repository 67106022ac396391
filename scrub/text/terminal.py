"""Text from a page, made safe to show in a terminal.

A hostile page may carry escape sequences that recolour, retitle or rewrite the terminal, and
direction overrides that show a line in another order than it has. Nothing is dropped silently:
each such character is shown as its escape.
"""

from __future__ import annotations

import re

_ACTING = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, all but tab and newline
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides, isolates
    "\u2028\u2029"  # some terminals take them for line ends
    "\ud800-\udfff"  # surrogates cannot be encoded
    "\U000e0000-\U000e007f"  # tags: invisible copies of ASCII
    "]"
)


def safe_text(text: str) -> str:
    """The text with every character that could act on a terminal shown as its escape."""
    return _ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def safe_line(text: str, width: int | None = None) -> str:
    """The text as one safe line of at most `width` characters, cut with an ellipsis."""
    line = safe_text(" ".join(text.split()))
    return line if width is None or len(line) <= width else line[: width - 1].rstrip() + "…"
