"""No output is ever written over an input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scrub.errors import OptionError
from scrub.inputs import address, expanded, remote


def check_targets(names: Iterable[str], kind: str | None, targets: Iterable[Path | None]) -> None:
    """Raises OptionError where a file that is to be written is one of the inputs, or is to be written twice.

    Inputs are looked through only where such a file is there already.
    """
    chosen = [target for target in targets if target is not None]
    for target in chosen:
        if chosen.count(target) > 1 and not target.is_char_device():
            raise OptionError(f"{target}: two outputs would be written there; choose another file")
    standing = [target for target in chosen if target.is_file()]
    if not standing:
        return
    for name in expanded([name for name in names if not remote.matches(name)], kind):
        for target in standing:
            if not address.matches(name) and _is_same(name, target):
                raise OptionError(f"{target}: it is an input, and would be written over; choose another file")


def _is_same(name: str, target: Path) -> bool:
    try:
        return Path(name).samefile(target)
    except (OSError, ValueError):  # not there, not a file name
        return False
