"""Exit statuses, written once: the code, `scrub --help` and the documentation read them here."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What the exit status of a command says."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    SOME_FAILED = 3
    FAILED = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141


MEANINGS = {
    Status.OK: "all went well; for `audit`: nothing of the severity of `--fail-on` that is not known",
    Status.FINDINGS: "`audit` found something of that severity (whatever else happened)",
    Status.USAGE: "the command line makes no sense",
    Status.SOME_FAILED: "some inputs failed; the others were done",
    Status.FAILED: "nothing was done: every input failed, a model cannot be used, labels are wrong, "
    "or the output cannot be written",
    Status.INTERRUPTED: "interrupted by Ctrl-C",
    Status.BROKEN_PIPE: "whoever read the output stopped reading",
}


def status_of(done: int, failed: int) -> Status:
    """The status of a command that did some inputs and failed on some."""
    if not failed:
        return Status.OK
    return Status.SOME_FAILED if done else Status.FAILED
