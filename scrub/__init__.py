"""scrub isolates the article of a web page and removes the spam that was injected into it.

    article = scrub.clean(html)          # .text, .markdown, .html, .title, .removed
    article = scrub.clean_text(text)     # already extracted
    report = scrub.audit(html)           # .status, .findings

Everything is loaded when first used: `import scrub` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrub import version

if TYPE_CHECKING:
    from scrub.api import audit, clean, clean_many, clean_text, judge, parse
    from scrub.cleaner import Article, restore
    from scrub.errors import FetchError, InputError, LabelError, ModelError, OptionError, ScrubError
    from scrub.fetcher import FetchOptions, fetch
    from scrub.findings import Finding, Report, SiteReport
    from scrub.options import Options
    from scrub.survey.surveying import audit_many
    from scrub.values import Document, Metadata, Page, Removal, Tally, Verdicts

# Public name -> module that holds it.
_HOME = {
    "Article": "scrub.cleaner",
    "Document": "scrub.values",
    "FetchError": "scrub.errors",
    "FetchOptions": "scrub.fetcher.options",
    "Finding": "scrub.findings",
    "InputError": "scrub.errors",
    "LabelError": "scrub.errors",
    "Metadata": "scrub.values",
    "ModelError": "scrub.errors",
    "OptionError": "scrub.errors",
    "Options": "scrub.options",
    "Page": "scrub.values",
    "Removal": "scrub.values",
    "Report": "scrub.findings",
    "ScrubError": "scrub.errors",
    "SiteReport": "scrub.findings",
    "Tally": "scrub.values",
    "Verdicts": "scrub.values",
    "audit": "scrub.api",
    "audit_many": "scrub.survey.surveying",
    "clean": "scrub.api",
    "clean_many": "scrub.api",
    "clean_text": "scrub.api",
    "fetch": "scrub.fetcher.stream",
    "judge": "scrub.api",
    "parse": "scrub.api",
    "restore": "scrub.cleaner",
}

__version__ = version.VERSION

__all__ = [
    "Article",
    "Document",
    "FetchError",
    "FetchOptions",
    "Finding",
    "InputError",
    "LabelError",
    "Metadata",
    "ModelError",
    "OptionError",
    "Options",
    "Page",
    "Removal",
    "Report",
    "ScrubError",
    "SiteReport",
    "Tally",
    "Verdicts",
    "__version__",
    "audit",
    "audit_many",
    "clean",
    "clean_many",
    "clean_text",
    "fetch",
    "judge",
    "parse",
    "restore",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'scrub' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found  # the next one to ask finds it at once
    return found


def __dir__() -> list[str]:
    return __all__
