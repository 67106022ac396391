"""Link structure: how many links a block has, where they lead, and whether anybody else links there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scrub.signals.columns import Columns, Floats, Ints
from scrub.signals.words import times

_HOME_PAGE = re.compile(r"\s*(?:https?:)?//[^/?#]*/?(?:index\.\w+)?(?:[?#].*)?\s*\Z", re.I)


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
    code = columns.anchor_domain_code
    anchor = np.flatnonzero(code >= 0).astype(np.int32)
    domain = code[anchor]
    block = columns.anchor_block[anchor]
    size = int(domain.max()) + 1 if len(domain) else 0
    whole = np.bincount(domain, minlength=size).astype(np.int32)[domain]
    pair = block.astype(np.int64) * max(size, 1) + domain
    mine = times(pair).astype(np.int32)
    return Outlinks(anchor, block, columns.anchor_page[anchor], domain, mine, whole)


def outlink_count(columns: Columns) -> Floats:
    """External anchors in each block."""
    block = columns.once(outlinks).block
    return np.bincount(block, minlength=len(columns)).astype(np.float32)


def domain_count(columns: Columns) -> Floats:
    """Distinct registrable domains that each block links to outside the site."""
    found = columns.once(outlinks)
    share = 1.0 / np.maximum(found.mine, 1)
    return np.bincount(found.block, weights=share, minlength=len(columns)).astype(np.float32)


def mean_of_outlinks(columns: Columns, value: Floats) -> Floats:
    """Mean over each block's outlinks of a value per outlink, 0 where there are none."""
    if not len(value):
        return np.zeros(len(columns), dtype=np.float32)
    total = np.bincount(columns.once(outlinks).block, weights=value, minlength=len(columns))
    return (total / np.maximum(columns.once(outlink_count), 1.0)).astype(np.float32)


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
    strange = (found.whole == found.mine).astype(np.float32)
    return mean_of_outlinks(columns, strange)


def outlink_share(columns: Columns) -> Floats:
    """Share of all the page's external links that stand in this block.

    Why: most pages have few places that link out; a farm is most of them. Positives: the only
    external links of a page, in its last div. Innocents: the reference list of an article.
    """
    count = columns.once(outlink_count)
    whole = columns.once(page_outlinks)[columns.page]
    return count / np.maximum(whole, 1.0)


def home_page_share(columns: Columns) -> Floats:
    """Share of external links that lead to a bare home page.

    Why: link sellers promote sites, writers cite pages. Positives: `<a href="http://shop.example/">`.
    Innocents: "powered by", partner logos.
    """
    return mean_of_outlinks(columns, per_outlink(columns, to_home_page))


def to_home_page(columns: Columns) -> Floats:
    """(outlinks,): 1 where that is so."""
    href = columns.anchor_href
    home = [bool(_HOME_PAGE.match(href[j])) for j in columns.once(outlinks).anchor.tolist()]
    return np.array(home, dtype=np.float32)


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
