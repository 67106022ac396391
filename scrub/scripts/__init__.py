"""What scripts write into a page and where they send its readers, told without running them.

    script ─ tokens ─> statements ─> expressions (constants fold, the rest stays unknown) ─> Script
                           ^                             │
                           └──── code made of strings <──┘

A decoder is folded as far as constants go: pieces joined, `fromCharCode`, `unescape`, `atob`, escapes,
arrays with index functions, packers, loops over constants, code inside code. There is no document,
no network and no clock here; steps, text and depth are bounded, whatever a page brings.
"""

from __future__ import annotations

from dataclasses import dataclass

from scrub.scripts.known import HOLE
from scrub.scripts.machine import Exhausted, Machine, Redirect, Written
from scrub.scripts.packer import unpack
from scrub.scripts.placed import placed_elements
from scrub.scripts.screen import LONGEST, steps_for
from scrub.scripts.statements import call_all, invoke, run_code, statement
from scrub.scripts.tokens import tokenise

__all__ = ["HOLE", "LONGEST", "Redirect", "Script", "Written", "read_script", "steps_for"]

_PER_STEP = 10  # characters whose tokens take as long as one expression
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
    one another. hidden: ids of elements that it hides. complete is False where it asked for too much, or
    was not read for its length. steps: what reading it took, in expressions: see `Machine`.
    """

    written: tuple[Written, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    hidden: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    layers: int = 0
    complete: bool = True
    steps: int = 0


def read_script(source: str) -> Script:
    """Folds a script. Never raises; a longer one than `LONGEST` is not complete."""
    allowed = steps_for(source)
    if allowed is None:
        return Script(complete=False)
    if not allowed:
        return Script()
    machine = Machine(tokenise(source), invoke, statement, steps=allowed)
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
        steps=allowed - max(machine.steps, 0) + len(source) // _PER_STEP,
    )
