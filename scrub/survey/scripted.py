"""Scripts that bring spam: what they write is audited in turn, where they lead is judged by its conditions.

A script is folded, never run (`scrub.scripts`). What it writes takes its place in the page, and the
whole page is judged anew: so a wrapper that a script opens hides what follows it, and written spam
meets the same classifier as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scrub.auditor import audit_document
from scrub.auditor.advice import ADVICE
from scrub.findings import Finding
from scrub.parser.inventory import InlineScript, take_inventory
from scrub.places import point_of
from scrub.survey.folded import Folded, fold
from scrub.survey.hosts import SERVICES, domain_of, is_foreign
from scrub.survey.redirects import redirects
from scrub.survey.subject import Subject
from scrub.values import Page

# Declarations that hide what a script writes, without white space.
_HIDING_STYLES = (
    "display:none", "visibility:hidden", "left:-", "top:-", "text-indent:-", "height:0", "width:0", "font-size:0",
    "opacity:0",
)  # fmt: skip
_MISSED = "the rest of scripts that are too long or too busy"
_SCRIPT = re.compile("<script", re.IGNORECASE)
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']?((?:https?:)?//[^\s"'>]+)""", re.IGNORECASE)
_TAG = re.compile(r"<(?:style\b.*?</style|[^>]*)>", re.IGNORECASE | re.DOTALL)
_DOUBT = 0.2  # probability of injection from which it matters that a script hides something
_WORDS = 40  # letters that are a text
_ROUNDS = 3  # scripts that write scripts that write


def scripted(subject: Subject) -> Iterator[Finding]:
    """Spam that scripts write, hidden scripts and frames they load, and redirects that pick their readers."""
    if not subject.document.markup or not _SCRIPT.search(subject.source):
        return
    folded, missed = fold(subject.inventory.scripts)
    if missed:
        subject.unchecked.append(_MISSED)
    for one in folded:
        for finding in (*redirects(one, subject), *_loaders(one, subject)):
            yield _placed(finding, one, subject)
    doubtful = bool((subject.verdicts.score >= _DOUBT).any())
    writing = [one for one in folded if _is_text(one, subject.home, doubtful=doubtful)]
    if writing:
        yield from _written(writing, subject)


def _is_text(one: Folded, home: str, *, doubtful: bool) -> bool:
    """Whether a script may write spam, or hide what is doubtful; a widget of the site's own is no concern."""
    if one.script.hidden and doubtful:
        return True
    markup = "".join(written.markup for written in one.script.written)
    if doubtful and _opens_hidden(markup):
        return True
    if any(is_foreign(link, home) and domain_of(link) not in SERVICES for link in _LINK.findall(markup)):
        return True
    return bool(one.decoding) and sum(c.isalpha() for c in _TAG.sub("", markup[:5_000])) > _WORDS


def _opens_hidden(markup: str) -> bool:
    """Whether markup has a style that hides."""
    plain = "".join(markup.lower().split())
    return any(word in plain for word in _HIDING_STYLES)


def _written(writing: list[Folded], subject: Subject) -> Iterator[Finding]:
    """What the classifier finds in the page once its scripts have written."""
    page = subject.source
    for _ in range(_ROUNDS):
        page, more = _expanded(page, writing)
        writing += more
        if not more:
            break
    subject.written = page
    from scrub.api import look

    bare = Page(page.encode("utf-8", "replace"), subject.page.url, "text/html; charset=utf-8")
    document, verdicts = look(bare, replace(subject.options, encoding=None))
    known = {" ".join(subject.document.text[a:b].split()) for a, b in _spans(subject)}
    standing = " ".join(subject.document.text.split())
    told: set[InlineScript] = set()
    for finding in audit_document(document, verdicts).findings:
        text = " ".join(finding.text.split())
        if text in known or finding.severity == "info":
            continue
        script = next((one for one in writing if _brought(one, finding)), None)
        if script is None or text in standing:
            if finding.hidden and any(one.script.hidden or "style" in one.markup for one in writing):
                yield _hidden_by_script(finding, writing[0], subject)
            continue
        told.add(script.inline)
        yield _placed(_of_script(finding, script), script, subject)
    yield from _hidden_links([one for one in writing if one.inline not in told], subject)


def _spans(subject: Subject) -> list[tuple[int, int]]:
    verdicts = subject.verdicts
    alarming = verdicts.span_removed | verdicts.span_warned
    return list(
        zip(verdicts.span_start[alarming].tolist(), verdicts.span_end[alarming].tolist(), strict=True)
    )


