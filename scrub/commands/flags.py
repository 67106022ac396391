"""The flags that several commands share; each is the name of an option with dashes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scrub.errors import OptionError
from scrub.options import Options

# Written out, since their tables cost help twice its time; a test compares.
KINDS = (
    "html", "text", "markdown", "warc", "wacz", "mhtml", "jsonl", "csv", "parquet", "arrow", "wxr",
    "mediawiki", "sql",
)  # fmt: skip
FORMATS = ("text", "markdown", "json", "jsonl")
REPORTS = ("console", "json")

F = TypeVar("F", bound=Callable[..., Any])


def _known_encoding(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    if name is not None:
        from scrub.encoding import decode

        try:
            decode(b"", given=name)
        except OptionError as error:
            raise click.BadParameter(str(error)) from None
    return name


def inputs(command: F) -> F:
    """Adds INPUT…."""
    return click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")(command)


def judging(command: F) -> F:
    """Adds the flags of Options, --from and --field."""
    for add in (
        click.option(
            "--encoding",
            callback=_known_encoding,
            metavar="NAME",
            help="How the inputs are encoded, if you know better than they do.",
        ),
        click.option(
            "--max-harm",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            default=Options.__dataclass_fields__["max_harm"].default,
            show_default=True,
            metavar="SHARE",
            help="Share of honest text that may be taken for spam; more catches more.",
        ),
        click.option(
            "--field",
            metavar="NAME",
            help="The field that holds the page in JSONL, CSV, Parquet and Arrow.",
        ),
        click.option(
            "--from",
            "kind",
            type=click.Choice(KINDS),
            help="What the inputs are, instead of finding out.",
        ),
    ):
        command = add(command)
    return command
