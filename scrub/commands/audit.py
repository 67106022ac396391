"""`scrub audit`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from scrub.commands import flags
from scrub.commands.audit_flags import Living, living
from scrub.commands.status import Status
from scrub.options import Options


def _targets(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, Path | None], ...]:
    """FORMAT or FORMAT=FILE; the file `-`, or none, is standard output."""
    targets = []
    for value in values:
        name, _sign, file = value.partition("=")
        if name not in flags.REPORTS:
            raise click.BadParameter(f"{name!r} is no report format; there are {', '.join(flags.REPORTS)}")
        targets.append((name, None if file in ("", "-") else Path(file)))
    return tuple(targets)


@click.command(short_help="Look for injected spam and say where it is.")
@flags.inputs
@click.option(
    "--report",
    "targets",
    callback=_targets,
    multiple=True,
    default=("console",),
    show_default=True,
    metavar="FORMAT[=FILE]",
    help=f"{', '.join(flags.REPORTS)}; may be repeated; FILE - is standard output.",
)
@click.option(
    "--sensitivity",
    type=flags.Finite(0, 1, min_open=True, max_open=True),
    default=Options.__dataclass_fields__["sensitivity"].default,
    show_default=True,
    metavar="SHARE",
    help="As --max-harm, for warnings: what is probable, and would not be removed.",
)
@click.option(
    "--max-pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at so many pages of a site; default 500 of an address without a path, else 1.",
)
@click.option(
    "--cloaking",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="PAGES",
    help="Ask for so many pages again as search engine, telephone, visitor from a search and returning visitor.",
)
@click.option(
    "--check-links",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="SITES",
    help="Look at the first page of so many linked sites: some serve spam by now.",
)
@click.option(
    "--delay",
    type=flags.Finite(min=0),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Between two requests to one host, at least.",
)
@living
@flags.judging
@flags.fetching
@click.option(
    "--render",
    is_flag=True,
    help="Also look at every page as a browser shows it, once its scripts have run.",
)
@click.option(
    "--browser",
    metavar="FILE",
    help="The browser for --render, if Chromium, Chrome or Edge is not on PATH.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option(
    "--page-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="What one page may take, in CPU time where the system tells it.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def audit(
    inputs: tuple[str, ...],
    targets: tuple[tuple[str, Path | None], ...],
    network: flags.Network,
    living: Living,
    max_pages: int | None,
    cloaking: int,
    check_links: int,
    delay: float,
    kind: str | None,
    field: str | None,
    render: bool,
    browser: str | None,
    jobs: int,
    page_timeout: float,
    quiet: bool,
    **named: Any,
) -> Status:
    """Look for spam that was injected into pages, and say where it is and why it is spam.

    INPUT is whatever `scrub clean` reads, or a site: an address without a path, a sitemap or a feed is
    walked by its sitemaps, feeds and links. The exit status is 1 where something suspect was found.
    """
    from scrub.browser import RenderOptions
    from scrub.commands.auditing import Wishes, audit_inputs
    from scrub.commands.overwriting import check_targets
    from scrub.inputs import Reading
    from scrub.workers import Limits

    check_targets(inputs, kind, (living.patch, living.state, *(path for _, path in targets)))
    options = Options(**named)
    network = network._replace(options=replace(network.options, delay=delay))
    screen = RenderOptions(browser, network.options.allow_private) if render or browser else None
    limits = Limits(page_timeout)
    wishes = Wishes(targets, living, max_pages, cloaking, check_links, jobs, quiet, screen, limits)
    return audit_inputs(
        inputs, Reading(kind, options.encoding, None, field, written=True), options, network, wishes
    )
