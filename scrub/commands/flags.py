"""The flags that several commands share; each is the name of an option with dashes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from scrub.errors import OptionError
from scrub.fetcher.options import FetchOptions
from scrub.options import Options

# Written out, since their tables cost help twice its time; a test compares.
KINDS = (
    "html", "text", "markdown", "warc", "wacz", "mhtml", "jsonl", "csv", "parquet", "arrow", "wxr",
    "mediawiki", "sql",
)  # fmt: skip
FORMATS = ("text", "markdown", "html", "tei", "json", "jsonl", "parquet", "warc", "same")
LAYOUTS = ("flat", "host", "date", "hash")
REPORTS = ("console", "html", "json", "csv", "sarif", "markdown")

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


def manifests(command: F) -> F:
    """Adds MANIFEST…."""
    kind = click.Path(exists=True, path_type=Path)
    return click.argument("paths", nargs=-1, required=True, metavar="MANIFEST...", type=kind)(command)


def own_models(command: F) -> F:
    """Adds --models and --trust-model."""
    for add in (
        click.option(
            "--trust-model",
            is_flag=True,
            help="Load models that do not ship with scrub: such a file can run code.",
        ),
        click.option(
            "--models",
            type=click.Path(exists=True, file_okay=False, resolve_path=True),
            metavar="FOLDER",
            help="Models of your own, as scrub train wrote them.",
        ),
    ):
        command = add(command)
    return command


class Finite(click.FloatRange):
    """A number that is one: `nan` is in no range, and `inf` is no time to wait."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Fails as every number does that makes no sense."""
        number: float = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


def judging(command: F) -> F:
    """Adds the flags of Options, --from and --field."""
    for add in (
        own_models,
        click.option(
            "--encoding",
            callback=_known_encoding,
            metavar="NAME",
            help="How the inputs are encoded, if you know better than they do.",
        ),
        click.option(
            "--max-harm",
            type=Finite(0, 1, min_open=True, max_open=True),
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


def telling(command: Callable[..., Any]) -> Any:
    """Adds --quiet and --json-log."""

    @wraps(command)
    def with_telling(*arguments: Any, json_log: bool, **named: Any) -> Any:
        if json_log:
            from scrub.commands.messages import tell_as_json

            tell_as_json()
        return command(*arguments, **named)

    as_json = click.option("--json-log", is_flag=True, help="Tell everything on stderr as JSON, a line each.")
    return as_json(click.option("--quiet", is_flag=True, help="Tell only of failures.")(with_telling))


class Network(NamedTuple):
    """How addresses among the inputs are fetched, and the archive that keeps the downloads."""

    options: FetchOptions
    warc: Path | None


_MANNERS = (
    click.option(
        "--contact",
        metavar="WHO",
        help="Your address or page, told to the servers: whom to complain to.",
    ),
    click.option(
        "--ignore-robots",
        is_flag=True,
        help="Fetch what robots.txt forbids. For your own site; elsewhere it is rude.",
    ),
    click.option(
        "--allow-private",
        is_flag=True,
        help="Fetch from this machine and private networks too; never from metadata addresses.",
    ),
)


def manners(command: F) -> F:
    """Adds the flags of every command that fetches: --contact, --ignore-robots, --allow-private."""
    for add in _MANNERS:
        command = add(command)
    return command


def fetching(command: Callable[..., Any]) -> Any:
    """Adds --warc and the manners; the command gets them as one argument, `network`."""

    @wraps(command)
    def with_network(
        *arguments: Any,
        warc: Path | None,
        contact: str | None,
        ignore_robots: bool,
        allow_private: bool,
        **named: Any,
    ) -> Any:
        options = FetchOptions(contact=contact, ignore_robots=ignore_robots, allow_private=allow_private)
        return command(*arguments, network=Network(options, warc), **named)

    keep = click.option(
        "--warc",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Keep everything that is downloaded in FILE (.warc.gz).",
    )
    return keep(manners(with_network))
