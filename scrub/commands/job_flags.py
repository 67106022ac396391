"""The flags of `clean` that only jobs have: those whose output is a folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from scrub.commands import flags


class JobFlags(NamedTuple):
    """How a job is done.

    layout of folders, seconds a page, part I of N, whether to try failures again, whether what is
    certain on one page counts on others.
    """

    layout: str
    page_timeout: float
    part: tuple[int, int] | None
    retry: bool
    propagate: bool
    parquet_manifest: bool
    cluster: str | None

    @property
    def need_folder(self) -> list[str]:
        """The flags that were given and make no sense without a folder."""
        given: dict[str, object] = {
            "--shard": self.part,
            "--retry-failed": self.retry,
            "--propagate": self.propagate,
            "--parquet-manifest": self.parquet_manifest,
            "--cluster": self.cluster,
        }
        return [name for name, value in given.items() if value]


def _part(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    part, slash, of = value.partition("/")
    if not (slash and part.isdecimal() and of.isdecimal() and 1 <= int(part) <= int(of)):
        raise click.BadParameter(f"{value!r} is not I/N with I from 1 to N")
    return int(part), int(of)


_FLAGS = (
    click.option(
        "--cluster",
        metavar="dask://HOST:PORT",
        help="Do the job on a Dask cluster that shares the folders of inputs and OUT.",
    ),
    click.option(
        "--parquet-manifest",
        is_flag=True,
        help="Write the manifest as Parquet too, where OUT is a folder.",
    ),
    click.option(
        "--propagate",
        is_flag=True,
        help="Remove what is only flagged on a page where its copies are removed for certain.",
    ),
    click.option("--retry-failed", "retry", is_flag=True, help="Do again what failed, and nothing else."),
    click.option(
        "--shard",
        "part",
        callback=_part,
        metavar="I/N",
        help="Do part I of N of the work, where OUT is a folder.",
    ),
    click.option(
        "--page-timeout",
        type=flags.Finite(min=0, min_open=True),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="What one page may take, where OUT is a folder.",
    ),
    click.option(
        "--layout",
        type=click.Choice(flags.LAYOUTS),
        default="flat",
        show_default=True,
        help="How pages are sorted into folders, where OUT is a folder.",
    ),
)


def job_flags(command: Callable[..., Any]) -> Any:
    """Adds them; the command gets them as one argument, `job`."""

    @wraps(command)
    def with_job_flags(*arguments: Any, **named: Any) -> Any:
        chosen = {name: named.pop(name) for name in JobFlags._fields}
        return command(*arguments, job=JobFlags(**chosen), **named)

    decorated: Any = with_job_flags
    for add in _FLAGS:
        decorated = add(decorated)
    return decorated
