"""One spelling for one address, so that no page is asked for twice because it was written twice.

Only what every server must treat alike is changed (RFC 3986, 6.2.2 and 6.2.3): the case of scheme and
host, the default port, dot segments, the case of escapes and escapes that are not needed. Queries keep
their order, and fragments go, since they are never sent.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from scrub.fetcher.addresses import literal
from scrub.urls import registrable_domain

MAX_LENGTH = 4_000  # characters; servers refuse longer ones
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?[]"
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
_EDGES = "".join(map(chr, range(33)))
_DROPPED = str.maketrans({"\t": None, "\n": None, "\r": None})


def spell(url: str) -> str:
    """The address in its one spelling. Raises ValueError, with the reason, for one that cannot be fetched."""
    url = url.strip(_EDGES).translate(_DROPPED)
    if len(url) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    scheme = _SCHEME.match(url)
    if not scheme or scheme[0].lower() not in ("http:", "https:"):
        raise ValueError("not an http or https address")
    try:
        parts = urlsplit(url.replace("\\", "/") if "?" not in url else url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not an address ({str(error)[:1].lower()}{str(error)[1:100]})") from None
    if not parts.hostname:
        raise ValueError("not an http or https address")
    if "@" in parts.netloc:
        raise ValueError("addresses with a user name are not fetched")
    place = _host(parts.hostname)
    if port is not None and port != _PORTS[parts.scheme]:
        place += f":{port}"
    query = f"?{_escaped(parts.query, _QUERY_SAFE)}" if parts.query else ""
    return f"{parts.scheme}://{place}{_path(parts.path)}{query}"


def _host(name: str) -> str:
    """The host in ASCII and lower case; an address in its canonical form."""
    name = unquote(name).lower()
    try:
        address = literal(name)
        if address:
            return f"[{address}]" if ":" in address else address
        ascii_name = name.encode("idna").decode("ascii") if not name.isascii() else name
    except (ValueError, UnicodeError):
        raise ValueError("not an address (no such host can be)") from None
    ascii_name = ascii_name.removesuffix(".")
    if len(ascii_name) > 253 or not _NAME.fullmatch(ascii_name):
        raise ValueError("not an address (no such host can be)")
    return ascii_name


def _path(path: str) -> str:
    kept: list[str] = []
    segments = _escaped(path, _PATH_SAFE).split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, safe: str) -> str:
    text = _BARE_PERCENT.sub("%25", quote(text, safe=safe))
    return _ESCAPE.sub(_needed, text) if "%" in text else text


def _needed(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def host_and_port(url: str) -> str:
    """Whose turn a request takes: the authority of a spelled address."""
    return url.split("/", 3)[2]


def same_site(one: str, other: str) -> bool:
    """Whether two spelled addresses belong to one registrable domain, or to one host where there is none."""
    return _site(one) == _site(other)


def _site(url: str) -> str:
    return registrable_domain(urlsplit(url).hostname or "")
