"""Single pages written back: each a copy of its file without what was injected, packed as the file was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrub.batch.files import Folder
from scrub.batch.outcome import Outcome
from scrub.batch.repacking import packed, recipe_of
from scrub.errors import InputError


class Copies(Folder):
    """Each page in a file of its own, of the kind and the packing it came in."""

    def write_outcome(self, outcome: Outcome, stem: str | None) -> Mapping[str, Any]:
        """Write one copy; what its row in the manifest says of it."""
        if outcome.output is None:
            return super().write_outcome(outcome, stem)
        recipe = _recipe(outcome.row["source"]["file"])
        body = b"".join(packed([outcome.output], recipe, len(outcome.output)))
        written = super().write_outcome(outcome._replace(output=body), stem)
        return {**written, "packing": recipe}


def _recipe(source: str | None) -> dict[str, Any] | None:
    """How the file was packed; an address, or a file that is gone, was not."""
    try:
        return recipe_of(source or "")
    except (OSError, ValueError, InputError):
        return None
