"""Which further addresses a page, a sitemap or a feed leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from scrub.errors import InputError
from scrub.fetcher import traps
from scrub.fetcher.lists import read_list
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.spelling import same_site, spell
from scrub.fetcher.task import Task

MAX_NESTED_LISTS = 4  # sitemap indexes inside sitemap indexes


class Link(NamedTuple):
    """An address that was found, and how: hops counts redirects and nested lists on the way."""

    url: str
    depth: int
    hops: int
    shape: str | None


def links_in_list(body: bytes, task: Task) -> list[Link]:
    """What a sitemap or feed names. Raises Trouble.

    A sitemap speaks for its own site only. So does a feed that was found; one that a person gave
    may name pages anywhere.
    """
    listed = read_list(body)
    anywhere = listed.is_feed and task.depth == 0 and task.via is None
    found = [
        Link(url, task.depth, 0, None)
        for url in _spelled(listed.pages, task.url)
        if anywhere or same_site(url, task.url)
    ]
    if task.hops < MAX_NESTED_LISTS:
        found += [
            Link(url, task.depth, task.hops + 1, None)
            for url in _spelled(listed.lists, task.url)
            if same_site(url, task.url)
        ]
    return found


def links_in_page(body: bytes, content_type: str | None, task: Task, options: FetchOptions) -> list[Link]:
    """What a page leads to, as far as the options follow: `meta refresh`, canonical, same-site links."""
    from scrub.parser.links import links_of

    try:
        links = links_of(body, content_type)
    except InputError:  # too deep to be parsed: kept all the same
        return []
    base = urljoin(task.url, links.base) if links.base else task.url
    found: list[Link] = []
    if options.follow_refresh and links.refresh and task.hops < options.max_redirects:
        found += [Link(url, task.depth, task.hops + 1, None) for url in _spelled([links.refresh], base)]
    if options.follow_canonical and links.canonical and task.hops < options.max_redirects:
        canonical = _spelled([links.canonical], base)
        found += [Link(url, task.depth, task.hops + 1, None) for url in canonical if same_site(url, task.url)]
    if task.depth < options.depth and (links.follow or options.ignore_robots):
        found += _followed(links.hrefs, base, task)
    return [link for link in found if link.url != task.url]


def wanted(options: FetchOptions, task: Task) -> bool:
    """Whether pages are read for their links at all."""
    return task.depth < options.depth or options.follow_refresh or options.follow_canonical


def _followed(hrefs: Iterable[str], base: str, task: Task) -> Iterator[Link]:
    for url in _spelled(hrefs, base):
        url = traps.without_session(url)
        if same_site(url, task.url) and not traps.is_trap(url):
            yield Link(url, task.depth + 1, 0, traps.shape_of(url))


def _spelled(hrefs: Iterable[str], base: str) -> Iterator[str]:
    for href in hrefs:
        try:
            yield spell(urljoin(base, href.strip()))
        except ValueError:  # what no request can be made of leads nowhere
            continue
