"""The public functions: pages in, articles and reports out. `import scrub` hands them on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from scrub.auditor import audit_document
from scrub.cleaner import Article, clean_document, source_cuts
from scrub.encoding import decode
from scrub.errors import InputError
from scrub.findings import Report
from scrub.options import Options
from scrub.parser import Planted, Tree, parse_closer, parse_markup, parse_text
from scrub.parser import parse as _parse
from scrub.policy import judge_many
from scrub.policy.copies import remove_copies
from scrub.values import Document, Page, Verdicts

# Pages that share their columns: gains flatten at 8, and memory grows with each page.
BATCH = 16
# Bytes of a batch that is more than one page.
_ROOM = 4_000_000


def clean(html: bytes | str, url: str | None = None, **options: Any) -> Article:
    """The article of an HTML page without injected spam. Options are the fields of `Options`.

    Raises InputError for a page too large to parse, OptionError for an option that makes no sense.
    A page without an article gives an Article whose text is "" and whose `why` says why.
    """
    chosen = Options(**options)
    document, verdicts = _look_at_markup(html, url, chosen)
    return clean_document(document, verdicts, _source(html, verdicts, chosen), comments=_keeps(chosen))


def clean_text(text: str, url: str | None = None, **options: Any) -> Article:
    """Text that somebody extracted before, without injected spam; every other character stays."""
    if not isinstance(text, str):
        raise TypeError(f"clean_text takes a str, not {type(text).__name__}: decode it first")
    document = parse_text(text, url)
    return clean_document(document, judge(document, Options(**options)))


def audit(html: bytes | str, url: str | None = None, **options: Any) -> Report:
    """What was injected into an HTML page, where, and how it hides. Raises as `clean`."""
    chosen = Options(**options)
    document, verdicts = _look_at_markup(html, url, chosen)
    return audit_document(document, verdicts, _source(html, verdicts, chosen), chosen)


def look(page: Page, options: Options) -> tuple[Document, Verdicts]:
    """A page and its verdicts, as `clean` and `audit` see them. Raises as `parse`."""
    found = look_at_batch([page], options)[0]
    if isinstance(found, InputError):
        raise found
    return found


def _look_at_markup(html: bytes | str, url: str | None, options: Options) -> tuple[Document, Verdicts]:
    """Quickly first, and with the style sheets where that was suspicious."""
    kept: list[Planted] = []
    looked = [parse_markup(html, url, options.encoding, rules=False, keep=kept.append)]

    def closer(_: int, blocks: Sequence[int]) -> Document | None:
        closely = parse_closer(looked[0], html, kept=kept[0], asked=blocks)
        looked[:] = [closely or looked[0]]
        return closely

    verdicts = judge_many(looked, options, closer=closer)
    return looked[0], verdicts[0]


def parse(page: Page, options: Options | None = None) -> Document:
    """A page as text and columns: see `Document`. Raises InputError, OptionError."""
    return _parse(page, options)


def judge(document: Document, options: Options | None = None) -> Verdicts:
    """What is main content, and what was injected: see `Verdicts`."""
    return judge_many([document], options or Options())[0]


def clean_many(pages: Iterable[Page], jobs: int = 1, **options: Any) -> Iterator[Article]:
    """Articles of many pages, in order; faster than `clean` page by page.

    Plain text is told by `Page.content_type`. jobs is the number of processes. A page too large to
    parse gives an empty Article whose `why` says so: it never costs another page.
    """
    chosen = Options(**options)
    divided = batches(pages)
    if jobs == 1:
        for batch in divided:
            yield from clean_batch(batch, chosen)
        return
    from joblib import Parallel, delayed

    work = Parallel(n_jobs=jobs, return_as="generator")
    for articles in work(delayed(clean_batch)(batch, chosen) for batch in divided):
        yield from articles


def clean_batch(
    pages: list[Page], options: Options, known: Mapping[str, float] | None = None
) -> list[Article]:
    """Articles of a few pages whose columns are judged together. known: see `remove_copies`."""
    looked = look_at_batch(pages, options, known)
    return [_article(page, found, options) for page, found in zip(pages, looked, strict=True)]


def cut_batch(pages: list[Page], options: Options, known: Mapping[str, float] | None = None) -> list[Article]:
    """As `clean_batch`, and each article knows which bytes of its page go where that is written back."""
    articles = []
    for page, found in zip(pages, look_at_batch(pages, options, known), strict=True):
        article = _article(page, found, options)
        if not isinstance(found, InputError):
            article = replace(article, cuts=source_cuts(*found, page, options.encoding))
        articles.append(article)
    return articles


def _article(page: Page, found: tuple[Document, Verdicts] | InputError, options: Options) -> Article:
    if isinstance(found, InputError):
        return Article(page.url, "", why=str(found))
    document, verdicts = found
    source = _source(page.body, verdicts, options, page.content_type)
    return clean_document(document, verdicts, source, comments=_keeps(options))


def _keeps(options: Options) -> bool:
    """Whether comments come with the article."""
    return options.comments == "keep"


def look_at_batch(
    pages: list[Page],
    options: Options,
    known: Mapping[str, float] | None = None,
    keep: Callable[[int, Tree], None] | None = None,
) -> list[tuple[Document, Verdicts] | InputError]:
    """As `look`, for a batch: one judgement for all pages, a second for the suspicious ones.

    Their trees are not kept until then: it is faster to parse a few of them again than to parse each into
    memory that is not in the processor's cache.

    keep takes the trees of the pages that are HTML, with their numbers, as they are parsed.
    """
    parsed = [_parsed(page, options, keep and partial(_tree_to, keep, k)) for k, page in enumerate(pages)]
    rows = [k for k, one in enumerate(parsed) if isinstance(one, Document)]
    looked = [one for one in parsed if isinstance(one, Document)]

    def closer(p: int, blocks: Sequence[int]) -> Document | None:
        page = pages[rows[p]]
        if not looked[p].markup:
            return None
        closely = parse_closer(looked[p], page.body, options.encoding, page.content_type, asked=blocks)
        looked[p] = closely or looked[p]
        return closely

    verdicts = judge_many(looked, options, closer=closer)
    if known:
        verdicts = [remove_copies(*one, known) for one in zip(looked, verdicts, strict=True)]
    pairs = iter(zip(looked, verdicts, strict=True))
    return [one if isinstance(one, InputError) else next(pairs) for one in parsed]


def _tree_to(keep: Callable[[int, Tree], None], k: int, planted: Planted) -> None:
    keep(k, planted.tree)


def _parsed(
    page: Page, options: Options, keep: Callable[[Planted], None] | None = None
) -> Document | InputError:
    try:
        return _parse(page, options, rules=False, keep=keep)
    except InputError as error:
        return error


def batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Up to BATCH pages at a time, fewer where they are large."""
    batch: list[Page] = []
    size = 0
    for page in pages:
        if batch and (len(batch) == BATCH or size + len(page.body) > _ROOM):
            yield batch
            batch, size = [], 0
        batch.append(page)
        size += len(page.body)
    if batch:
        yield batch


def _source(
    html: bytes | str, verdicts: Verdicts, options: Options, content_type: str | None = None
) -> str | None:
    """The page as text, for line numbers; only where there is something to locate."""
    if not len(verdicts.span_start):
        return None
    if isinstance(html, str):
        return html
    return decode(html, given=options.encoding, content_type=content_type)[0]
