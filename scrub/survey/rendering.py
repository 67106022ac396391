"""What a browser shows that the page as it was sent does not: what scripts write, what computed style hides.

The DOM meets the same classifier as the page. Spam that the page has not becomes a finding of its own;
spam that both have learns how it is hidden. What is honest stays unsaid, however it came onto the screen.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scrub.auditor import audit_document
from scrub.auditor.advice import ADVICE
from scrub.encoding import decode
from scrub.errors import InputError, RenderError
from scrub.findings import Finding, Located, Screenshot
from scrub.inputs import Failure
from scrub.options import Options
from scrub.places import point_of
from scrub.survey.examination import Examined
from scrub.survey.locating import located
from scrub.survey.probed import COMPUTED, RENDERED, SENT_AWAY, WRITTEN
from scrub.survey.subject import Place
from scrub.urls import host_of, registrable_domain
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.browser import Browser, Mark, Rendered

_SHOTS = 20  # screenshots of an audit
_STEP = re.compile(r"(?<=> )[^ :]+")
_NEEDLE = 60  # characters by which a piece is looked for


class Rendering:
    """Stands around the examination: takes the pages on their way in, and adds to what came of them.

    `through` hands pages on in their order, and `merged` is called once for each, in the same order.
    """

    def __init__(self, browser: Browser, options: Options) -> None:
        self._browser = browser
        self._options = options
        self._waiting = deque[Page | Failure]()
        self._shots: list[Screenshot] = []

    def shots(self) -> tuple[Screenshot, ...]:
        """Of the first pages with findings, in the order of their addresses."""
        return tuple(sorted(self._shots, key=lambda shot: shot.url))

    def through(self, found: Iterable[Page | Failure]) -> Iterator[Page | Failure]:
        """What was found, unchanged."""
        for one in found:
            self._waiting.append(one)
            yield one

    def merged(self, examined: Examined) -> Examined:
        """With what the rendered page says besides; a page that cannot be rendered says so."""
        page = self._waiting.popleft()
        if isinstance(page, Failure) or examined.failure or RENDERED not in examined.unchecked:
            return examined
        dom = _Dom(page, self._options)
        # What was read from the network may load what it asks of its own site; a file may not.
        live = "://" in (page.source or "")
        try:
            rendered = self._browser.render(page, dom.marks, live=live)
            return self._added(page, examined, dom.findings, rendered, live)
        except (RenderError, InputError) as error:
            return _unseen(examined, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a page does to us, the others go on
            return _unseen(examined, f"failed: {type(error).__name__}: {error}")

    def _added(
        self, page: Page, examined: Examined, seen: list[Finding], rendered: Rendered, live: bool
    ) -> Examined:
        if rendered.image and len(self._shots) < _SHOTS:
            shot = Screenshot(
                examined.place.url, rendered.image, "image/jpeg", rendered.width, rendered.height
            )
            self._shots.append(shot)
        known = [_told(one, seen, rendered) for one in examined.findings]
        new = [*_differences(page, known, seen, rendered, self._options), *_sent_away(page, rendered)]
        done = {RENDERED, "external style sheets"} if live else {RENDERED}
        return replace(
            examined,
            findings=(*known, *_placed(examined.place, new, known)),
            probes=(*examined.probes, RENDERED),
            unchecked=tuple(what for what in examined.unchecked if what not in done),
        )


def _unseen(examined: Examined, why: str) -> Examined:
    """It was not rendered, and the report says why."""
    told = f"{RENDERED} ({why})"
    return replace(
        examined, unchecked=tuple(told if what == RENDERED else what for what in examined.unchecked)
    )


class _Dom:
    """Judges the DOM, and remembers what was found in it."""

    def __init__(self, page: Page, options: Options) -> None:
        self._page = page
        self._options = options
        self.findings: list[Finding] = []

    def marks(self, html: str) -> list[Mark]:
        """Where the findings stand, for the screenshot."""
        from scrub.api import look
        from scrub.browser import Mark

        page = Page(html.encode("utf-8", "replace"), self._page.url, "text/html; charset=utf-8")
        report = audit_document(*look(page, replace(self._options, encoding=None)))
        self.findings = [finding for finding in report.findings if finding.severity != "info"]
        return [Mark(one.css_path, bool(one.hidden), one.links) for one in self.findings if one.css_path]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _same(one: Finding, other: Finding) -> bool:
    """Whether they speak of the same spam: a piece of one is the other."""
    first, second = _plain(one.text), _plain(other.text)
    return bool(first and second) and (first in second or second in first)


def _told(one: Located, seen: list[Finding], rendered: Rendered) -> Located:
    """The finding of the page as it was sent, which may learn from the browser how it is hidden."""
    if one.finding.hidden:
        return one
    for other in seen:
        if other.hidden and _plain(one.finding.text) in _plain(other.text):
            rule = _rule(other, rendered)
            return replace(one, finding=replace(one.finding, hidden=other.hidden, rule=rule))
    return one


def _rule(finding: Finding, rendered: Rendered) -> str:
    """The computed declaration that hides it: that of its element, of one around it, or of one in it."""
    path = _STEP.sub("*", finding.css_path)
    for hidden, declaration in rendered.hiding:
        step = _STEP.sub("*", hidden)
        if path == step or path.startswith(f"{step} >") or step.startswith(f"{path} >"):
            return f"{COMPUTED}: {declaration}"
    return COMPUTED


def _differences(
    page: Page, known: list[Located], seen: list[Finding], rendered: Rendered, options: Options
) -> Iterator[Finding]:
    """What only the DOM shows to be spam."""
    new = [one for one in seen if not any(_same(one, other.finding) for other in known)]
    if not new:
        return
    from scrub.api import parse

    document = parse(page, options)
    text = _plain(document.text)
    for finding in new:
        if _plain(finding.text) not in text:
            reasons = (f"{WRITTEN} the page as it was sent does not have it", *finding.reasons)
            rule = _rule(finding, rendered) if finding.hidden else ""
            yield replace(
                finding,
                kind="script",
                reasons=reasons,
                rule=rule,
                line=None,
                column=None,
                advice=ADVICE["script"],
            )
        elif finding.hidden:
            source, _ = decode(page.body, given=options.encoding, content_type=page.content_type)
            line, column = point_of(source, finding.text[:_NEEDLE]) or (None, None)
            yield replace(
                finding,
                kind="hidden_text",
                rule=_rule(finding, rendered),
                line=line,
                column=column,
                advice=ADVICE["hidden_text"],
            )


def _sent_away(page: Page, rendered: Rendered) -> Iterator[Finding]:
    """Scripts that leave for another site as soon as the page is open: worth a look, and no more."""
    home = registrable_domain(host_of(page.url or ""))
    for address in rendered.led_to:
        away = registrable_domain(host_of(address))
        if home and away and away != home:
            yield Finding(
                kind="redirect",
                severity="info",
                text=address,
                score=0.5,
                family="other",
                reasons=(f"{SENT_AWAY} to {away} by itself",),
                css_path="",
                line=None,
                links=(address,),
                advice=ADVICE["redirect"],
            )


def _placed(place: Place, findings: list[Finding], known: list[Located]) -> Iterator[Located]:
    """The new findings on their page, none twice."""
    taken = {one.fingerprint for one in known}
    repeated = dict[str, int]()
    for finding in findings:
        one = located(place, finding, repeated)
        if one.fingerprint not in taken:
            yield one
