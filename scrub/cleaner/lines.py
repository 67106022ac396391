"""Lines of markup: a tag a line, but none between text and the element that holds it."""

from __future__ import annotations


class Lines:
    """What is written line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._inside = False  # text may go on where the last line ends

    def open(self, tag: str, *, holds_text: bool = False) -> None:
        """An element begins."""
        self._lines.append(tag)
        self._inside = holds_text

    def text(self, content: str, *, bare: bool) -> None:
        """Text of the innermost element, or (not bare) an element with its text."""
        if bare and self._inside:
            self._lines[-1] += content
        else:
            self._lines.append(content)
        self._inside = bare

    def close(self, tag: str) -> None:
        """An element ends."""
        if self._inside:
            self._lines[-1] += tag
        else:
            self._lines.append(tag)
        self._inside = False

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)
