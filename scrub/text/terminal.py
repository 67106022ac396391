"""Text from a page, made safe to show in a terminal.

A hostile page may carry escape sequences that recolour, retitle or rewrite the terminal, and
direction overrides that show a line in another order than it has. Nothing is dropped silently:
each such character is shown as its escape.
"""

from __future__ import annotations

_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))  # all but tab and newline
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # bidi embeddings, overrides, isolates
_SEPARATORS = (0x2028, 0x2029)  # some terminals take them for line ends
_SURROGATES = range(0xD800, 0xE000)  # cannot be encoded
_TAGS = range(0xE0000, 0xE0080)  # invisible copies of ASCII


def _escape(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_ESCAPES = {
    code: _escape(code)
    for codes in (_CONTROLS, _DIRECTIONS, _SEPARATORS, _SURROGATES, _TAGS)
    for code in codes
}


def safe_text(text: str) -> str:
    """The text with every character that could act on a terminal shown as its escape."""
    return text.translate(_ESCAPES)


def safe_line(text: str, width: int | None = None) -> str:
    """The text as one safe line of at most `width` characters, cut with an ellipsis."""
    line = safe_text(" ".join(text.split()))
    return line if width is None or len(line) <= width else line[: width - 1].rstrip() + "…"
