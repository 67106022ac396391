"""`scrub undo`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status


@click.command(short_help="Restore the inputs that `clean --format same` wrote back.")
@flags.manifests
@click.option(
    "-o",
    "--output",
    "into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="The folder the restored files are written into.",
)
def undo(paths: tuple[Path, ...], into: Path) -> Status:
    """Put back what `scrub clean --format same` cut out: every file as it was read, byte for byte.

    MANIFEST is a manifest, a folder of them, or the folder of a job. A file is restored only where
    its digest proves that its content is the original. Packed files are packed again; where the packed
    bytes are others than those of the input, that is told.
    """
    from scrub.commands.restoring import undo_outputs

    return undo_outputs(paths, into)
