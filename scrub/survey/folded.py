"""A script of a page, folded, and what it does beside hiding it: see `scrub.scripts`."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from scrub.parser.inventory import InlineScript
from scrub.scripts import HOLE, LONGEST, Script, read_script, steps_for
from scrub.urls import host_of

# Ways of hiding text that say something; short strings are joined everywhere.
_DECODING = frozenset({"escapes", "fromCharCode", "unescape", "atob", "reversed", "packer", "eval"})
_NUMBERS = re.compile(r"(?:\d{2,3}\s*,\s*){15}")
_MOST_MARKUP = 500_000
_REMEMBERED = 1_000
_STEPS = 3_000  # of all scripts of a page; the one that crosses the line is still read to its end
_remembered: OrderedDict[bytes, Script] = OrderedDict()
_screened: OrderedDict[bytes, int | None] = OrderedDict()
_MOST_SCREENED = 20_000


class Folded(NamedTuple):
    """A script of the page and what it does."""

    inline: InlineScript
    script: Script

    @property
    def decoding(self) -> tuple[str, ...]:
        """How its text is hidden, where that is unusual."""
        return tuple(name for name in self.script.techniques if name in _DECODING)

    def spells(self, address: str) -> bool:
        """Whether the script has the host of an address in plain letters: then nothing hides it."""
        host = host_of(address)
        return bool(host) and host in self.inline.text.lower()

    @property
    def wraps(self) -> bool:
        """Whether whole code is hidden, or long lists of numbers: no library spells an address so."""
        return bool({"eval", "packer"} & set(self.script.techniques)) or bool(
            _NUMBERS.search(self.inline.text)
        )

    @property
    def markup(self) -> str:
        """What it writes beside itself, and what it hides, as markup."""
        rules = "".join(
            f"<style>#{name}{{display:none}}</style>" for name in self.script.hidden if name.isidentifier()
        )
        return rules + "".join(one.markup for one in self.script.written).replace(HOLE, "")[:_MOST_MARKUP]


def fold(scripts: Sequence[InlineScript]) -> tuple[list[Folded], int]:
    """The scripts of a page that may matter, folded, as they stand there; and how many were not read to the end.

    Those that carry encoded text come first, then the short ones, so that a library cannot spend what
    they need. A script costs the same whether it was met before or not: so pages in any order, in any
    number of processes, come to the same findings.
    """
    worth = [(one, _steps_for(one.text)) for one in scripts]
    missed = sum(steps is None for _, steps in worth)
    left = _STEPS
    folded = []
    for one, _ in sorted(
        ((one, steps) for one, steps in worth if steps), key=lambda pair: (-pair[1], len(pair[0].text))
    ):
        if left <= 0:
            missed += 1
            continue
        script = folded_script(one.text)
        left -= script.steps
        missed += not script.complete
        folded.append(Folded(one, script))
    return sorted(folded, key=lambda one: one.inline.nth), missed


def _steps_for(text: str) -> int | None:
    """`steps_for`, remembered: most scripts are worth no step, wherever they stand."""
    if len(text) > LONGEST:
        return None
    key = _key(text)
    if key in _screened:
        return _screened[key]
    steps = _screened[key] = steps_for(text)
    if len(_screened) > _MOST_SCREENED:
        _screened.popitem(last=False)
    return steps


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def folded_script(text: str) -> Script:
    """`read_script`, remembered: the scripts of a site stand on all its pages."""
    key = _key(text)
    found = _remembered.get(key)
    if found is None:
        found = _remembered[key] = read_script(text)
        if len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)
    return found
