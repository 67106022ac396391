"""What `scrub clean` does once its flags are understood."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scrub import runner
from scrub.batch import Filters
from scrub.batch.filters import dropped as why_dropped
from scrub.batch.filters import dropped_address
from scrub.commands.messages import filtered_words, removed_line, tell_failure, tell_note
from scrub.commands.progress import watched
from scrub.commands.status import Status, status_of
from scrub.inputs import Failure
from scrub.options import Options
from scrub.outputs import FORMS, encoded, open_output, open_whole, removals
from scrub.values import Page, Removal


@dataclass(frozen=True, slots=True)
class Destination:
    """Where articles and removals go, and what is told on the way.

    out is None for standard output; form is None for what the suffix of out says, else text. store: the
    folder in a store where the files of out, which is a folder then, go.
    """

    out: Path | None
    form: str | None
    removed_path: Path | None
    quiet: bool
    store: str | None = None

    @property
    def format(self) -> str:
        """The name of the output format."""
        suffix = self.out.suffix.lower() if self.out else ""
        return self.form or next((form.name for form in FORMS.values() if form.suffix == suffix), "text")

    @property
    def is_folder(self) -> bool:
        """Whether every page, or every shard, has a file of its own in a folder: then it is a job."""
        if self.store is not None:
            return True
        if self.out is None or (self.out.exists() and not self.out.is_dir()):
            return False
        if self.format not in FORMS:  # pages that are written back keep their own suffixes
            return True
        return self.out.is_dir() or self.out.suffix.lower() != FORMS[self.format].suffix

    @property
    def busy(self) -> bool:
        """Whether progress may be shown: articles on the same terminal would mix with it."""
        return not self.quiet and (self.out is not None or not sys.stdout.isatty())


def clean_inputs(
    found: Iterable[Page | Failure],
    destination: Destination,
    options: Options,
    jobs: int,
    filters: Filters,
) -> Status:
    """Write the article of every page that is kept, tell every failure and, in a line each, what was dropped.

    Pages whose address is not asked for are never cleaned.
    """
    done, failed, removed, dropped = 0, 0, list[Removal](), Counter[str]()
    found = _kept(found, filters, dropped)
    with ExitStack() as stack:
        output = stack.enter_context(open_output(destination.out, FORMS[destination.format]))
        log = stack.enter_context(open_whole(destination.removed_path)) if destination.removed_path else None
        for outcome in watched(runner.clean(found, options, jobs), "pages", wanted=destination.busy):
            if isinstance(outcome, Failure):
                failed += 1
                output.fail(outcome.source, outcome.reason)
                tell_failure(outcome.source, outcome.reason)
                continue
            done += 1
            if drop := why_dropped(outcome.article, filters):
                dropped[drop.name] += 1
                continue
            output.write(*outcome)
            removed += outcome.article.removed
            if log:
                log.write(encoded(removals.render(*outcome)))
            if not outcome.article.text and not destination.quiet:
                tell_note(f"{outcome.page.source}: no text: {outcome.article.why}")
    if removed and not destination.quiet:
        tell_note(removed_line(removed, destination.removed_path))
    if not (done or failed or dropped or destination.quiet):
        tell_note("nothing was cleaned: there is no page in the inputs")
    if dropped and not destination.quiet:
        tell_note(filtered_words(dict(sorted(dropped.items()))))
    return status_of(done + dropped["url"], failed)


def _kept(
    found: Iterable[Page | Failure], filters: Filters, dropped: Counter[str]
) -> Iterator[Page | Failure]:
    for one in found:
        drop = dropped_address(one, filters) if isinstance(one, Page) else None
        if drop is None:
            yield one
        else:
            dropped[drop.name] += 1
