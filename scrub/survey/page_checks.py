"""What is looked for on every page besides what the classifier judges.

A new check is one function and one row in PAGE_CHECKS. It sees one `Subject` and gives findings;
it runs in whatever process has the page. A check must be quick where there is nothing to find, and
a page is hostile: whatever it raises costs its own finding and is told as unchecked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from scrub.findings import Finding
from scrub.places import point_of
from scrub.survey.enclosed import enclosed
from scrub.survey.hosts import domain_of, is_copy, is_foreign
from scrub.survey.metadata import altered_metadata
from scrub.survey.scripted import scripted
from scrub.survey.server_code import server_code
from scrub.survey.subject import Subject


class PageCheck(NamedTuple):
    """probe: what it looks at, in the words of the report's list of probes."""

    probe: str
    check: Callable[[Subject], Iterable[Finding]]


def foreign_base(subject: Subject) -> Iterator[Finding]:
    """A `<base>` that sends every relative link of the page to somebody else's site.

    Innocents: the base of the page's own site, with or without www; a page whose address is unknown; a
    copy at work or on test, and any page that calls the base's site its canonical one.
    """
    home = subject.home
    if not home or not subject.document.markup:
        return
    address = subject.inventory.base
    domain = domain_of(address)
    if (
        not domain
        or not is_foreign(address, home)
        or domain == domain_of(subject.document.metadata.canonical or "")
    ):
        return
    if is_copy(subject.page.url or "", subject.source):
        return
    line, column = point_of(subject.source, address) or (None, None)
    yield Finding(
        kind="metadata",
        severity="warning",
        text=address,
        score=1.0,
        family="other",
        reasons=(f"every relative link of the page leads to {domain}",),
        css_path="html > head > base",
        line=line,
        links=(address,),
        column=column,
        advice="Delete the base element, or set it to the site's own address, and look for who wrote it.",
    )


PAGE_CHECKS: tuple[PageCheck, ...] = (
    PageCheck("base address", foreign_base),
    PageCheck("scripts", scripted),
    PageCheck("frames, shadow trees and templates of the page", enclosed),
    PageCheck("code left in pages", server_code),
    PageCheck("metadata", altered_metadata),
)
