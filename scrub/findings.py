"""What an audit found: on one page (`Report`), and on many (`SiteReport`).

Like `values`, these are frozen and do no work. Nothing here depends on the clock of the run but the day
of an audit, so two audits of the same pages are equal.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found. severity is info, warning or error; hidden says how it was hidden.

    rule is the declaration that hides it, and the sheet it stands in; column is 1-based, as line is.
    """

    kind: str
    severity: str
    text: str
    score: float
    family: str
    reasons: tuple[str, ...]
    css_path: str
    line: int | None
    links: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    advice: str = ""
    column: int | None = None
    language: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The audit of one page. status is clean, suspect, compromised or unchecked."""

    url: str | None
    status: str
    findings: tuple[Finding, ...]
    probes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and the page it stands on.

    source, offset, record_id and row place the page as `Page` does. fingerprint is stable between
    runs: it depends on the page's address and on what was found, not on lines or scores. campaign is
    the id of a `Campaign`, "" where the finding stands alone. known: a baseline has it.
    suppressed is the reason somebody gave for not wanting to hear of it, "" where nobody did.
    places: where an admin would look for it (footer, comments, post 17, row 17 of wp_posts, theme
    footer). patched: what is left of its block without it, "" where nothing is or it is not known.
    first: the earliest capture or audit that has it. commands: what an admin would type, where the
    finding belongs to no campaign, which has commands of its own.
    """

    url: str
    finding: Finding
    fingerprint: str
    source: str = ""
    offset: int | None = None
    record_id: str | None = None
    row: int | None = None
    captured: str | None = None  # ISO 8601: when the page was fetched or archived
    campaign: str = ""
    known: bool = False
    suppressed: str = ""
    context: tuple[str, str] = ("", "")  # honest text right before and behind it, as the page has it
    places: tuple[str, ...] = ()
    patched: str = ""
    first: str | None = None  # ISO 8601
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A registrable domain that findings link to. pages: how many; first and last: ISO 8601."""

    domain: str
    links: int
    pages: int
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """The same spam on several pages.

    carrier is "template" where the same bytes stand in the same place of (nearly) every page, else
    "content". places: where to look (header, footer, widget, post 17, row of wp_posts, theme file).
    commands: what an admin would type to find it. pages: the first addresses, at most 100; size
    counts all of them.
    """

    id: str
    family: str
    size: int
    hosts: int
    sample: str
    carrier: str
    targets: tuple[Target, ...]
    pages: tuple[str, ...]
    places: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A row of the cloaking matrix: who saw a piece of a page. seen: profile -> True or False."""

    url: str
    text: str
    seen: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A rendered page with its findings marked: bytes of an image, width and height in pixels."""

    url: str
    image: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The audit of a site, a folder or an archive.

    status is the worst of its pages: clean, suspect, compromised or unchecked. skipped: pages that
    could not be looked at, with the reason. probes: what was done. unchecked: what was not, in words.
    partly: pages of which something was not looked at, with what it was; the first ones. gone: fingerprints and texts of findings that a baseline has and this audit does not. notes:
    what else its reader should know, such as a suppression that has expired. audited: the day of the
    audit, ISO 8601, in UTC; two audits of one day are equal.
    """

    target: str
    status: str
    pages: int
    alarmed: int
    findings: tuple[Located, ...]
    campaigns: tuple[Campaign, ...] = ()
    targets: tuple[Target, ...] = ()
    matrix: tuple[Sighting, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    probes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    partly: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    audited: str = ""
    model: str = ""
    version: str = ""
    screenshots: tuple[Screenshot, ...] = ()
