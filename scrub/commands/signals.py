"""`scrub signals`."""

from __future__ import annotations

import inspect

import click

from scrub.commands.status import Status


@click.command(short_help="The catalogue of signals, from their docstrings.")
@click.argument("name", required=False, metavar="[NAME]")
def signals(name: str | None) -> Status:
    """List the signals that decide, or explain the signal NAME: what, why, positives, innocents."""
    from scrub.signals import SIGNALS

    if name is None:
        width = max(len(signal.name) for signal in SIGNALS)
        for signal in SIGNALS:
            click.echo(f"{click.style(signal.name.ljust(width), bold=True)}  {_first_line(signal.doc)}")
        return Status.OK
    for signal in SIGNALS:
        if signal.name == name:
            click.secho(signal.name, bold=True)
            click.echo(inspect.cleandoc(signal.doc))
            return Status.OK
    raise click.BadParameter(f"{name!r} is no signal; `scrub signals` lists them")


def _first_line(doc: str) -> str:
    return inspect.cleandoc(doc).partition("\n")[0]