def _expanded(page: str, writing: list[Folded]) -> tuple[str, list[Folded]]:
    """The page with what its scripts write in their places, and the scripts among that."""
    more: list[Folded] = []
    for one in writing:
        at = page.find(one.inline.text) if one.inline.text.strip() else -1
        if at < 0:
            continue
        end = page.lower().find("</script", at)
        end = page.find(">", end) + 1 if end >= 0 else len(page)
        page = page[:at] + "</script>" + one.markup + page[end or len(page) :]
        inner, _ = fold(take_inventory(one.markup).scripts if "<scr" in one.markup.lower() else ())
        more += [f for f in inner if _is_text(f, "", doubtful=True)]
    return page, more


def _brought(one: Folded, finding: Finding) -> bool:
    """Whether a script wrote what was found."""
    markup = one.markup
    first = next(iter(finding.text.split()), "")
    return any(link in markup or link.replace("&", "&amp;") in markup for link in finding.links) or (
        not finding.links and bool(first) and first in markup
    )


def _of_script(finding: Finding, one: Folded) -> Finding:
    hidden_how = f"its text is hidden by {', '.join(one.decoding)}" if one.decoding else ""
    layers = f"decoded through {one.script.layers + 1} layers" if one.script.layers else ""
    return replace(
        finding,
        kind="script",
        reasons=("a script writes it", *filter(None, (hidden_how, layers)), *finding.reasons),
        advice=ADVICE["script"],
    )


def _hidden_by_script(finding: Finding, one: Folded, subject: Subject) -> Finding:
    line, column = point_of(subject.source, finding.links[0] if finding.links else finding.text[:60]) or (
        None,
        None,
    )
    return replace(
        finding,
        line=line,
        column=column,
        reasons=("a script of the page hides it", *finding.reasons),
        rule=f"written by the script: {one.markup[:120]}",
    )


def _hidden_links(writing: list[Folded], subject: Subject) -> Iterator[Finding]:
    """Links to other sites in a script that hides its text: two signals where a style hides them too."""
    for one in writing:
        links = tuple(
            dict.fromkeys(
                address
                for address in _LINK.findall(one.markup)
                if is_foreign(address, subject.home)
                and domain_of(address) not in SERVICES
                and not one.spells(address)
            )
        )
        if not one.decoding or not links:
            continue
        styled = _opens_hidden(one.markup)
        yield _placed(
            Finding(
                kind="script",
                severity="error" if styled else "warning",
                text=one.markup[:2_000],
                score=1.0 if styled else 0.7,
                family="other",
                reasons=(
                    f"a script whose text is hidden by {', '.join(one.decoding)} writes links to other sites",
                    *(("what it writes is hidden",) if styled else ()),
                ),
                css_path="",
                line=None,
                links=links,
                hidden=("script",) if styled else (),
                advice=ADVICE["script"],
            ),
            one,
            subject,
        )


def _loaders(one: Folded, subject: Subject) -> Iterator[Finding]:
    """Scripts and frames from elsewhere whose address, or whose presence, is hidden."""
    written = take_inventory(one.markup).loaded if one.decoding and "src" in one.markup else ()
    if not written:
        return
    when = frozenset().union(*(w.when for w in one.script.written)) if one.script.written else frozenset()
    for loaded in written:
        domain = domain_of(loaded.address)
        if not is_foreign(loaded.address, subject.home) or domain in SERVICES:
            continue
        if one.spells(loaded.address):
            continue
        late = "</html" in subject.source.partition(one.inline.text[:200] or "\0")[0].lower()
        further = [
            *(("it is loaded for some readers only",) if _is_of_reader(when) else ()),
            *(("the script stands behind the end of the page",) if late else ()),
            *(("the frame cannot be seen",) if loaded.tag == "iframe" and loaded.hidden else ()),
        ]
        yield Finding(
            kind="script",
            severity="error" if further else "warning" if one.wraps else "info",
            text=f"<{loaded.tag} src={loaded.address}>",
            score=1.0 if further else 0.7,
            family="other",
            reasons=(
                f"a script whose text is hidden by {', '.join(one.decoding)} loads {_an(loaded.tag)} from {domain}",
                *further,
            ),
            css_path="",
            line=None,
            links=(loaded.address,),
            hidden=("script",) if loaded.hidden else (),
            advice=ADVICE["script"],
        )


def _an(tag: str) -> str:
    return f"an {tag}" if tag[:1] in "aeiou" else f"a {tag}"


def _is_of_reader(when: frozenset[str]) -> bool:
    return any(source.startswith(("document.referrer", "navigator.", "document.cookie")) for source in when)


def _placed(finding: Finding, one: Folded, subject: Subject) -> Finding:
    """The finding where its script stands."""
    line, column = point_of(subject.source, one.inline.text.strip()[:200]) or (None, None)
    return replace(
        finding, css_path=subject.inventory.path_to("script", one.inline.nth), line=line, column=column
    )
