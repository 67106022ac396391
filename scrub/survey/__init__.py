"""Many pages into one report: every page alone, then all of them together.

    pages ─> examine_batch (classifier, auditor, PAGE_CHECKS) ─> Examined ─> SITE_CHECKS ─> SiteReport

Of a page only its findings and a few facts are kept, so memory does not grow with the pages.
"""

from __future__ import annotations

from scrub.survey.batches import examine, examine_by
from scrub.survey.cloaking import Cloaking
from scrub.survey.earlier import Earlier, read_earlier
from scrub.survey.examiner import Examination, Examiner, Extras
from scrub.survey.knowledge import SEVERITIES, Knowledge
from scrub.survey.linked_sites import check_links
from scrub.survey.page_checks import PAGE_CHECKS, PageCheck
from scrub.survey.site_checks import SITE_CHECKS, SiteCheck
from scrub.survey.sites import Sources
from scrub.survey.state import State
from scrub.survey.subject import Place, Subject
from scrub.survey.suppressions import Suppression, read_suppressions
from scrub.survey.surveying import Survey, survey

__all__ = [
    "PAGE_CHECKS",
    "SEVERITIES",
    "SITE_CHECKS",
    "Cloaking",
    "Earlier",
    "Examination",
    "Examiner",
    "Extras",
    "Knowledge",
    "PageCheck",
    "Place",
    "SiteCheck",
    "Sources",
    "State",
    "Subject",
    "Suppression",
    "Survey",
    "check_links",
    "examine",
    "examine_by",
    "read_earlier",
    "read_suppressions",
    "survey",
]
