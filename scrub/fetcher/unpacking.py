"""Bodies unpacked within bounds: a bomb costs its first few megabytes and then that page.

Only encodings whose decoders can be stopped in mid-stream are asked for: gzip and deflate always,
br and zstd where their libraries are installed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from scrub.fetcher.outcome import Outcome, Trouble

MAX_GROWTH = 4  # times the cap on wire bytes: the largest unpacked body
MAX_RATIO = 200  # unpacked to packed; HTML that repeats itself reaches 50
_SMALL = 4 * 2**20  # an unpacked body that nobody calls a bomb, whatever its ratio
_STEP = 2**18  # bytes unpacked at once
_MAX_WINDOW = 2**23  # of zstd: RFC 8878 asks for 8 MiB, and RFC 9659 forbids more on the web


def _inflate(packed: bytes, wbits: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(wbits)
    waiting = packed
    while waiting:
        yield decoder.decompress(waiting, _STEP)
        waiting = decoder.unconsumed_tail
        if decoder.eof:  # another member may follow; what is no member is padding
            waiting = decoder.unused_data.lstrip(b"\0")
            if not waiting.startswith(b"\x1f\x8b"):
                return
            decoder = zlib.decompressobj(wbits)
    if not decoder.eof:
        raise ValueError("truncated")


def _gzip(packed: bytes) -> Iterator[bytes]:
    return _inflate(packed, 31)


def _deflate(packed: bytes) -> Iterator[bytes]:
    """zlib's form, or the bare one that some servers send."""
    zlib_form = len(packed) > 1 and packed[0] & 15 == 8 and (packed[0] << 8 | packed[1]) % 31 == 0
    return _inflate(packed, 15 if zlib_form else -15)


def _brotli(packed: bytes) -> Iterator[bytes]:
    import brotli

    decoder: Any = brotli.Decompressor()
    yield decoder.process(packed, output_buffer_limit=_STEP)
    while not decoder.can_accept_more_data() and not decoder.is_finished():
        yield decoder.process(b"", output_buffer_limit=_STEP)
    if not decoder.is_finished():
        raise ValueError("truncated")


def _zstd(packed: bytes) -> Iterator[bytes]:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    with decoder.stream_reader(BytesIO(packed), read_across_frames=True) as stream:
        while chunk := stream.read(_STEP):
            yield chunk


# Content coding: what unpacks it, the library it needs.
_DECODERS: dict[str, tuple[Callable[[bytes], Iterator[bytes]], str]] = {
    "gzip": (_gzip, "zlib"),
    "x-gzip": (_gzip, "zlib"),
    "deflate": (_deflate, "zlib"),
    "br": (_brotli, "brotli"),
    "zstd": (_zstd, "zstandard"),
}
_MOST_CODINGS = 3  # one upon the other: more is an attack


@cache
def _can(needs: str) -> bool:
    """Whether the library is there, and can stop in mid-stream (brotli: from 1.2 on)."""
    if find_spec(needs) is None:
        return False
    if needs != "brotli":
        return True
    import brotli

    return hasattr(brotli.Decompressor(), "can_accept_more_data")


@cache
def accept_encoding() -> str:
    """The header that asks for what can be unpacked here."""
    return ", ".join(name for name, (_, needs) in _DECODERS.items() if name[:2] != "x-" and _can(needs))


def unpack(body: bytes, codings: str, max_bytes: int) -> bytes:
    """The body without its content codings, of max_bytes at most.

    Raises Trouble: a bomb, damaged, or packed in a way that cannot be unpacked here.
    """
    names = [name for name in codings.lower().replace(" ", "").split(",") if name not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise Trouble(Outcome.BROKEN, f"packed {len(names)} times over")
    for name in reversed(names if body else []):
        body = _unpack_one(body, name, max_bytes)
    return body


def _unpack_one(packed: bytes, name: str, max_bytes: int) -> bytes:
    decode, needs = _DECODERS.get(name, (None, ""))
    if decode is None or not _can(needs):
        raise Trouble(Outcome.BROKEN, f"packed as {name!r:.40}, which cannot be unpacked here")
    unpacked = bytearray()
    try:
        for chunk in decode(packed):
            unpacked += chunk
            _check(len(unpacked), len(packed), max_bytes)
    except Trouble:
        raise
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        raise Trouble(Outcome.BROKEN, f"damaged {name} data ({str(error)[:80]})") from None
    return bytes(unpacked)


def _check(unpacked: int, packed: int, max_bytes: int) -> None:
    if unpacked > max_bytes:
        raise Trouble(Outcome.LIMIT, f"larger than {max_bytes / 2**20:.0f} MiB unpacked")
    if unpacked > _SMALL and unpacked > MAX_RATIO * packed:
        raise Trouble(Outcome.LIMIT, f"a bomb: unpacks to more than {MAX_RATIO} times its size")
