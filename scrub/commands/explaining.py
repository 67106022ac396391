"""What `scrub explain` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from scrub import runner
from scrub.commands.messages import tell_failure
from scrub.commands.status import Status, status_of
from scrub.inputs import Failure
from scrub.options import Options
from scrub.reports import explanation
from scrub.values import Page


def explain_inputs(found: Iterable[Page | Failure], options: Options) -> Status:
    """Write every block of every page with what was decided about it."""
    done = failed = 0
    for one in found:
        outcome = one if isinstance(one, Failure) else runner.explain(one, options)
        if isinstance(outcome, Failure):
            failed += 1
            tell_failure(outcome.source, outcome.reason)
        else:
            done += 1
            explanation.write(*outcome, sys.stdout)
    return status_of(done, failed)
