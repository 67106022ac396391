"""`scrub fetch`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from scrub.commands import flags
from scrub.commands.status import Status
from scrub.fetcher.options import FetchOptions

_SIZE = re.compile(r"(\d+)\s*([kmg]?)(?:i?b)?", re.IGNORECASE)
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}


def _size(_: click.Context, __: click.Parameter, value: str | int) -> int:
    """A number of bytes: `500000`, `20M`, `1G`."""
    match = _SIZE.fullmatch(str(value))
    if not match or not int(match[1]):
        raise click.BadParameter(f"{value!r} is no size; write 500000, 20M or 1G")
    return int(match[1]) * _UNITS[match[2].lower()]


def _default(name: str) -> Any:
    return FetchOptions.__dataclass_fields__[name].default


def _number(name: str, kind: Any, metavar: str, text: str) -> Any:
    """A flag of FetchOptions that takes a value; its default stands there."""
    return click.option(
        f"--{name.replace('_', '-')}",
        name,
        type=kind,
        default=_default(name),
        show_default=True,
        metavar=metavar,
        help=text,
    )


def _bytes(name: str, shown: str, text: str) -> Any:
    """A flag of FetchOptions that takes a size."""
    flag = f"--{name.replace('_', '-')}"
    return click.option(
        flag, name, callback=_size, default=shown, show_default=True, metavar="SIZE", help=text
    )


def _switch(name: str, text: str) -> Any:
    """A flag of FetchOptions that is on or off."""
    return click.option(f"--{name.replace('_', '-')}", name, is_flag=True, help=text)


_ONE = click.IntRange(min=1)
_NONE = click.IntRange(min=0)
_SECONDS = flags.Finite(min=0)
_FLAGS = (
    _number("depth", _NONE, "N", "Follow same-site links this many steps away from the inputs."),
    _number("max_pages", _ONE, "N", "Stop after this many pages, all runs together."),
    _switch("sitemaps", "Fetch what the sitemaps of the inputs' sites name, too."),
    _switch("follow_refresh", "Follow `meta refresh`."),
    _switch("follow_canonical", "Fetch what pages call their canonical address, too."),
    _number("delay", _SECONDS, "SECONDS", "Between two requests to one host, at least."),
    _number("concurrency", _ONE, "N", "Requests under way at once, in all."),
    _number("per_host", _ONE, "N", "Requests under way at once, to one host."),
    _number("timeout", _SECONDS, "SECONDS", "Without a sign of life."),
    _number("deadline", _SECONDS, "SECONDS", "For one request in all."),
    _number("retries", _NONE, "N", "Further attempts after a failure that may pass."),
    _number("max_wait", _SECONDS, "SECONDS", "Longest Retry-After that is waited for."),
    _number("max_redirects", _NONE, "N", "From one address to its page."),
    _bytes("max_bytes", "20M", "Of one body as it travels."),
    _bytes("rotate", "1G", "Begin a new file after this many bytes."),
    _number("digest", click.Choice(("sha1", "sha256")), "NAME", "sha1 or sha256, in the records."),
)


def _fetch_flags(command: Any) -> Any:
    for add in reversed(_FLAGS):
        command = add(command)
    return command


@click.command(short_help="Polite, resumable download into a WARC archive.")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="The archive (.warc.gz); its journal stands beside it.",
)
@click.option("--retry-failed", is_flag=True, help="Ask again for what failed in earlier runs.")
@click.option("--again", is_flag=True, help="Ask whether pages that were kept have changed since.")
@_fetch_flags
@flags.manners
@click.option("--quiet", is_flag=True, help="Tell only of failures.")
def fetch(
    inputs: tuple[str, ...], out: Path, retry_failed: bool, again: bool, quiet: bool, **named: Any
) -> Status:
    """Download pages into a WARC archive, politely, and go on where a run was stopped.

    INPUT is an address (a page, sitemap or feed), a file with one address a line or with a sitemap or
    feed in it, or - for a list on standard input. Without INPUT, an earlier run goes on, with its options.
    """
    from scrub.commands.fetching import Wishes, fetch_inputs

    wishes = Wishes(out, retry_failed=retry_failed, again=again, quiet=quiet)
    return fetch_inputs(inputs, wishes, {name: value for name, value in named.items() if _was_said(name)})


def _was_said(name: str) -> bool:
    """Whether an option stands on the command line; defaults are those of FetchOptions anyway."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE
