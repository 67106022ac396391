"""What a probe came to: it asks the network again, once all pages are examined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scrub.findings import Located, Sighting

# Probes that find what a page as it was sent does not show.
CLOAKING, LINKED, RENDERED = "cloaking", "linked sites", "rendered page"
ALL = ""  # in the place of an address: every page of the site
WRITTEN = "a script writes it:"  # how the first reason of such findings begins; what is decoded in the page has no colon
SENT_AWAY = "the page sent the browser"
COMPUTED = "computed style"  # how their rule begins
_BY_KIND = {"cloaked": CLOAKING, "hijacked_link": LINKED}


@dataclass(slots=True)
class Probed:
    """What a probe came to, as `SiteReport` has it. instead_of: what was unchecked before.

    looked: the probe and the address of every page that it looked at.
    """

    findings: list[Located] = field(default_factory=list)
    matrix: list[Sighting] = field(default_factory=list)
    probes: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    instead_of: list[str] = field(default_factory=list)
    looked: list[tuple[str, str]] = field(default_factory=list)


def probe_of(finding: Mapping[str, Any]) -> str:
    """The probe that found what a JSON report has; "" for what anybody finds in the page as it was sent."""
    reasons = finding.get("reasons") or [""]
    rendered = reasons[0].startswith((WRITTEN, SENT_AWAY)) or str(finding.get("rule")).startswith(COMPUTED)
    return _BY_KIND.get(finding["kind"], RENDERED if rendered else "")
