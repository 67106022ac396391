"""Findings that somebody knows of and does not want to hear of, for a reason and for a time.

[[suppress]]
fingerprint = "3f0c…"                       # one finding; or
url = "https://example.org/partners/*"      # pages, and the one domain that they may link to
domain = "sponsor.example"
reason = "our sponsor, paid until summer"
expires = 2027-06-30
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from scrub.errors import InputError
from scrub.findings import Located
from scrub.inputs.failure import reason_of
from scrub.urls import host_of, registrable_domain

_KEYS = {"fingerprint", "url", "domain", "reason", "expires"}


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry: a fingerprint, or a pattern of addresses with the domain linked to."""

    reason: str
    expires: date
    fingerprint: str = ""
    url: str = ""
    domain: str = ""


def read_suppressions(path: Path, today: date) -> tuple[tuple[Suppression, ...], tuple[str, ...]]:
    """The entries that hold today, and in words what is wrong with the others.

    Raises InputError where the file cannot be read or is no TOML: then nobody knows what was meant.
    """
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("suppress", [])
    except OSError as error:
        raise InputError(f"{path}: {reason_of(error)}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not a TOML file of suppressions: {error}") from None
    if not isinstance(entries, list):
        raise InputError(f"{path}: suppressions are written as [[suppress]]")
    kept, notes = [], []
    for number, entry in enumerate(entries, 1):
        try:
            one = _entry(entry)
            if one.expires < today:
                raise ValueError(f"expired on {one.expires}")
            kept.append(one)
        except ValueError as error:
            notes.append(f"{path}: suppression {number} is not used: {error}")
    return tuple(kept), tuple(notes)


def _entry(entry: Any) -> Suppression:
    """Raises ValueError, in words, where the entry is malformed."""
    if not isinstance(entry, dict):
        raise ValueError("suppressions are written as [[suppress]]")
    if unknown := sorted(entry.keys() - _KEYS):
        raise ValueError(f"there is no {unknown[0]!r}")
    texts = {key: entry.get(key, "") for key in ("fingerprint", "url", "domain", "reason")}
    if wrong := next((key for key, text in texts.items() if not isinstance(text, str)), None):
        raise ValueError(f"{wrong} must be text")
    if not texts["reason"].strip():
        raise ValueError("it gives no reason")
    expires = entry.get("expires")
    if not isinstance(expires, date) or isinstance(expires, datetime):
        raise ValueError("expires must be a date, such as 2027-06-30")
    by_page = bool(texts["url"] and texts["domain"])
    if bool(texts["fingerprint"]) == by_page or (not by_page and (texts["url"] or texts["domain"])):
        raise ValueError("it needs a fingerprint, or both an url and a domain")
    texts["domain"] = registrable_domain(host_of(f"//{texts['domain']}")) if by_page else ""
    if by_page and "." not in texts["domain"]:
        raise ValueError("domain must be one domain, such as sponsor.example")
    return Suppression(expires=expires, **texts)


def suppressed(found: Iterable[Located], suppressions: Iterable[Suppression]) -> list[Located]:
    """The findings, those that an entry speaks of with its reason."""
    entries = tuple(suppressions)
    return [_suppressed(one, entries) for one in found]


def _suppressed(one: Located, entries: tuple[Suppression, ...]) -> Located:
    reason = next((entry.reason for entry in entries if _fits(entry, one)), "")
    return replace(one, suppressed=reason) if reason else one


def _fits(entry: Suppression, one: Located) -> bool:
    """A farm that links to the sponsor among others is still a farm: all links count."""
    if entry.fingerprint:
        return entry.fingerprint == one.fingerprint
    if not fnmatchcase(one.url, entry.url):
        return False
    domains = {registrable_domain(host_of(link)) for link in one.finding.links}
    return domains == {entry.domain}
