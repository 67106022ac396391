"""A cleaner without models, and faults on demand: what happens to a page stands in the page."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import replace

from scrub.cleaner import Article, SourceCuts
from scrub.fingerprints import digest
from scrub.options import Options
from scrub.reasons import COPIED
from scrub.survey.examination import Examined
from scrub.survey.examination import examine_batch as really_examine_batch
from scrub.survey.sheets import Sheets
from scrub.values import Page, Removal


def clean_batch(
    pages: list[Page], options: Options, known: Mapping[str, float] | None = None
) -> list[Article]:
    """Articles in capitals; `spam` is taken out of them, and of `maybe(…)` what is known."""
    return [_judged(_clean(page), known or {}) for page in pages]


def _judged(article: Article, known: Mapping[str, float]) -> Article:
    """SURE(…) is removed, MAYBE(…) where it is known; else it is flagged."""
    for found in re.finditer(r"(SURE|MAYBE)\(([^)]*)\)", article.text):
        text = found[2]
        if found[1] == "MAYBE" and digest(text) not in known:
            article = replace(article, suspected=(*article.suspected, text))
            continue
        reasons = ("a test",) if found[1] == "SURE" else ("a test", COPIED)
        shop = f"http://{text.split()[0].lower()}.example/"
        removal = Removal(text, 0.99, "seo", reasons, "", 1, (shop,), "", -1)
        left = article.text.replace(found[0], "")
        article = replace(article, text=left, removed=(*article.removed, removal))
    return article


def slow_batch(pages: list[Page], options: Options) -> list[Article]:
    """The same, slow enough to be killed in the middle."""
    time.sleep(0.05)
    return clean_batch(pages, options)


def other_model(pages: list[Page], options: Options) -> list[Article]:
    """Articles of another model."""
    return [Article(page.url, "other", model="another model") for page in pages]


def cut_batch(pages: list[Page], options: Options) -> list[Article]:
    """Every `spam` in the body is cut; `HIDDEN` is spam that cannot be located."""
    return [_cut(page) for page in pages]


def slow_cut_batch(pages: list[Page], options: Options) -> list[Article]:
    """The same, slow enough to be killed in the middle."""
    time.sleep(0.05)
    return cut_batch(pages, options)


def examine_batch(
    pages: list[Page], options: Options, sheets: Sheets | None = None, *, patches: bool = False
) -> list[Examined]:
    """As the real one, but for pages that crash, hang, wait or eat."""
    for page in pages:
        _misbehave(page)
    return really_examine_batch(pages, options, sheets, patches=patches)


def _cut(page: Page) -> Article:
    article = _clean(page)
    ranges = tuple((m.start(), m.end()) for m in re.finditer("spam|späm🂡".encode(), page.body))
    unlocated = (0,) if b"HIDDEN" in page.body else ()
    cuts = SourceCuts((), (0,)) if unlocated else SourceCuts(ranges, (), ((0,),) * len(ranges))
    return replace(article, cuts=cuts)


def _misbehave(page: Page) -> None:
    if b"CRASH" in page.body:
        faulthandler.disable()  # it is meant to happen: no report in the middle of those on tests
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"HANG" in page.body:
        while True:  # as a parser hangs: busy
            pass
    if b"IDLE" in page.body:
        time.sleep(1.5)
    if b"EAT" in page.body:
        bytearray(2**40)
    if b"RAISE" in page.body:
        raise ZeroDivisionError("a page that scrub fails on")


def _clean(page: Page) -> Article:
    _misbehave(page)
    if b"REFUSE" in page.body:
        return Article(page.url, "", why="nested too deep")
    text = page.body.decode("utf-8", "replace").upper()
    found = text.find("SPAM")
    if found < 0:
        return Article(page.url, text, model="double 1")
    removal = Removal("SPAM", 0.99, "seo", ("a test",), "", 1, (), "SPAM", found)
    return Article(page.url, text.replace("SPAM", "", 1), removed=(removal,), model="double 1")
