"""What `scrub audit` does once its flags are understood."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from scrub.browser import RenderOptions
from scrub.commands.audit_flags import Living
from scrub.commands.flags import Network
from scrub.commands.knowing import knowledge
from scrub.commands.messages import tell_failure, tell_note
from scrub.commands.notifying import check, notify
from scrub.commands.progress import watched
from scrub.commands.reading import Addresses, walker
from scrub.commands.rendering import rendering
from scrub.commands.status import Status, status_of
from scrub.findings import SiteReport
from scrub.inputs import Reading
from scrub.options import Options
from scrub.outputs import encoded, open_whole
from scrub.reports import REPORTS
from scrub.survey import (
    Cloaking,
    Examination,
    Examiner,
    Extras,
    Knowledge,
    Sources,
    State,
    Survey,
    check_links,
    examine_by,
)
from scrub.workers import Limits


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an audit is to do besides looking at its inputs."""

    targets: tuple[tuple[str, Path | None], ...]
    living: Living
    max_pages: int | None = None
    cloaking: int = 0
    check_links: int = 0
    jobs: int = 1
    quiet: bool = False
    render: RenderOptions | None = None
    limits: Limits = field(default_factory=Limits)


def audit_inputs(
    inputs: Sequence[str], reading: Reading, options: Options, network: Network, wishes: Wishes
) -> Status:
    """Audit every page, write every report, tell whom to tell; findings decide the status before failures do."""
    living = wishes.living
    check(living)
    known = knowledge(living)
    report = _survey(inputs, reading, options, network, wishes, known)
    for form, path in wishes.targets:
        _write(form, path, report)
    failing = known.failing(report, living.fail_on)
    told = not (failing or report.gone) or notify(report, failing, living, network.options)
    if failing:
        return Status.FINDINGS
    return status_of(report.pages, len(report.skipped) + (not told))


def _survey(
    inputs: Sequence[str],
    reading: Reading,
    options: Options,
    network: Network,
    wishes: Wishes,
    known: Knowledge,
) -> SiteReport:
    """Every page of the inputs, seen together."""
    survey, cloaking = Survey(" ".join(inputs), known), Cloaking(wishes.cloaking)
    living = wishes.living
    with ExitStack() as stack:
        addresses = Addresses(network, early=False)
        work = Examination(
            options, Extras(bool(living.state), bool(living.patch)), asks=True, limits=wishes.limits
        )
        # Before anything here has a thread: processes begin at once then.
        examiner = stack.enter_context(Examiner(work, wishes.jobs, addresses.sheet))
        stack.enter_context(addresses)
        state = stack.enter_context(State(living.state, options)) if living.state else None
        reading = replace(reading, fetch=addresses.fetch)
        also = {url for earlier in known.earlier for url in earlier.pages}
        sources = Sources(inputs, reading, network.options, wishes.max_pages, walker(network), also)
        patch = stack.enter_context(open_whole(living.patch)) if living.patch else None
        screen = stack.enter_context(rendering(wishes.render, options))
        pages = screen.through(sources) if screen else sources
        left = 0
        for plain in watched(examine_by(examiner, pages, state), "pages", wanted=not wishes.quiet):
            one = screen.merged(plain) if screen else plain
            if one.failure:
                tell_failure(one.place.source or one.place.url, one.failure)
            if patch:
                patch.write(one.patch.diff)
                left += one.patch.left
            survey.add(one)
            cloaking.add(one)
        if wishes.cloaking:
            survey.take(cloaking.run(addresses.session, examiner.pages))
        if wishes.check_links:
            linked = check_links(
                survey.outlinks, addresses.session, options, survey.found, wishes.check_links, examiner.pages
            )
            survey.take(linked)
        if left:
            tell_note(f"{left} removals are not in the patch: where exactly they are written is not certain")
        survey.leave_unchecked(sources.unchecked)
        survey.miss(sources.absent)
    return replace(survey.report(walked=sources.walked), screenshots=screen.shots() if screen else ())


def _write(form: str, path: Path | None, report: SiteReport) -> None:
    if path is None and form == "console":  # the one that asks whether it talks to a terminal
        REPORTS[form](report, sys.stdout)
        return
    written = StringIO()
    REPORTS[form](report, written)
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(encoded(written.getvalue()))
        return
    with open_whole(path) as stream:
        stream.write(encoded(written.getvalue()))
