"""What a probe came to: it asks the network again, once all pages are examined."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrub.findings import Located, Sighting


@dataclass(slots=True)
class Probed:
    """What a probe came to, as `SiteReport` has it. instead_of: what was unchecked before."""

    findings: list[Located] = field(default_factory=list)
    matrix: list[Sighting] = field(default_factory=list)
    probes: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    instead_of: list[str] = field(default_factory=list)
