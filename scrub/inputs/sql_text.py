r"""Values of SQL statements: strings in quotes of either kind, with `\'` or `''` for a quote, and `0x…`."""

from __future__ import annotations

import re

from scrub.inputs.coded import Coded, Edit, Range, Run, runs_of

_TOKENS = {quote: re.compile(rb"\\.|" + quote * 2, re.DOTALL) for quote in (b"'", b'"')}
_ESCAPES = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}


def coded(raw: bytes, name: str, within: Range | None = None) -> Coded:
    """What stands between two quotes; name is the quote. Raises ValueError where it ends before."""
    token = _TOKENS[name.encode()]
    plain = token.sub(b"", raw[slice(*within)] if within else raw)
    if name.encode() in plain or b"\\" in plain:
        raise ValueError("a quote inside of a value")
    return Coded(runs_of(raw, token, _value, within))


def _value(token: bytes) -> bytes:
    return _ESCAPES.get(token[1:], token[1:])


def hexadecimal(raw: bytes, _: str) -> Coded:
    """Two digits a byte, as `mysqldump --hex-blob` writes. Raises ValueError for anything else."""
    return Coded([Run(0, len(raw), bytes.fromhex(raw.decode("ascii")))])


def hexadecimal_edits(_: bytes, __: str, ___: Coded, ranges: list[Range], ____: bool) -> list[Edit]:
    """The digits of the bytes that go."""
    return [Edit(2 * start, 2 * end, b"", (number,)) for number, (start, end) in enumerate(ranges)]
