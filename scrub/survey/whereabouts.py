"""Where an admin would look for a finding: the region of the page, the post, the row, the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrub.survey.subject import Subject
from scrub.values import TAGS, Document

# What an element's id or class says it is; the first row that fits counts, the innermost element first.
_LABELS = (
    ("comments", re.compile(r"\b(?:comments?|commentlist|comment-(?:list|body|content)|disqus_thread)\b")),
    ("footer", re.compile(r"\b(?:footer|site-footer|colophon|site-info|bottom-bar|page-footer)\b")),
    ("sidebar", re.compile(r"\b(?:sidebar|secondary|widget-area|side-?bar)\b")),
    ("header", re.compile(r"\b(?:header|site-header|masthead|top-bar|branding)\b")),
    ("navigation", re.compile(r"\b(?:nav|navigation|menu|main-menu|navbar)\b")),
    ("article body", re.compile(r"\b(?:entry-content|post-content|article-body|hentry|entry|post-body)\b")),
)
_TAGS = {
    "footer": "footer",
    "aside": "sidebar",
    "header": "header",
    "nav": "navigation",
    "article": "article body",
}
# WordPress gives a widget a class, and an id that names its row in the options: `text-3`.
_WIDGET = re.compile(r"#((?!widget)[a-z_]+-\d+)\b.*\bwidget", re.IGNORECASE)
# Only the first body, and so much of an element: nothing here may take long on a hostile page.
_BODY = re.compile(rb"<body\b[^>]{0,4000}", re.IGNORECASE)
_POST = re.compile(rb"(?<![\w-])(?:postid|page-id)-(\d{1,12})\b", re.IGNORECASE)
_LINK = re.compile(rb"<link\b[^>]{0,500}", re.IGNORECASE)
_SHORTLINK = re.compile(rb"[?&](?:p|page_id)=(\d{1,12})\b", re.IGNORECASE)
_QUERY = re.compile(r"[?&](?:p|page_id)=(\d{1,12})(?:&|#|\Z)")
_THEME = re.compile(rb"/wp-content/themes/([a-z0-9][a-z0-9_.-]{0,60})/", re.IGNORECASE)
_ROW = re.compile(r"(post|comment|option) (\S+)(?: \d+)?\Z")
_ROWS = {
    "post": "row {} of wp_posts",
    "comment": "row {} of wp_comments",
    "option": "option {} in wp_options",
}
_TEMPLATES = {
    "footer": "footer.php",
    "header": "header.php",
    "sidebar": "sidebar.php",
    "navigation": "header.php",
}
_DUMPS = ("sql", "php", "hex")  # codings of pages in rows of a dump


def places_of(subject: Subject, block: int | None) -> tuple[str, ...]:
    """In words, the innermost first; block is where the finding begins, None where that is unknown."""
    region = _region(subject.document, block) if block is not None else ""
    found = [region] if region else []
    found += _record(subject)
    if not subject.page.record_id or " " not in subject.page.record_id:
        found += _post(subject)
    theme = _THEME.search(subject.page.body)
    template = _TEMPLATES.get(region.partition(" ")[0])
    if theme and template:
        found.append(f"theme file wp-content/themes/{theme[1].decode('ascii')}/{template}")
    return tuple(found)


def _region(document: Document, block: int) -> str:
    """The part of the page that the block stands in."""
    if not document.markup:
        return ""
    element = int(document.element[block])
    while element >= 0:
        if found := _said(TAGS[document.element_tag[element]], document.element_label[element]):
            return found
        element = int(document.element_parent[element])
    return "behind the end of the body" if document.after_body[block] else "page body"


def _said(tag: str, label: str) -> str:
    if widget := _WIDGET.match(label):
        return f"widget {widget[1]}"
    # A class of the body or html says what the page is, not where on it something stands.
    folded = label.lower() if tag not in ("body", "html") else ""
    return next((name for name, words in _LABELS if words.search(folded)), _TAGS.get(tag, ""))


def _record(subject: Subject) -> Iterator[str]:
    """The row or record of an export."""
    page = subject.page
    record = _ROW.match(page.record_id or "")
    if record and page.place is not None and page.place.coding in _DUMPS:
        yield _ROWS[record[1]].format(record[2])
    elif page.record_id and " " in page.record_id:
        yield page.record_id


def _post(subject: Subject) -> Iterator[str]:
    """The number of the post, as themes of WordPress write it into the page."""
    body = subject.page.body
    head = _BODY.search(body)
    found = _POST.search(head[0]) if head else None
    if found is None and b"shortlink" in body:
        links = (link[0] for link in _LINK.finditer(body) if b"shortlink" in link[0])
        found = next(filter(None, map(_SHORTLINK.search, links)), None)
    asked = _QUERY.search(subject.page.url or "")
    if found:
        yield f"post {found[1].decode('ascii')}"
    elif asked:
        yield f"post {asked[1]}"
