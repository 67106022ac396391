"""Ranges of characters as ranges of the bytes that they were decoded from, in any encoding, broken or not."""

from __future__ import annotations

import codecs

Range = tuple[int, int]

_STEP = 512  # bytes that are decoded at once on the way to an edge


def ranges_in_bytes(body: bytes, source: str, codec: str, ranges: list[Range]) -> tuple[Range, ...] | None:
    """The bytes that stand for the ranges of the text, which are in order and apart.

    None where it is not certain: the body without them has to be the text without the ranges.
    """
    edges = sorted({edge for one in ranges for edge in one})
    try:
        found = _by_encoding(body, source, codec, edges)
        if found is None:
            found = _by_decoding(body, source, codec, edges)
        in_bytes = _chosen(found, ranges) if found is not None else None
        if in_bytes is None or not _is_right(body, source, codec, ranges, in_bytes):
            return None
    except (UnicodeError, LookupError):
        return None
    return in_bytes


# For an edge between two characters: the first and the last byte offset there, each with the state
# that a decoder has. They differ where something stands for no character: a shift to another set.
_Place = tuple[int, object]
_Places = dict[int, tuple[_Place, _Place]]


def _by_encoding(body: bytes, source: str, codec: str, edges: list[int]) -> _Places | None:
    """Quickly, where the text encoded again is the body."""
    if codec.startswith(("iso2022", "hz")):
        return None  # a shift belongs to neither side
    found: _Places = {}
    offset = previous = 0
    pieces = []
    try:
        for edge in [*edges, len(source)]:
            pieces.append(source[previous:edge].encode(codec))
            offset += len(pieces[-1])
            found[edge] = ((offset, 0), (offset, 0))
            previous = edge
    except UnicodeError:
        return None
    mark = len(body) - offset  # a byte order mark is no character of the text
    if mark < 0 or mark > 4 or body[mark:] != b"".join(pieces):
        return None
    return {edge: ((a[0] + mark, 0), (b[0] + mark, 0)) for edge, (a, b) in found.items()}


def _by_decoding(body: bytes, source: str, codec: str, edges: list[int]) -> _Places | None:
    """Slowly, a byte at a time around every edge: for broken characters, and bytes that come back as others."""
    mark = _mark(body, source, codec)
    if mark is None:
        return None
    decoder = codecs.getincrementaldecoder(codec)("replace")
    found: _Places = {}
    at, read = mark, 0
    for edge in edges:
        while True:  # whole steps, as long as they stay before the edge
            state = decoder.getstate()
            count = len(decoder.decode(body[at : at + _STEP]))
            if read + count >= edge or at >= len(body):
                decoder.setstate(state)
                break
            at, read = at + _STEP, read + count
        while read < edge and at < len(body):
            read += len(decoder.decode(body[at : at + 1], at + 1 == len(body)))
            at += 1
        if read == edge + 1:  # a broken character, known as one by the whole one behind it
            decoder.reset()
            at, read = at - 1, edge
        if read != edge:
            return None
        first = (at, _settled(decoder.getstate()))
        found[edge] = (first, _last_place(decoder, body, at))
    return found


def _last_place(decoder: codecs.IncrementalDecoder, body: bytes, at: int) -> _Place:
    """Behind all that stands for no character; the decoder stays where it is."""
    begun = decoder.getstate()
    place = (at, _settled(begun))
    for k in range(at, min(at + 8, len(body))):
        if decoder.decode(body[k : k + 1]):
            break
        if not decoder.getstate()[0]:  # nothing is held back: no character has begun
            place = (k + 1, _settled(decoder.getstate()))
    decoder.setstate(begun)
    return place


def _settled(state: tuple[bytes, int]) -> object:
    """What tells two states apart between characters."""
    return state[1]


def _mark(body: bytes, source: str, codec: str) -> int | None:
    """The size of the byte order mark that is no part of the text; None where the text is another's."""
    for size in (0, 2, 3, 4):
        if body[size:].decode(codec, "replace") == source:
            return size
    return None


def _chosen(places: _Places, ranges: list[Range]) -> tuple[Range, ...] | None:
    """For every range two offsets at which a decoder has the same state."""
    chosen = []
    for start, end in ranges:
        pairs = [(a, b) for a in reversed(places[start]) for b in places[end]]
        fitting = [(a[0], b[0]) for a, b in pairs if a[1] == b[1] and a[0] <= b[0]]
        if not fitting:
            return None
        chosen.append(fitting[0])
    return tuple(chosen)


def _is_right(body: bytes, source: str, codec: str, ranges: list[Range], in_bytes: tuple[Range, ...]) -> bool:
    left = _without(body, in_bytes).decode(codec, "replace").removeprefix("\ufeff")
    at = 0
    expected = []
    for start, end in ranges:
        expected.append(source[at:start])
        at = end
    return left == "".join([*expected, source[at:]]).removeprefix("\ufeff")


def _without(body: bytes, ranges: tuple[Range, ...]) -> bytes:
    at = 0
    left = []
    for start, end in ranges:
        left.append(body[at:start])
        at = end
    return b"".join([*left, body[at:]])
