"""Which findings are the same spam: near-duplicate words, links to the very same domains, one cluster of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrub.findings import Located
from scrub.fingerprints import digest, groups, signatures
from scrub.urls import host_of, registrable_domain

_FEW_WORDS = 4  # so few prove nothing: "click here", "read more"


def page_of(one: Located) -> str:
    """The page, whenever it was captured; a post and its comments are pages of their own."""
    if one.record_id and " " in one.record_id:
        return f"{one.url} {one.record_id}"
    return one.url if one.url != one.source or one.row is None else f"{one.url} {one.row}"


def groups_of(found: Sequence[Located]) -> Iterator[list[int]]:
    """The numbers of findings that belong together, in order; every finding is in one group."""
    parent = list(range(len(found)))
    for keys in (_by_words(found), _by_domains(found), _by_cluster(found)):
        first: dict[object, int] = {}
        for k, key in enumerate(keys):
            if key is not None:
                _join(parent, first.setdefault(key, k), k)
    members: dict[int, list[int]] = {}
    for k in range(len(found)):
        members.setdefault(_root(parent, k), []).append(k)
    yield from members.values()


def _by_words(found: Sequence[Located]) -> list[int | None]:
    """For every finding a number that it shares with its near-duplicates; None for a few words."""
    long = [" ".join(one.finding.text.split()) for one in found]
    texts = {digest(text): text for text in long if text.count(" ") >= _FEW_WORDS}
    texts.pop("", None)  # scripts that have no words
    label = dict(zip(texts, groups(signatures(list(texts.values()))).tolist(), strict=True))
    return [label.get(digest(text)) if text.count(" ") >= _FEW_WORDS else None for text in long]


def _by_domains(found: Sequence[Located]) -> list[frozenset[str] | None]:
    """For every finding the set of the domains it links to; None where it links nowhere else."""
    keys = []
    for one in found:
        home = registrable_domain(host_of(one.url))
        keys.append(
            frozenset(registrable_domain(host_of(link)) for link in one.finding.links) - {home, ""} or None
        )
    return keys


def _by_cluster(found: Sequence[Located]) -> list[tuple[str, str] | None]:
    """Pages in a language that is foreign to their site came together; None for anything else."""
    return [
        (host_of(one.url), one.finding.language) if one.finding.kind == "foreign_pages" else None
        for one in found
    ]


def _root(parent: list[int], k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


def _join(parent: list[int], one: int, other: int) -> None:
    a, b = _root(parent, one), _root(parent, other)
    parent[max(a, b)] = min(a, b)
