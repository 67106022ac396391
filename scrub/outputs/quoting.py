"""Comments as quotes of Markdown, by the rules that keep page text from turning into markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrub.cleaner import Comment


def quoted(comment: Comment) -> str:
    """One comment below a rule: who wrote it and when, and its text."""
    from scrub.cleaner.markdown import plain

    signed = ", ".join(filter(None, (comment.author, comment.date)))
    parts = [plain(part) for part in filter(None, (signed, *comment.text.split("\n\n")))]
    lines = "\n\n".join(parts).split("\n")
    return "\n---\n\n" + "".join(f"> {line}\n" if line else ">\n" for line in lines)
