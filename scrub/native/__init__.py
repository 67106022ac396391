"""Loops that are compiled where there is a C compiler: the same answers as the Python and numpy beside them, sooner.

`compiled` is the extension module, or None where it was not built, does not load, was built for other sources,
or is switched off by SCRUB_NATIVE=0. Whoever asks it has a slower way of their own, and tests hold the two to the
same answers.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

__all__ = ["compiled"]

# Raised, here and in module.c, with every change of what the functions take or give: a checkout may hold
# an extension that was built for the sources of yesterday.
INTERFACE = 6


def _load() -> ModuleType | None:
    if os.environ.get("SCRUB_NATIVE") == "0":
        return None
    try:
        found = import_module("scrub.native._compiled")
    except ImportError:
        return None
    return found if getattr(found, "INTERFACE", 0) == INTERFACE else None


compiled = _load()
