"""A style sheet as the rules that may hide something, found without reading the rest of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate

from scrub.native import compiled
from scrub.parser.declarations import declarations, effective, short
from scrub.parser.media import applies
from scrub.parser.screen import coarse, suspicious, suspicious_places
from scrub.parser.selectors import Selector, keys, selectors
from scrub.parser.styles import hiding

# Sheets beyond this are cut, rules that a page's names bring beyond this are not looked at: hostile pages must not
# cost more.
MAX_LENGTH = 2_000_000
MAX_RULES = 2_000
# Characters: above this a sheet is searched, not read block by block; 256 smaller ones and 16 larger
# ones are kept in memory.
SMALL = 16_000

# What a rule's other half may be: a block is a suspect when it would hide together with this.
_COMPLEMENT = {"position": "absolute"}


class Sheet:
    """The text of a sheet, split at its braces; what is asked for is worked out once and kept.

    Block k stands behind prelude k, the end of part k. An at-rule's "block" holds no declaration.
    """

    __slots__ = ("_bearing", "_coarse", "_depth", "_names", "_offsets", "_parts", "_places")

    def __init__(self, text: str) -> None:
        text = _without_comments(text[:MAX_LENGTH])
        self._parts = text.split("{")
        self._coarse = b""  # of a large sheet
        self._offsets: list[int] = []  # of its braces, where they are asked for
        self._places = list(range(len(self._parts) - 1))  # of blocks that may be suspects
        if len(text) > SMALL:
            self._coarse = coarse(text)
            self._places = self._suspicious_blocks()
        self._names: dict[int, frozenset[str]] = {}
        self._bearing: dict[str, list[int]] = {}  # by a word that they mention
        self._depth: list[int] | None = None

    def has_suspects(self) -> bool:
        """True where some block hides something."""
        return any(map(self._hides, self._places))

    def block(self, k: int) -> str:
        """What stands between the braces, for a plain rule."""
        return short(self._parts[k + 1].partition("}")[0])

    def suspects(self, names: AbstractSet[str]) -> list[int]:
        """The blocks that hide something and whose rule may match elements with these names."""
        return [k for k in self._naming(self._places, names) if self._hides(k)][:MAX_RULES]

    def bearing(self, words: set[str], names: AbstractSet[str]) -> list[int]:
        """The blocks that mention one of these properties and may match elements with these names."""
        wanted = frozenset(names)
        return sorted({k for word in words for k in self._naming(self._mentioning(word), wanted)})

    def selectors(self, k: int) -> tuple[Selector, ...]:
        """The selectors of block k."""
        return selectors(self._prelude(k))

    def in_force(self, k: int) -> bool:
        """True where every at-rule around block k lets it count on a desktop screen."""
        if self._depth is None:
            closed = [part.count("}") for part in self._parts]
            self._depth = list(accumulate(closed[1:-1], _deepen, initial=0))
        depth = self._depth
        while depth[k] > 0:
            level = depth[k]
            while depth[k] >= level:
                k -= 1
            if not applies(self._prelude(k).lower()):
                return False
        return True

    def _hides(self, k: int) -> bool:
        return suspicion(self.block(k)) > 0

    def _prelude(self, k: int) -> str:
        part = self._parts[k]
        return part[max(part.rfind("}"), part.rfind(";")) + 1 :].strip()

    def _naming(self, blocks: list[int], names: AbstractSet[str]) -> list[int]:
        """Those of the blocks whose rule may match elements with these names."""
        if compiled is None:
            return [k for k in blocks if not self._keys(k).isdisjoint(names)]
        found: list[int]
        found, odd = compiled.rules_naming(self._parts, blocks, names)
        also = [k for k in odd if not self._keys(k).isdisjoint(names)]
        return sorted(found + also) if also else found

    def _keys(self, k: int) -> frozenset[str]:
        found = self._names.get(k)
        if found is None:
            found = self._names[k] = keys(self._prelude(k))
        return found

    def _mentioning(self, word: str) -> list[int]:
        """The blocks that mention a property."""
        found = self._bearing.get(word)
        if found is None:
            found = self._bearing[word] = self._with_word(word)[:MAX_RULES]
        return found

    def _with_word(self, word: str) -> list[int]:
        if not self._coarse:
            return [k for k, part in enumerate(self._parts[1:]) if word in part]
        if compiled is not None:
            blocks: list[int] = compiled.blocks_with(self._coarse, word)
            return blocks
        places = []
        sought = word.encode()
        at = self._coarse.find(sought)
        while at >= 0:
            places.append(at)
            at = self._coarse.find(sought, at + 1)
        return self._blocks_at(places)

    def _suspicious_blocks(self) -> list[int]:
        if compiled is not None:
            blocks: list[int] = compiled.suspicious_blocks(self._coarse)
            return blocks
        return self._blocks_at(suspicious_places(self._coarse))

    def _blocks_at(self, places: Iterable[int]) -> list[int]:
        """The blocks that hold these offsets."""
        if not self._offsets:
            self._offsets = list(accumulate(len(part) + 1 for part in self._parts))
        found = {bisect_right(self._offsets, at) - 1 for at in places}
        found.discard(-1)
        return sorted(found)


def _deepen(depth: int, closed: int) -> int:
    """How many blocks are open around the next one; a stray closing brace opens nothing."""
    return max(depth + 1 - closed, 0)


@lru_cache(maxsize=256)
def _small_sheet(text: str) -> Sheet:
    return Sheet(text)


@lru_cache(maxsize=16)
def _large_sheet(text: str) -> Sheet:
    return Sheet(text)


def sheet(text: str) -> Sheet:
    """The sheet of a text. Pages of one site share theirs, so some are kept."""
    return _small_sheet(text) if len(text) <= SMALL else _large_sheet(text)


@lru_cache(maxsize=32768)
def suspicion(block: str) -> int:
    """The mechanisms by which a block hides, alone or with the position that another block may give."""
    if not suspicious(block.lower()):
        return 0
    properties = effective((declarations(block),))
    return hiding({**_COMPLEMENT, **properties}) if properties else 0


def needs_position(block: str) -> bool:
    """True for a suspect that hides only where another block positions the element."""
    return not hiding(effective((declarations(block),)))


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
