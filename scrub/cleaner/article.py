"""What comes out: the article, its structure, its comments, and what was removed from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from scrub.values import Metadata, Removal


class Step(NamedTuple):
    """A structural element; its number tells two items of one list apart.

    attributes are names and values, as written, of what gives cells and lists their shape.
    """

    tag: str
    number: int
    attributes: tuple[tuple[str, str], ...] = ()


Path = tuple[Step, ...]


class Link(NamedTuple):
    """An anchor inside a unit: offsets in the article's text, and its address as written."""

    start: int
    end: int
    href: str


class Mark(NamedTuple):
    """Emphasis and the like inside a unit: offsets in the article's text, and a name in `shape.MARKS`."""

    start: int
    end: int
    name: str


class Image(NamedTuple):
    """An image: its offset in the article's text, its address as written, and what it shows in words."""

    at: int
    src: str
    alt: str
    title: str = ""


class Unit(NamedTuple):
    """One line of the article: `text[start:end]`, and the lists, tables, quotes, heading it stands in.

    joint is what stands before it (values.PARAGRAPH, BROKEN, SPACED, GLUED). A unit without text is
    an image that stands alone. ids are what links of the article lead to: offset and name.
    """

    start: int
    end: int
    path: Path
    joint: int
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    images: tuple[Image, ...] = ()
    ids: tuple[tuple[int, str], ...] = ()


class Comment(NamedTuple):
    """What a reader wrote under an article; author and date as the page has them, None where it is silent."""

    text: str
    author: str | None = None
    date: str | None = None


class SourceCuts(NamedTuple):
    """Byte ranges of a page that go, in order and apart; removals, by number, that were not located.

    removals: for every range the numbers of the removals that it goes for.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    unlocated: tuple[int, ...] = ()
    removals: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """The article of a page without the spam that was injected into it.

    text is what a reader sees: paragraphs with a blank line between them, items and rows on lines
    of their own, cells separated by a tab. Where nothing was found it is "", and why says why.
    comments are those of readers, apart from the text; in a forum they are the text.
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
    suspected: tuple[str, ...] = field(default=(), repr=False)  # their texts
    why: str = ""
    structure: tuple[Unit, ...] = field(default=(), repr=False)
    comments: tuple[Comment, ...] = field(default=(), repr=False)
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

    @property
    def tei(self) -> str:
        """The article as a TEI P5 document, comments included; page text and addresses are escaped."""
        from scrub.cleaner.tei import render

        return render(self)


def restore(article: Article) -> str:
    """The article's text with every removal back in its place."""
    text = article.text
    for removal in reversed(article.removed):
        if removal.at >= 0:
            text = text[: removal.at] + removal.cut + text[removal.at :]
    return text
