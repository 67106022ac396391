"""Spam's addresses, shown so that nothing makes a link of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrub.urls import defang, host_of, registrable_domain

# What terminals, mail programs, spreadsheets and issue trackers turn into links on their own: anything
# behind a scheme, and names that begin with www.
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]{0,20}:[/\\]{2}[^\s<>\"'“”]+|(\bwww\.[^\s<>\"'“”/\\?#]+)", re.IGNORECASE
)


def defanged_text(text: str) -> str:
    """The text with every address in it defanged: `hxxps://evil[.]example/path`."""
    return _ADDRESS.sub(lambda found: found[1].replace(".", "[.]") if found[1] else defang(found[0]), text)


def domains_of(links: Sequence[str]) -> tuple[str, ...]:
    """The registrable domains that some addresses lead to, each once, in their order."""
    domains = (registrable_domain(host) for link in links if (host := host_of(link)))
    return tuple(dict.fromkeys(domains))
