"""A style sheet as the rules that may hide something, found without reading the rest of it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate

from scrub.parser.declarations import declarations, effective, short
from scrub.parser.media import applies
from scrub.parser.selectors import Selector, keys, selectors
from scrub.parser.styles import hiding

# Sheets beyond this are cut, rules beyond this are not looked at: hostile pages must not cost more.
MAX_BYTES = 2_000_000
MAX_RULES = 2_000
SMALL = 50_000  # characters: 256 of these and 16 larger ones are kept in memory

# Cheap questions first: most blocks hold none of these words, and each is answered in C.
_NEGATIVE = re.compile(r"-(?<![\w-]-)(?:\d{3}|\d\d(?!\d|\.?\d*px)|\d+(?:\.\d+)?(?:in|cm|e\d))")
_FAR = re.compile(r"(?:left|top|right|bottom|indent|inset|[(,])\s*:?\s*\d{4}")
_SMALL = re.compile(r"(?:width|height)\s*:\s*(?:10|\d|\d?\.\d+)(?:[a-z]{1,3})?\s*(?:[;!]|\Z)")
_SMALL_FONT = re.compile(r"font(?:-size)?\s*:\s*[^;]*?(?<![\w.#,%])[012]?(?:\.\d+)?(?:px|pt|[/;!]|\Z|\s)")
_OPACITY = re.compile(r"opacity\s*(?::\s*\+?(?:0(?!\.[1-9])|\.0|\d%)|\()")
_CLIP = re.compile(r"clip(?:-path)?\s*:\s*[a-z]+\(")
_BELOW = re.compile(r"z-index\s*:\s*-")
_CALCULATED = re.compile(r"(?:left|top|right|bottom|indent|inset|translate[xy3d]*)\s*[:(][^;]*calc\(")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_FLAT_LINE = re.compile(r"line-height\s*:\s*[.012]")
_FAINT = re.compile(r"color\s*:\s*(?:transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0|0?\.0\d*|\d%)\s*\)|#(?:\w{3}|\w{6})[01]+\b)")
_PAIR = re.compile(r"(?:^|[;\s])(color|background(?:-color)?)\s*:\s*(#[0-9a-f]|[a-z]+)")
_SHADES = {"white": 15, "black": 0, "rgb": None, "rgba": None, "hsl": None, "hsla": None}

# What a rule's other half may be: a block is a suspect when it would hide together with this.
_COMPLEMENT = {"position": "absolute"}


class Sheet:
    """The text of a sheet, split at its braces; what is asked for is worked out once and kept."""

    __slots__ = ("_bearing", "_depth", "_keys", "_suspects", "blocks", "parts")

    def __init__(self, text: str) -> None:
        self.parts = _without_comments(text[:MAX_BYTES]).split("{")
        # Block k stands behind prelude k, the end of part k. An at-rule's "block" holds no declaration.
        self.blocks = [short(part.partition("}")[0]) for part in self.parts[1:]]
        self._suspects = [k for k, block in enumerate(self.blocks) if suspicion(block)][:MAX_RULES]
        self._keys: dict[int, frozenset[str]] = {}
        self._bearing: dict[str, dict[str, list[int]]] = {}
        self._depth: list[int] | None = None

    @property
    def has_suspects(self) -> bool:
        """True where some block hides something."""
        return bool(self._suspects)

    def suspects(self, names: set[str]) -> list[int]:
        """The blocks that hide something and whose rule may match elements with these names."""
        return [k for k in self._suspects if not self._names(k).isdisjoint(names)]

    def bearing(self, words: set[str], names: AbstractSet[str]) -> list[int]:
        """The blocks that mention one of these properties and may match elements with these names."""
        found: set[int] = set()
        for word in words:
            by_name = self._mentioning(word)
            for name in names & by_name.keys():
                found.update(by_name[name])
        return sorted(found)

    def selectors(self, k: int) -> tuple[Selector, ...]:
        """The selectors of block k."""
        return selectors(self._prelude(k))

    def in_force(self, k: int) -> bool:
        """True where every at-rule around block k lets it count on a desktop screen."""
        if self._depth is None:
            closed = [part.count("}") for part in self.parts]
            self._depth = list(accumulate(closed[1:-1], _deepen, initial=0))
        depth = self._depth
        while depth[k] > 0:
            level = depth[k]
            while k > 0 and depth[k] >= level:
                k -= 1
            if not applies(self._prelude(k).lower()):
                return False
        return True

    def _prelude(self, k: int) -> str:
        part = self.parts[k]
        return part[max(part.rfind("}"), part.rfind(";")) + 1 :].strip()

    def _names(self, k: int) -> frozenset[str]:
        found = self._keys.get(k)
        if found is None:
            found = self._keys[k] = keys(self._prelude(k))
        return found

    def _mentioning(self, word: str) -> dict[str, list[int]]:
        """The blocks that mention a property, by the names that their selectors ask for."""
        found = self._bearing.get(word)
        if found is None:
            found = self._bearing[word] = {}
            for k in [k for k, block in enumerate(self.blocks) if word in block][:MAX_RULES]:
                for name in self._names(k):
                    found.setdefault(name, []).append(k)
        return found


def _deepen(depth: int, closed: int) -> int:
    return max(depth + 1 - closed, 0)


@lru_cache(maxsize=256)
def _small_sheet(text: str) -> Sheet:
    return Sheet(text)


@lru_cache(maxsize=16)
def _large_sheet(text: str) -> Sheet:
    return Sheet(text)


def sheet(text: str) -> Sheet:
    """The sheet of a text. Pages of one site share theirs, so some are kept: a few large, more small."""
    return _small_sheet(text) if len(text) < SMALL else _large_sheet(text)


@lru_cache(maxsize=32768)
def suspicion(block: str) -> int:
    """The mechanisms by which a block hides, alone or with the position that another block may give."""
    if not _questionable(block.lower()):
        return 0
    properties = effective((declarations(block),))
    return hiding({**_COMPLEMENT, **properties}) if properties else 0


def needs_position(block: str) -> bool:
    """True for a suspect that hides only where another block positions the element."""
    return not hiding(effective((declarations(block),)))


def _questionable(block: str) -> bool:
    """False only for a block (lower case) that certainly hides nothing: the rest is for the real parser."""
    return bool(
        ("none" in block and "display" in block)
        or "visib" in block
        or ("opacity" in block and _OPACITY.search(block))
        or ("clip" in block and _CLIP.search(block))
        or ("z-index" in block and _BELOW.search(block))
        or "scale" in block
        or "matrix(" in block
        or ("calc(" in block and _CALCULATED.search(block))
        or ("\\" in block and "\\" in _STRING.sub("", block))
        or "/*" in block
        or ("color" in block and (_FAINT.search(block) or _same_shade(block)))
        or ("font" in block and _SMALL_FONT.search(block))
        or ("overflow" in block and (_SMALL.search(block) or _FLAT_LINE.search(block)))
        or _NEGATIVE.search(block)
        or _FAR.search(block)
    )


def _same_shade(block: str) -> bool:
    """A cheap look at colour and background: could they be one colour?"""
    if "background" not in block:
        return False
    shades: dict[bool, int | None] = {}
    for name, value in _PAIR.findall(block):
        if value[0] != "#" and value not in _SHADES:
            continue
        shades[name == "color"] = int(value[1], 16) if value[0] == "#" else _SHADES[value]
    if len(shades) < 2:
        return False
    text, background = shades[True], shades[False]
    return text is None or background is None or abs(text - background) <= 2


def _without_comments(text: str) -> str:
    """The text without comments; between two letters a comment parts them, as a space does."""
    if "/*" not in text:
        return text
    first, *others = text.split("/*")
    pieces = [first]
    for other in others:
        _, closed, rest = other.partition("*/")
        if closed and pieces[-1][-1:].isalnum() and rest[:1].isalnum():
            pieces.append(" ")
        pieces.append(rest)
    return "".join(pieces)
