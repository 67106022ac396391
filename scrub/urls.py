"""Addresses: their host, whose they are, where they lead, and how to show them without harm.

Everything here takes strings as hostile pages write them and never raises. Addresses are read as
browsers read them (https://url.spec.whatwg.org): tabs and line breaks do not count, a backslash is
a slash, `user@` before the host is not the host.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from scrub.native import compiled

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HOST_LENGTH = 253  # of a name in DNS

_PLAIN = re.compile(r"(?:https?:)?//([a-z0-9.-]*[a-z0-9])(?=(?::\d*)?(?:[/?#]|\Z))", re.I)
_RELATIVE = re.compile(r"[#?]|/(?![/\\\t\n\r])|[a-z0-9_.-]+(?:[/?#]|\Z)", re.I)
_AUTHORITY = re.compile(r"(?:https?:[/\\]|[/\\]{2})[/\\]*([^/\\?#]*)", re.I)
_PORT = re.compile(r":\d*\Z")
_NO_HOST = re.compile(r"""[\x00-\x20<>^|%#@"'`{}\\/?:\x7f]""")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_IPV6 = re.compile(r"\[([0-9a-f:.]*:[0-9a-f:.]*)\](?::\d*)?\Z", re.I)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_EDGES = "".join(map(chr, range(33)))  # what a browser strips from both ends
_DROPPED = str.maketrans("", "", "\t\n\r")
_NOT_OF_SCHEME = re.compile(r"[^a-z0-9+.-]+")
_DEFANG = re.compile(r"(\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})?([^/\\?#]*)(.*)", re.I | re.S)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?", re.I)


def host_of(href: str) -> str:
    """Host of an absolute or protocol-relative http(s) address, lower case; "" for anything else.

    Neither port nor user information nor a closing dot is part of it. A name that no resolver
    would take is "".
    """
    if compiled is not None:
        (host,), odd = compiled.plain_hosts((href,))
        if not odd:
            return str(host)
    return host_by_patterns(href)


def host_by_patterns(href: str) -> str:
    """As `host_of`."""
    plain = _PLAIN.match(href)
    if plain:
        host = plain[1].lower()
        return "" if len(host) > _HOST_LENGTH or _is_gapped(host) else host
    if _RELATIVE.match(href):
        return ""
    return _odd_host(href)


def hosts_of(hrefs: Iterable[str]) -> list[str]:
    """`host_of` each; addresses with one beginning are looked at once."""
    if compiled is not None:
        hrefs = tuple(hrefs)
        found: list[str]
        found, odd = compiled.plain_hosts(hrefs)
        for k in odd:
            found[k] = host_by_patterns(hrefs[k])
        return found
    known: dict[str, str] = {}
    hosts: list[str] = []
    get, append = known.get, hosts.append
    for href in hrefs:
        if href[:4] == "http":
            end = href.find("/", 8)
            start = href[:end] if end > 0 else href
            host = get(start)
            if host is None:
                host = host_of(href)
                if _PLAIN.match(start):  # then what follows does not matter
                    known[start] = host
            append(host)
        elif href[:1] == "/" and href[1:2] not in "/\\\t\n\r":  # by far the most of the others
            append("")
        else:
            append(host_of(href))
    return hosts


def _odd_host(href: str) -> str:
    """Host of an address that is written in an unusual or deceptive way."""
    match = _AUTHORITY.match(href.strip(_EDGES).translate(_DROPPED))
    if not match:
        return ""
    host = match[1].rpartition("@")[2]
    if host.startswith("["):
        address = _IPV6.match(host)
        return address[1].lower() if address else ""
    host = _PORT.sub("", host)
    if "%" in host:
        host = unquote(host)
    if not host.isascii():
        host = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _DOTS.sub(".", host)))
    host = host.rstrip(".").lower()
    return "" if len(host) > _HOST_LENGTH or _is_gapped(host) or _NO_HOST.search(host) else host


def _is_gapped(host: str) -> bool:
    """Whether a label of a name is empty."""
    return ".." in host or host[:1] == "."


@lru_cache(maxsize=65_536)
def registrable_domain(host: str) -> str:
    """The domain somebody registered: `a.b.example.co.uk` -> `example.co.uk`.

    Sites under a private suffix (`name.blogspot.com`) count as domains of their own. IP addresses,
    single labels and public suffixes themselves come back as they are. host is as from `host_of`.
    """
    if "." not in host or ":" in host or _IPV4.fullmatch(host):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # late: reading the list takes 50 ms

    return PublicSuffixList()


def resolve(base: str | None, href: str) -> str:
    """The address an href leads to from the page at base; the href itself where that makes no sense."""
    href = href.strip(_EDGES).translate(_DROPPED)
    if not base:
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def is_safe_link(href: str) -> bool:
    """Whether a link may be written into our own output: http, https, mailto, tel or relative.

    Characters that a browser might ignore inside a scheme do not hide it.
    """
    scheme, colon, _ = re.split(r"[/\\?#]", href, maxsplit=1)[0].partition(":")
    return not colon or _NOT_OF_SCHEME.sub("", scheme.lower()) in _SAFE_SCHEMES


def defang(url: str) -> str:
    """The address so that nothing turns it into a link: `hxxps://evil[.]example/path`.

    A relative path stays as it is; a bare name counts as a host.
    """
    match = _DEFANG.fullmatch(url)
    prefix, host, rest = (match[1] or "", match[2], match[3]) if match else ("", "", url)
    if prefix:
        prefix = re.sub(r"(?i)\bhttp", "hxxp", prefix)
        return prefix + host.replace(".", "[.]") + rest
    if ":" in host and not _BARE_HOST.fullmatch(host):
        return host.replace(":", "[:]", 1).replace(".", "[.]") + rest
    if _BARE_HOST.fullmatch(host):
        return host.replace(".", "[.]") + rest
    return url
