"""What `scrub fetch` is given: addresses, lists of addresses, sitemaps and feeds in files."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from scrub.errors import InputError
from scrub.fetcher.content import unpacked_list
from scrub.fetcher.lists import read_list

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MAX_XML = 50 * 2**20  # bytes
_LONGEST = 2**20  # bytes of a line; what is longer is no address, and passed over


def addresses(names: Iterable[str]) -> Iterator[str]:
    """The addresses that the inputs name, as written.

    An input is an address, `-` or a file with one address a line (lines that begin with `#` do not
    count), or a file that holds a sitemap or a feed; a file may have `@` before its name. Raises
    InputError for an input that is none of these.
    """
    for name in names:
        if name == "-":
            yield from _lines(sys.stdin.buffer)
        elif _SCHEME.match(name):
            yield name
        elif not name.removeprefix("@"):
            raise InputError("an empty name: neither an address nor a file")
        else:
            yield from _of_file(name.removeprefix("@"))


def _of_file(name: str) -> Iterator[str]:
    try:
        with Path(name).open("rb") as stream:
            sample = stream.peek(64)[:64]
            head = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
            if head.startswith((b"<", b"\x1f\x8b")):
                listed = read_list(unpacked_list(stream.read(_MAX_XML)))
                yield from listed.pages
                yield from listed.lists
            elif b"\0" in sample:
                raise InputError("binary, and no list of addresses")
            else:
                yield from _lines(stream)
    except FileNotFoundError:
        hint = f"; did you mean https://{name}?" if "." in name else ""
        raise InputError(f"{name}: neither an address nor a file{hint}") from None
    except ValueError:  # a NUL byte in the name
        raise InputError(f"{name}: not a file name") from None
    except OSError as error:
        raise InputError(f"{name}: {(error.strerror or str(error)).lower()}") from None
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(_LONGEST)):
            pass
        address = line.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        if address and not address.startswith("#"):
            yield address
