"""Inputs into shards: the same inputs give the same shards, whoever plans and wherever."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice

from scrub.batch.job import Input, Shard
from scrub.inputs import address, expanded, formats, remote
from scrub.outputs import Names
from scrub.values import Page

SLICE = 256  # single pages in a shard: seconds of work, and a list of a million has 4,000 shards


def plan(names: Iterable[str], kind: str | None) -> tuple[Shard, ...]:
    """The shards of these inputs: every archive is one, single pages share one by the slice.

    An input that cannot be read has its place among the pages: it fails when it is read.
    """
    archives: list[Input] = []
    pages: list[Input] = []
    for name in expanded(names, kind):
        one = _input(name)
        if not address.matches(name) and formats.is_archive(name, kind):
            archives.append(one)
        else:
            pages.append(one)
    given = Names()
    named = iter([one._replace(stem=given.name(Page(source=one.name), "")) for one in pages])
    slices = [Shard(0, inputs) for inputs in iter(lambda: tuple(islice(named, SLICE)), ())]
    alone = [
        Shard(0, (one._replace(stem=given.name(Page(source=one.name), "")),), archive=True)
        for one in archives
    ]
    return tuple(shard._replace(rank=rank) for rank, shard in enumerate([*slices, *alone]))


def share(shards: tuple[Shard, ...], part: int, of: int) -> Iterator[Shard]:
    """Part `part` of `of`, counted from 1: every of-th shard, so that all parts get like work."""
    return islice(shards, part - 1, None, of)


def _input(name: str) -> Input:
    if address.matches(name):
        return Input(name)
    if remote.matches(name):
        return Input(name, None, *remote.about(name))
    try:
        about = os.stat(name)  # noqa: PTH116 - a Path of any text may raise more
    except (OSError, ValueError):
        return Input(name)
    return Input(name, None, about.st_size, about.st_mtime_ns)
