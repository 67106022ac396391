"""Strings from a page's metadata, made fit to be kept: one line, no hidden characters, no excess."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

from scrub.native import compiled

# Controls, surrogates, and the invisible characters that change how a line reads: zero-width space,
# direction marks and overrides, byte order mark. The zero-width joiners stay: Persian and emoji use them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_NOT_WORD = re.compile(r"[\W_]+")


def tidy_in_python(text: str, longest: int) -> str:
    """As `tidy`."""
    text = text[: 4 * longest]
    if text.isprintable():  # then it holds no control, no tab and no space but U+0020
        if "  " not in text:
            return text.strip()[:longest].rstrip()
    else:
        text = _UNWANTED.sub("", text)
    return " ".join(text.split())[:longest].rstrip()


@lru_cache(maxsize=64)  # titles and names of one page are each compared with several others
def sameness_in_python(text: str) -> str:
    """As `sameness`."""
    return _NOT_WORD.sub("", text.casefold())


# The text on one line, at most `longest` characters; "" where nothing is left.
tidy: Callable[[str, int], str] = tidy_in_python if compiled is None else compiled.tidy
# What is compared to see whether two names or titles are the same: letters and digits, folded.
sameness: Callable[[str], str] = sameness_in_python if compiled is None else compiled.letters


def tidy_json(text: str, longest: int) -> str:
    """The same for a string out of a script, where HTML is not decoded and tags are just letters."""
    text = text[: 4 * longest]
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    return tidy(text, longest)
