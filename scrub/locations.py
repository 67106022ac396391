"""Where the files that come with scrub stand: installed, editable, or in a plain checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def models_folder() -> Path:
    """The folder of the shipped models.

    An installed package carries it inside; a checkout, editable or not, has it beside the package.
    The folder is named even where it is missing, so that the error of who opens it names a path.
    """
    inside = PACKAGE / "models"
    return inside if inside.is_dir() else PACKAGE.parent / "models"
