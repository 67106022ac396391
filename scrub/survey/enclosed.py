"""What a page carries apart from its text: frames with their page in an attribute, shadow trees, templates, fallbacks.

The walk passes these by: nobody reads most of them, and what is seen of them is no article. Here they take
their place in the page, and the page is judged anew: so spam in them meets the same classifier as any other.
Innocents: templates of widgets, previews in frames, players that say what a browser lacks.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from scrub.auditor import audit_document
from scrub.auditor.advice import ADVICE
from scrub.errors import InputError
from scrub.findings import Finding
from scrub.places import point_of
from scrub.survey.hosts import SERVICES, domain_of, is_foreign
from scrub.survey.scripted import scripted
from scrub.survey.subject import Subject
from scrub.values import Document, Page, Verdicts

# A tag that begins or ends what is passed by, with its attributes, quoted ones whole.
_TAG = re.compile(
    r"""<(/?)(template|iframe|canvas|video|audio|noframes|noembed|svg)\b((?:[^"'>]++|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE,
)
# Where comments, scripts and style sheets begin and end: two searches are five times as fast as one for both.
_PASSED = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)
_ENDS = {
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
    "": re.compile("-->"),
}
_TINY = re.compile(r"""\b(?:width|height)\s*=\s*["']?\s*[012](?:px)?\s*(?:["'\s]|\Z)""", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(srcdoc|src|shadowrootmode)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_PAGE_IN_ADDRESS = re.compile(r"\s*data:text/html([^,]*),(.*)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"""\bhref\s*=\s*(?:["']|&quot;|&#3[49];)?\s*((?:https?:)?//[^\s"'<>&]+)""", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:script|style)\b.*?</|<[^>]*>", re.IGNORECASE | re.DOTALL)
_WORDS = 60  # letters that are a text
_DOUBT = 0.05  # probability of injection from which pieces that were judged alone are judged in their page
_LONGEST = 500_000  # characters of a page in a frame
_MOST = 200  # such elements of a page
# Of these somebody may see what stands in them; the others show it only where a browser lacks something.
_SEEN = {
    "iframe": "a frame whose page stands in its own attribute",
    "template": "a shadow tree",
    "svg": "a drawing",
}
_UNSEEN = "an element whose content browsers do not show"


class Enclosed(NamedTuple):
    """One of them. markup: what it holds; seen: whether a reader sees that; nth: of its tag."""

    tag: str
    markup: str
    seen: bool
    begin: int
    end: int
    nth: int
    attributes: str

    @property
    def name(self) -> str:
        """What it is, for a reason."""
        if self.seen:
            return _SEEN[self.tag]
        return "a template" if self.tag == "template" else f"<{self.tag}>, {_UNSEEN}"


def enclosed(subject: Subject) -> Iterator[Finding]:
    """Spam that stands in frames of the page's own, in shadow trees, templates and fallbacks."""
    if not subject.document.markup or not subject.inventory.apart:
        return
    every = enclosures(subject.source)
    pieces = [one for one in every if _is_worth(one, subject.home)]
    if pieces:
        yield from _judged(pieces, subject)
    for one in every:
        if one.tag == "iframe" and one.seen and "<script" in one.markup.lower():
            yield from _scripts_of(one, subject)


def enclosures(source: str) -> list[Enclosed]:
    """What a page's source holds apart, the outermost of those that stand in each other."""
    plain = _without_code(source)
    found: list[Enclosed] = []
    counts: dict[str, int] = {}
    outer: tuple[str, int, re.Match[str], int] | None = None  # tag, its nth, where it begins, depth
    for match in _TAG.finditer(plain):
        tag, closing = match[2].lower(), bool(match[1])
        if not closing:
            counts[tag] = counts.get(tag, -1) + 1
        if outer is None and not closing:
            written = _written(match[3]) if tag == "iframe" else None
            if written is not None:
                found.append(_framed(written[:_LONGEST], match, counts[tag]))
            elif not match[3].rstrip().endswith("/"):
                outer = tag, counts[tag], match, 1
        elif outer is not None and tag == outer[0]:
            depth = outer[3] + (-1 if closing else 1)
            outer = (*outer[:3], depth)
            if not depth:
                found.append(_between(outer[0], outer[1], outer[2], match, source))
                outer = None
        if len(found) >= _MOST:
            break
    return found


def _without_code(source: str) -> str:
    """The source with blanks for its comments, scripts and style sheets; what nobody closes is none."""
    pieces, at, open_for_good = [], 0, set()
    begin = _PASSED.search(source)
    while begin:
        kind = (begin[1] or "").lower()
        end = None if kind in open_for_good else _ENDS[kind].search(source, begin.end())
        if end:
            pieces += [source[at : begin.start()], " " * (end.end() - begin.start())]
            at = end.end()
        else:
            open_for_good.add(kind)
        begin = _PASSED.search(source, at if end else begin.end())
    return "".join([*pieces, source[at:]])


def _framed(markup: str, tag: re.Match[str], nth: int) -> Enclosed:
    attributes = _ATTRIBUTE.sub("", tag[3]) + (" hidden" if _TINY.search(tag[3]) else "")
    return Enclosed("iframe", markup, True, tag.start(), tag.end(), nth, attributes)


def _between(tag: str, nth: int, opening: re.Match[str], closing: re.Match[str], source: str) -> Enclosed:
    attributes = {name.lower() for name, *_ in _ATTRIBUTE.findall(opening[3])}
    markup = source[opening.end() : closing.start()]
    seen = tag == "svg" or "shadowrootmode" in attributes
    return Enclosed(tag, markup, seen, opening.start(), closing.end(), nth, opening[3])


def _written(attributes: str) -> str | None:
    """The page that stands in a frame's attributes; None where it is elsewhere."""
    values = {
        name.lower(): unescape(next(filter(None, quoted), ""))
        for name, *quoted in _ATTRIBUTE.findall(attributes)
    }
    if "srcdoc" in values:
        return values["srcdoc"]
    page = _PAGE_IN_ADDRESS.match(values.get("src", ""))
    if not page:
        return None
    if not page[1].lower().rstrip().endswith(";base64"):
        return unquote(page[2])
    try:
        return b64decode("".join(page[2].split()), validate=False).decode("utf-8", "replace")
    except NotBase64:
        return ""


def _is_worth(one: Enclosed, home: str) -> bool:
    """Whether it may hold spam: a link to another site, or a text; a drawing only where it holds a page."""
    if one.tag == "svg" and "<foreignobject" not in one.markup.lower():
        return False
    if any(is_foreign(link, home) and domain_of(link) not in SERVICES for link in _LINK.findall(one.markup)):
        return True
    return sum(map(str.isalpha, _MARKUP.sub(" ", one.markup[:20_000]))) > _WORDS


def _judged(pieces: list[Enclosed], subject: Subject) -> Iterator[Finding]:
    """What the classifier finds in the page once all of it stands there."""
    try:
        _, alone = _looked("".join(one.markup for one in pieces), subject)
        if not (alone.score >= _DOUBT).any():
            return
        document, verdicts = _looked(_unfolded(pieces, subject.source), subject)
    except InputError:  # only so it is nested too deep
        subject.unchecked.append("frames and templates of pages that are nested too deep")
        return
    standing = _plain(subject.document.text)
    known = {_plain(one.text) for one in audit_document(subject.document, subject.verdicts).findings} - {""}
    for finding in audit_document(document, verdicts).findings:
        text = _plain(finding.text)
        for told in known:
            text = text.replace(told, " ")
        if finding.severity != "info" and text.strip() and text not in standing:
            yield _placed(finding, _holder(finding, pieces), subject)


def _looked(markup: str, subject: Subject) -> tuple[Document, Verdicts]:
    from scrub.api import look

    page = Page(markup.encode("utf-8", "replace"), subject.page.url, "text/html; charset=utf-8")
    return look(page, replace(subject.options, encoding=None))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _unfolded(pieces: list[Enclosed], source: str) -> str:
    """The page with what it holds apart in its place."""
    written, at = [], 0
    for one in pieces:
        written += [source[at : one.begin], f"<div {one.attributes}>", one.markup, "</div>"]
        at = one.end
    return "".join([*written, source[at:]])


def _holder(finding: Finding, pieces: list[Enclosed]) -> Enclosed:
    """The one that holds what was found, as far as its first address or word tells."""
    signs = (*finding.links[:1], *finding.text.split()[:1])
    return next(
        (one for sign in signs for one in pieces if sign in one.markup or sign in unescape(one.markup)),
        pieces[0],
    )


def _placed(finding: Finding, one: Enclosed, subject: Subject) -> Finding:
    """The finding where its element stands."""
    needle = finding.links[0] if finding.links else finding.text[:60]
    begin = subject.source[: one.begin].count(needle) if needle else 0
    line, column = point_of(subject.source, needle, begin) or (None, None)
    hidden = finding.hidden if one.seen else ("fallback",)
    return replace(
        finding,
        kind="hidden_text" if hidden and finding.kind == "spam_text" else finding.kind,
        reasons=(f"it stands in {one.name}", *finding.reasons),
        css_path=subject.inventory.path_to(one.tag, one.nth),
        line=line,
        column=column,
        hidden=hidden,
        rule=finding.rule if one.seen else f"<{one.tag}>: browsers do not show what stands in it",
        advice=ADVICE["hidden_text"] if hidden else finding.advice,
    )


def _scripts_of(one: Enclosed, subject: Subject) -> Iterator[Finding]:
    """What the scripts of a frame's page do."""
    page = Page(one.markup.encode("utf-8", "replace"), subject.page.url, "text/html; charset=utf-8")
    options = replace(subject.options, encoding=None)
    inner = Subject(page, *_looked(one.markup, subject), options)
    for finding in scripted(inner):
        yield replace(_placed(finding, one, subject), hidden=finding.hidden)
    subject.unchecked += inner.unchecked
