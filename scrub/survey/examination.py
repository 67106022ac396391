"""Pages into what a report needs of them; nothing of a page itself is kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from scrub.auditor import audit_document
from scrub.errors import InputError, ScrubError
from scrub.findings import Located
from scrub.options import Options
from scrub.parser import Tree
from scrub.parser.inventory import Inventory, take_inventory
from scrub.survey.hiding import with_rules
from scrub.survey.locating import located_on
from scrub.survey.metadata import strange_texts
from scrub.survey.open_redirects import words_of_redirects
from scrub.survey.page_checks import PAGE_CHECKS
from scrub.survey.patches import NO_PATCH, Patch, patch_of
from scrub.survey.sheets import Sheets
from scrub.survey.site_checks import SITE_CHECKS, SiteCheck
from scrub.survey.subject import Place, Subject
from scrub.survey.worded import judge_texts
from scrub.values import Page
from scrub.workers import words


@dataclass(frozen=True, slots=True)
class Examined:
    """What one page came to. failure says why it could not be looked at, "" where it could.

    partly: what of this page was not looked at, in words that do not depend on it. facts: of every row of SITE_CHECKS, None where it has none. probes and unchecked as in `Report`.
    digest: of the page, where somebody wants to know it again. patch: what takes the spam out of its
    file, where somebody wants that.
    """

    place: Place
    findings: tuple[Located, ...] = ()
    facts: tuple[Any, ...] = ()
    probes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    model: str = ""
    partly: tuple[str, ...] = ()
    failure: str = ""
    digest: str = ""
    patch: Patch = NO_PATCH


def examine_batch(
    pages: list[Page], options: Options, sheets: Sheets | None = None, *, patches: bool = False
) -> list[Examined]:
    """Every page examined, those that share their columns judged together; one bad page costs itself.

    sheets: where linked style sheets are read, for pages with findings only.

    Raises ScrubError where nothing at all can be examined: a model that cannot be used.
    """
    from scrub.api import look_at_batch

    try:
        inventories: dict[int, Inventory] = {}

        def keep(k: int, tree: Tree) -> None:  # at once: later its nodes have to be fetched from memory again
            with suppress(Exception):  # the checks that need it meet what it raises, one by one
                inventories[k] = take_inventory(tree)

        looked = look_at_batch(pages, options, keep=keep)
        sheets = sheets or Sheets()
        subjects = [
            found if isinstance(found, InputError) else Subject(page, *found, options, inventories.get(k))
            for k, (page, found) in enumerate(zip(pages, looked, strict=True))
        ]
        with suppress(Exception):  # the check of the page that raises meets it again, alone
            _judge_ahead([one for one in subjects if isinstance(one, Subject)], options)
        return [
            failed(page, str(one)) if isinstance(one, InputError) else _examined(one, sheets, patches=patches)
            for page, one in zip(pages, subjects, strict=True)
        ]
    except ScrubError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a page does to us, the others go on
        if len(pages) > 1:
            return [one for page in pages for one in examine_batch([page], options, sheets, patches=patches)]
        return [failed(pages[0], words(error))]


def _judge_ahead(subjects: list[Subject], options: Options) -> None:
    """Judges the short texts of all pages together, in a fraction of the time; their checks remember."""
    texts = [text for one in subjects for text in (*strange_texts(one), *words_of_redirects(one))]
    if texts:
        judge_texts(texts, options)


def _facts(check: type[SiteCheck], subject: Subject, partly: list[str]) -> Any:
    try:
        return check.facts(subject)
    except Exception as error:  # noqa: BLE001 - as for checks of pages
        partly.append(f"{check.probe} (failed: {type(error).__name__}: {error})")
        return None


def failed(page: Page, reason: str) -> Examined:
    """A page that could not be looked at."""
    source = page.source or page.url or "page"
    return Examined(Place(page.url or source, source), failure=reason)


def _examined(
    subject: Subject,
    sheets: Sheets,
    *,
    patches: bool,
) -> Examined:
    document, verdicts = subject.document, subject.verdicts
    source = subject.source if len(verdicts.span_start) else None
    report = audit_document(document, verdicts, source, subject.options)
    probes, unchecked, findings = list(report.probes), list(report.unchecked), list(report.findings)
    partly: list[str] = []
    for check in PAGE_CHECKS:
        try:
            findings += check.check(subject)
            probes.append(check.probe)
        except Exception as error:  # noqa: BLE001 - a check that fails is not a page that fails
            partly.append(f"{check.probe} (failed: {type(error).__name__}: {error})")
    if findings and document.markup:
        try:
            findings = with_rules(findings, subject, sheets)
        except Exception as error:  # noqa: BLE001 - the findings stand without the rules
            partly.append(f"hiding rules (failed: {type(error).__name__}: {error})")
    if document.markup and sheets.at_hand(subject, needed=bool(findings)):
        probes.append("external style sheets of pages with findings")
        unchecked = [what for what in unchecked if what != "external style sheets"]
    return Examined(
        place=subject.place,
        findings=tuple(located_on(subject, findings)),
        facts=tuple(_facts(check, subject, partly) for check in SITE_CHECKS),
        probes=tuple(probes),
        unchecked=tuple(what for what in unchecked if what not in probes),
        partly=tuple(dict.fromkeys((*subject.unchecked, *partly))),
        model=verdicts.model,
        patch=patch_of(subject, subject.options.encoding) if patches else NO_PATCH,
    )
