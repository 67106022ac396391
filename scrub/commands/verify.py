"""`scrub verify`."""

from __future__ import annotations

from pathlib import Path

import click

from scrub.commands import flags
from scrub.commands.status import Status


@click.command(short_help="Outputs against the digests in their manifests.")
@flags.manifests
def verify(paths: tuple[Path, ...]) -> Status:
    """Check that every output is what was written, by the digests in the manifests.

    MANIFEST is a manifest, a folder of them, or the folder of a job.
    """
    from scrub.commands.restoring import verify_outputs

    return verify_outputs(paths)
