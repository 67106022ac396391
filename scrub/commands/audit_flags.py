"""The flags of `scrub audit` for audits that come again: in CI, from cron, after cleaning up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

# Written out, since the module of `Knowledge` costs help too much; a test compares.
SEVERITIES = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Living:
    """What an audit has to do with those before it, and whom it tells."""

    fail_on: str = "warning"
    baseline: Path | None = None
    since: Path | None = None
    suppressions: Path | None = None
    state: Path | None = None
    patch: Path | None = None
    notify: str | None = None
    notify_command: str | None = None


def _file(name: str, text: str, *, exists: bool = False) -> Any:
    kind = click.Path(path_type=Path, dir_okay=False, exists=exists)
    return click.option(f"--{name}", type=kind, metavar="FILE", help=text)


_FLAGS = (
    click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        default=Living.__dataclass_fields__["fail_on"].default,
        show_default=True,
        help="Exit with 1 for findings of this severity and above.",
    ),
    _file("baseline", "An earlier JSON report: what it has does not fail.", exists=True),
    _file("since", "The JSON report before this one: tells what is new and what is gone, and since when."),
    _file("suppressions", "Findings not to be told of, with reasons and dates of expiry.", exists=True),
    _file("state", "Remembers pages in FILE and passes by those that have not changed."),
    _file("patch", "Write what would take the spam out of the files of a folder, for `patch -p1`."),
    click.option(
        "--notify", metavar="URL", help="Post a summary as JSON to URL when there is something to tell."
    ),
    click.option(
        "--notify-command",
        metavar="COMMAND",
        help="Run COMMAND, with the report on its standard input, when there is something to tell.",
    ),
)


def living(command: Callable[..., Any]) -> Any:
    """Adds the flags; the command gets them as one argument, `living`."""

    @wraps(command)
    def with_living(*arguments: Any, **named: Any) -> Any:
        chosen = Living(**{field.name: named.pop(field.name) for field in fields(Living)})
        return command(*arguments, living=chosen, **named)

    for add in reversed(_FLAGS):
        with_living = add(with_living)
    return with_living
