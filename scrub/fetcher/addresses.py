"""Which network addresses may be connected to, in whatever spelling they come.

Two classes are refused. Private ones (loopback, private networks, carrier-grade NAT, unique local,
everything that IANA does not call global) are admitted by `allow_private`. Never admitted are
link-local addresses, where clouds serve their metadata, the metadata addresses that are not
link-local, "this host", multicast and reserved ones. An IPv6 address that carries an IPv4 address
(mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP) is judged by both.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google, DigitalOcean, OpenStack, Oracle
        "fd00:ec2::254",  # AWS over IPv6
        "fd20:ce::254",  # Google over IPv6
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Azure's wire server: a public address
        "192.0.0.192",  # Oracle Cloud, classic
    )
)
_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "fe80::/10",
        "ff00::/8",
    )
)
_PRIVATE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "::1/128", "100::/64",
        "2001:db8::/32", "3fff::/20", "5f00::/16", "64:ff9b:1::/48", "fc00::/7", "fec0::/10",
    )
)  # fmt: skip
# Networks whose addresses end in an IPv4 address: compatible, translated (SIIT), NAT64.
_AT_THE_END = tuple(ip_network(text) for text in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")  # RFC 8215: whoever runs it chooses where the IPv4 address stands
_THIS_HOST = ip_network("0.0.0.0/8")
_ISATAP = (0x00005EFE, 0x02005EFE)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


def forbidden(text: str, *, allow_private: bool) -> str | None:
    """Why the address must not be connected to: "a private address"; None where it may be.

    What is no address at all is forbidden too.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return "not an address"
    verdicts = [_class_of(one) for one in (address, *_embedded(address))]
    for verdict in verdicts:
        if verdict and not (allow_private and verdict.startswith("a private")):
            return verdict
    return None


def _class_of(address: Address) -> str | None:
    if address in _METADATA:
        return "a cloud metadata address"
    if _within(address, _NEVER):
        return "a link-local or reserved address"
    carried = isinstance(address, IPv6Address) and bool(_embedded(address))
    if _within(address, _PRIVATE) or not (address.is_global or carried):
        return "a private address"
    return None


def _within(address: Address, networks: tuple[object, ...]) -> bool:
    return any(address in network for network in networks)  # type: ignore[operator]


def _embedded(address: Address) -> list[Address]:
    """The IPv4 addresses inside an IPv6 address."""
    if isinstance(address, IPv4Address) or address in (IPv6Address("::"), IPv6Address("::1")):
        return []
    low = int(address) & 0xFFFFFFFF
    found: list[IPv4Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if _within(address, _AT_THE_END):
        found.append(IPv4Address(low))
    if address in _LOCAL_NAT64:
        found += [one for one in _translated(address) if one not in _THIS_HOST]
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        found.append(IPv4Address(low))
    return [one for one in found if one is not None]


def _translated(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses at all the places where RFC 6052 (2.2) has one, behind prefixes of 48 bits and more."""
    bits = int(address)
    without = bits >> 64 << 56 | bits & (1 << 56) - 1  # the octet in the middle belongs to no address
    inside = [IPv4Address(without >> (120 - length - 32) & 0xFFFFFFFF) for length in (48, 56, 64)]
    return [*inside, IPv4Address(bits & 0xFFFFFFFF)]


def literal(host: str) -> str | None:
    """The address a host spells out, canonical: `0x7f.1` -> `127.0.0.1`; None for a name.

    IPv4 is read as browsers and `inet_aton` read it: one to four parts, each decimal, octal or
    hexadecimal, the last one filling what is left. Raises ValueError for a host that ends in a
    number and is no address: no resolver may make something of it.
    """
    if ":" in host:
        return str(ip_address(host.strip("[]").partition("%")[0]))
    parts = host.rstrip(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4:
        raise ValueError("too many parts")
    *heads, last = [_number(part) for part in parts]
    if any(head > 255 for head in heads) or last >= 256 ** (5 - len(parts)):
        raise ValueError("a part is too large")
    value = last + sum(head << 8 * (3 - k) for k, head in enumerate(heads))
    return str(IPv4Address(value))


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part) or len(part) > 40:
        raise ValueError("not a number")
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") else int(part)
