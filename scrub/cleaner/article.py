"""What comes out: the article, its structure, and what was removed from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from scrub.values import Metadata, Removal

# A step names a structural element and its number, so that two items of one list are told apart.
Step = tuple[str, int]
Path = tuple[Step, ...]


class Link(NamedTuple):
    """An anchor inside a unit: offsets in the article's text, and its address as written."""

    start: int
    end: int
    href: str


class Unit(NamedTuple):
    """One line of the article: `text[start:end]`, and the lists, tables, quotes, heading it stands in.

    joint is what stands before it (values.PARAGRAPH, BROKEN, SPACED, GLUED).
    """

    start: int
    end: int
    path: Path
    joint: int
    links: tuple[Link, ...]


class SourceCuts(NamedTuple):
    """Byte ranges of a page that go, in order and apart; removals, by number, that were not located."""

    ranges: tuple[tuple[int, int], ...] = ()
    unlocated: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """The article of a page without the spam that was injected into it.

    text is what a reader sees: paragraphs with a blank line between them, items and rows on lines
    of their own, cells separated by a tab. Where nothing was found it is "", and why says why.
    """

    url: str | None
    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    site_name: str | None = None
    page_type: str = "article"
    page_type_score: float = 1.0
    removed: tuple[Removal, ...] = ()
    flagged: int = 0  # spans that look injected, but not surely enough to be removed
    why: str = ""
    structure: tuple[Unit, ...] = field(default=(), repr=False)
    metadata: Metadata = field(default_factory=Metadata, repr=False)
    model: str = ""
    cuts: SourceCuts = field(default=SourceCuts(), repr=False)  # filled where a page is written back

    @property
    def markdown(self) -> str:
        """The article as CommonMark with tables; page text is escaped."""
        from scrub.cleaner.markdown import render

        return render(self.text, self.structure, self.url)

    @property
    def html(self) -> str:
        """The article as an HTML fragment; page text and addresses are escaped, scripts cannot run."""
        from scrub.cleaner.html import render

        return render(self.text, self.structure, self.url)


def restore(article: Article) -> str:
    """The article's text with every removal back in its place."""
    text = article.text
    for removal in reversed(article.removed):
        if removal.at >= 0:
            text = text[: removal.at] + removal.cut + text[removal.at :]
    return text
