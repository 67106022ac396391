"""What scripts write into a page and where they send its readers, told without running them.

    script ─ tokens ─> statements ─> expressions (constants fold, the rest stays unknown) ─> Script
                           ^                             │
                           └──── code made of strings <──┘

A decoder is folded as far as constants go: pieces joined, `fromCharCode`, `unescape`, `atob`, escapes,
arrays with index functions, packers, loops over constants, code inside code. There is no document,
no network and no clock here; steps, text and depth are bounded, whatever a page brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrub.scripts.known import HOLE
from scrub.scripts.machine import Exhausted, Machine, Redirect, Written
from scrub.scripts.packer import unpack
from scrub.scripts.placed import placed_elements
from scrub.scripts.statements import call_all, invoke, run_code, statement
from scrub.scripts.tokens import tokenise

__all__ = ["HOLE", "LONGEST", "Redirect", "Script", "Written", "read_script"]

LONGEST = 50_000  # characters of a script that is read; longer ones are bundles and stored data
_LONG = 12_000  # from here on fewer steps have to do: decoders are short, libraries are not
_STEPS_OF_LONG = 6_000
# What a script must mention: ways to hide text, to write markup with links or styles, to lead readers
# elsewhere, or to hide an element of the page. Anything else is not worth folding.
_DECODES = (
    "fromc",
    "unescape",
    "atob",
    "decodeuri",
    "execscript",
    ".reverse",
    "p,a,c,k",
    "'reverse",
    '"reverse',
)
_CODE = re.compile(r"\beval\b|\bFunction\s*\(\s*[\"']")
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
_MARKUP = ("<a ", "href", "<style", "style=", "absolute", "<scr", "<d'", '<d"')
_LEADS = re.compile(r"location\b(?:\s*\.\s*href)?\s*(?:=[^=]|\[)|location\s*\.\s*(?:replace|assign)")
_HIDES = re.compile(r"getElementById\([^)]{1,80}\)\s*\.\s*style\s*\.\s*(?:display|visibility)")
# How many characters have to be hidden by a technique before it is one.
_LEAST = {
    "escapes": 8,
    "fromCharCode": 8,
    "unescape": 8,
    "atob": 8,
    "pieces": 6,
    "reversed": 1,
    "eval": 1,
    "packer": 1,
}


@dataclass(frozen=True, slots=True)
class Script:
    """What a script does to the page, as far as constants tell.

    techniques: how its text is hidden, the commonest names for it. layers: how many scripts stand in
    one another. hidden: ids of elements that it hides. complete is False where it asked for too much.
    """

    written: tuple[Written, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    hidden: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    layers: int = 0
    complete: bool = True


def read_script(source: str) -> Script:
    """Folds a script. Never raises; a longer one than `LONGEST` is not complete."""
    if len(source) > LONGEST:
        return Script(complete=False)
    if not _is_promising(source):
        return Script()
    machine = Machine(tokenise(source), invoke, statement)
    if len(source) > _LONG:
        machine.steps = _STEPS_OF_LONG
    complete = True
    try:
        run_code(machine, machine.code)
        for packed in unpack(source):
            machine.used("packer")
            run_code(machine, tokenise(packed), layer=1)
        call_all(machine)
    except (Exhausted, RecursionError):
        complete = False
    except Exception:  # noqa: BLE001 - whatever a hostile script finds in us, the page's others are read
        complete = False
    for markup, at, when in placed_elements(machine):
        machine.written.append(Written(markup, "createElement", at, when))
    return Script(
        written=tuple(dict.fromkeys(machine.written)),
        redirects=tuple(dict.fromkeys(machine.redirects)),
        hidden=tuple(dict.fromkeys(filter(None, machine.hidden))),
        techniques=tuple(name for name, least in _LEAST.items() if machine.techniques.get(name, 0) >= least),
        layers=machine.deepest,
        complete=complete,
    )


def _is_promising(source: str) -> bool:
    """Whether a script may do anything that is told; most do not, and folding costs a hundred times this."""
    text = source.lower()
    if any(word in text for word in _DECODES) or text.count("\\x") >= 4 or text.count("\\u00") >= 4:
        return True
    if ("eval" in text or "function" in text) and _CODE.search(source):
        return True
    if any(word in text for word in _WRITES) and any(word in text for word in _MARKUP):
        return True
    if "location" in text and _LEADS.search(source):
        return True
    return "getelementbyid" in text and bool(_HIDES.search(source))
