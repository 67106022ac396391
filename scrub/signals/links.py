"""Link structure: how many links a block has, where they lead, and whether anybody else links there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scrub.native import compiled
from scrub.signals.columns import Columns, Floats, Ints
from scrub.signals.words import times


class Outlinks(NamedTuple):
    """Links that leave the site. Columns per outlink: anchor, block, domain code; and per block counts.

    mine, whole: how many outlinks of the block, of the page lead to the same domain.
    """

    anchor: Ints
    block: Ints
    page: Ints
    domain: Ints
    mine: Ints
    whole: Ints


def outlinks(columns: Columns) -> Outlinks:
    """The external anchors; where a page's own domain is unknown, all absolute ones."""
    code, block = columns.anchor_domain_code, columns.anchor_block
    if compiled is not None:
        rows = np.empty((len(Outlinks._fields), len(code)), dtype=np.int32)
        found = compiled.find_outlinks(code, block, columns.anchor_page, rows)
        if found >= 0:
            return Outlinks(*rows[:, :found])
    anchor = np.flatnonzero(code >= 0).astype(np.int32)
    domain, block = code[anchor], block[anchor]
    size = int(domain.max()) + 1 if len(domain) else 0
    whole = np.bincount(domain, minlength=size).astype(np.int32)[domain]
    mine = times(block.astype(np.int64) * max(size, 1) + domain).astype(np.int32)
    return Outlinks(anchor, block, columns.anchor_page[anchor], domain, mine, whole)


def sums_of_outlinks(columns: Columns, values: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
    """(values, n): sums of several values per outlink over each block."""
    block = columns.once(outlinks).block
    if not len(block):
        return np.zeros((len(values), len(columns)), dtype=np.float32)
    sums = [np.bincount(block, weights=value, minlength=len(columns)) for value in values]
    return np.array(sums, dtype=np.float32)


def means_of_outlinks(columns: Columns, values: Sequence[NDArray[Any]]) -> Floats:
    """(values, n): means over each block's outlinks, 0 where there are none."""
    means: Floats = sums_of_outlinks(columns, values) / np.maximum(columns.once(outlink_count), 1.0)
    return means


def counts(columns: Columns) -> NDArray[np.float32]:
    """(2, n): external anchors in each block, and distinct domains that they lead to."""
    found = columns.once(outlinks)
    if compiled is not None:
        rows = np.empty((2, len(columns)), dtype=np.float32)
        compiled.outlink_counts(found.block, found.mine, rows)
        return rows
    return sums_of_outlinks(columns, (np.ones(len(found.mine)), 1.0 / np.maximum(found.mine, 1)))


def outlink_count(columns: Columns) -> Floats:
    """External anchors in each block."""
    return columns.row(counts, 0)


def domain_count(columns: Columns) -> Floats:
    """Distinct registrable domains that each block links to outside the site."""
    return columns.row(counts, 1)


def page_outlinks(columns: Columns) -> Floats:
    """(pages,): external anchors of each page."""
    return columns.page_total(columns.once(outlink_count))


def links(columns: Columns) -> Floats:
    """How many links (log scale).

    Why: farms have many. Positives: 26 links in one div. Innocents: menus, reference lists and
    blogrolls have more, so that the number alone misleads.
    """
    return np.log1p(columns.anchors)


def link_density(columns: Columns) -> Floats:
    """Share of the text that is anchor text.

    Why: injected blocks exist for their links. Positives: a div of bare links. Innocents: menus,
    tag clouds, teasers.
    """
    return columns.link_density


def external_share(columns: Columns) -> Floats:
    """Share of the block's links that leave the site.

    Why: nobody injects links to the site itself. Positives: a row of three shops. Innocents:
    references, sponsor pages, share buttons.
    """
    return columns.once(outlink_count) / np.maximum(columns.anchors, 1.0)


def domains(columns: Columns) -> Floats:
    """Distinct domains outside the site that the block links to (log scale).

    Why: a farm serves many customers. Positives: 26 links to 24 domains. Innocents: link lists,
    bibliographies.
    """
    return np.log1p(columns.once(domain_count))


def domains_per_link(columns: Columns) -> Floats:
    """Distinct domains for each external link, 0 where there is none.

    Why: the best single separator that was measured (medians: 1.0 injected, 0.12 honest link
    lists). Positives: one link to each of ten shops. Innocents: citations of different papers.
    """
    return columns.once(domain_count) / np.maximum(columns.once(outlink_count), 1.0)


def stranger_share(columns: Columns) -> Floats:
    """Share of external links whose domain the rest of the page never links to.

    Why: partners, share buttons and sources come back on a page; a customer of a link seller does
    not. Positives: a footer link to a pharmacy. Innocents: a source cited once.
    """
    found = columns.once(outlinks)
    share: Floats = means_of_outlinks(columns, (found.whole == found.mine,))[0]
    return share


def outlink_share(columns: Columns) -> Floats:
    """Share of all the page's external links that stand in this block.

    Why: most pages have few places that link out; a farm is most of them. Positives: the only
    external links of a page, in its last div. Innocents: the reference list of an article.
    """
    count = columns.once(outlink_count)
    whole = columns.once(page_outlinks)[columns.page]
    return count / np.maximum(whole, 1.0)


def per_outlink(columns: Columns, measure: Callable[[Columns], Floats]) -> Floats:
    """What the measure says of every outlink, whatever block it stands in."""
    whole = columns.whole
    if whole is None:
        return columns.once(measure)
    return whole.columns.once(measure)[whole.outlinks(whole.columns.once(outlinks).page)]


def words_per_link(columns: Columns) -> Floats:
    """Words for each external link (log scale), as many as there are words where there is none.

    Why: honest prose carries a link in dozens of words, spam one in five. Positives: keyword, link,
    keyword, link. Innocents: lists of links.
    """
    return np.log1p(columns.words / np.maximum(columns.once(outlink_count), 1.0))
