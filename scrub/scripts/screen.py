r"""Which scripts are worth folding, and how far: a few searches for what folding costs a hundred times.

Decoders that hackers insert are short, or carry what they hide in one long literal; libraries are
long and decode what others hand them.
"""

from __future__ import annotations

import re

from scrub.scripts.machine import MOST_STEPS

LONGEST = 50_000  # characters of a script that is read; longer ones are bundles and stored data
_LONG = 12_000  # characters from which a script has to say more to be read: libraries, bundles, stored state
_SHORT = 4_000  # and up to which a decoder needs no literal: it may be a cipher of its own
_PLAIN = 6_000  # the same of one that decodes nothing
_FEW = 400  # steps of a script that decodes nothing, or nothing of its own; a step takes about 7 us
_CIPHER = 5_000  # of a short one that may have a cipher
_PAYLOAD = 6_000  # of a long one that carries encoded text
_FARM = 20  # addresses in a long script that writes them
_PIECES = 60  # strings in one that are joined
# What a script must mention: ways to hide text, to write markup with links or styles, to lead readers
# elsewhere, or to hide an element of the page. Anything else is not worth folding.
_DECODES = ("fromc", "atob", "execscript", "p,a,c,k")
_DECODES_PERCENT = ("unescape", "decodeuri")  # cookies, where the script itself has no percent sign
_REVERSES = (".reverse", "'reverse", '"reverse')
_EVAL = re.compile(r"\beval\b", re.IGNORECASE)
_CODE = re.compile(r"\bFunction\s*\(\s*[\"']")
_WRITES = (
    "write",
    "innerhtml",
    "outerhtml",
    "insertadjacent",
    ".html(",
    ".append",
    ".prepend",
    "createelement",
)
_MARKUP = ("<a ", "<style", "'style'", '"style"', "style=", "absolute", "<scr", "<d'", '<d"')
_LEADS = re.compile(r"location\b(?:\s*\.\s*href)?\s*(?:=[^=]|\[)|location\s*\.\s*(?:replace|assign)")
_HIDES = re.compile(r"getElementById\([^)]{1,80}\)\s*\.\s*style\s*\.\s*(?:display|visibility)")
# Text in a row of escapes: `\x77\x72\x69`, where stored state has one here and there.
_ESCAPED = re.compile(r"(?:\\x[\da-f]{2}){3}|(?:\\u00[\da-f]{2}){3}", re.IGNORECASE)
# What a decoder decodes: escapes, numbers of characters, base64 or hexadecimal digits. Each pattern begins
# with a character, which is looked for ten times as fast as a choice.
_ENCODED = (
    ("\\x", re.compile(r"(?:\\x[\da-fA-F]{2}){12}")),
    ("\\u00", re.compile(r"(?:\\u00[\da-fA-F]{2}){12}")),
    ("%", re.compile(r"(?:%[\da-fA-F]{2}){12}")),
    (",", re.compile(r"(?:,\s{0,9}(?:0x[\da-f]{2}|\d{2,3})(?!\w)\s{0,9}){12}")),
    ('"', re.compile(r'"[\w+/]{60,}+={0,2}"', re.ASCII)),
    ("'", re.compile(r"'[\w+/]{60,}+={0,2}'", re.ASCII)),
    ("p,a,c,k", re.compile("p,a,c,k")),
)
_ASKS = re.compile(r"referrer[^\0]{0,400}?location\s*(?:=[^=]|\.\s*(?:href\s*=[^=]|replace|assign))")


def steps_for(source: str) -> int | None:
    """How many steps a script is worth: 0 where it does nothing that is told, None where it is too long to say."""
    if len(source) > LONGEST:
        return None
    text = source.lower()
    decodes = _decodes(source, text)
    acts = _acts(source, text)
    if not decodes and not acts:
        return 0
    carries = _joins(text) or (
        decodes and any(sign in source and encoded.search(source) for sign, encoded in _ENCODED)
    )
    # A long decoder with nothing to decode is a library: the few steps it would be given come to no loop's end.
    longest = (_LONG if acts else _SHORT) if decodes else _PLAIN
    if len(source) > longest and not carries and not _tells(source, text):
        return None
    if carries:
        return MOST_STEPS if len(source) <= _LONG else _PAYLOAD
    return _CIPHER if decodes and len(source) < _SHORT else _FEW


def _tells(source: str, text: str) -> bool:
    """Whether a long script looks like one that writes a farm, or asks where readers come from."""
    if "referrer" in text and _ASKS.search(source):
        return True
    return text.count("href=") >= _FARM


def _joins(text: str) -> bool:
    """Whether a script is made of strings that are joined."""
    return text.count("+") >= _PIECES and sum(map(text.count, ("'+'", '"+"', "' + '", '" + "'))) >= _PIECES


def _decodes(source: str, text: str) -> bool:
    """Whether a script has ways to hide text; text is the source in lower case."""
    if any(word in text for word in _DECODES) or _joins(text):
        return True
    if "%" in text and any(word in text for word in _DECODES_PERCENT):
        return True
    if "reverse" in text and any(word in text for word in _REVERSES):
        return True
    if "\\" in text and _escapes(source, text):
        return True
    if "eval" in text and _EVAL.search(source):
        return True
    return "Function" in source and bool(_CODE.search(source))


def _escapes(source: str, text: str) -> bool:
    """Whether a script spells so much in escapes that it may hide text."""
    if text.count("\\x") >= 4:
        return True
    return text.count("\\u00") >= 4 and (
        any(word in text for word in _WRITES) or bool(_ESCAPED.search(source))
    )


def _acts(source: str, text: str) -> bool:
    """Whether a script may write markup, send readers away or hide an element.

    Tags of analysts read the page's own `location.href`: that is no link.
    """
    if any(word in text for word in _WRITES) and (
        any(word in text for word in _MARKUP) or text.count("href") > text.count("location.href")
    ):
        return True
    if "location" in text and _LEADS.search(source):
        return True
    return "getelementbyid" in text and bool(_HIDES.search(source))
