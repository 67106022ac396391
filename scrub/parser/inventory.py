"""What a page loads, runs and says of itself: for audits, which look behind the text.

A second parse, apart from the walk: batches that only clean never need it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.head import Metas, read_metas
from scrub.parser.tidy import tidy

_MOST = 2_000  # elements of a kind
_MOST_STEPS = 40  # of a path
_LONGEST_ALT = 1_000
# Types of script elements that browsers run; any other is text for some program of the page's own.
_RUN = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript", "text/jscript",
                  "application/x-javascript", "application/ecmascript", "text/javascript1.5", "javascript"})  # fmt: skip
_LOADERS = (("script", "src"), ("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data"))


@dataclass(frozen=True, slots=True)
class InlineScript:
    """A script that stands in the page: the nth script element."""

    text: str
    nth: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """Something from elsewhere that runs in the page or shows in it: the nth of its tag."""

    tag: str
    address: str
    nth: int
    hidden: bool = False  # by its own attributes


@dataclass(frozen=True, slots=True)
class Named:
    """A text or address a page gives of itself, and what for: `canonical`, `hreflang de`, `alt`."""

    name: str
    text: str
    tag: str
    nth: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """titles: of all title elements. sheets: addresses of linked style sheets. alts: alternative texts of images. linked: JSON-LD, as written."""

    scripts: tuple[InlineScript, ...]
    loaded: tuple[Loaded, ...]
    metas: Metas
    titles: tuple[str, ...]
    addresses: tuple[Named, ...]
    alts: tuple[Named, ...]
    linked: tuple[Named, ...]
    sheets: tuple[str, ...] = ()
    tree: LexborHTMLParser | None = field(default=None, repr=False, compare=False)

    def path_to(self, tag: str, nth: int) -> str:
        """The selector of the nth element with this tag, as `Document.css_path` writes it; "" where it is not."""
        nodes = self.tree.tags(tag) if self.tree else []
        return _path(nodes[nth]) if 0 <= nth < len(nodes) else ""


def take_inventory(markup: str | bytes) -> Inventory:
    """Everything of a page that an audit looks at besides its text. Never raises."""
    tree = LexborHTMLParser(markup)
    plain = [
        (node.text(deep=True), _type(node), nth)
        for nth, node in enumerate(tree.tags("script")[:_MOST])
        if not node.attributes.get("src")
    ]
    return Inventory(
        scripts=tuple(InlineScript(text, nth) for text, kind, nth in plain if kind in _RUN),
        loaded=tuple(_loaded(tree)),
        metas=read_metas(tree),
        titles=tuple(
            tidy(node.text(deep=True), 2_000) for node in tree.tags("title")[:20] if not _in_picture(node)
        ),
        addresses=tuple(_addresses(tree)),
        alts=tuple(_alts(tree)),
        linked=tuple(Named("JSON-LD", text, "script", nth) for text, kind, nth in plain if "ld+json" in kind),
        sheets=tuple(_sheets(tree)),
        tree=tree,
    )


def _type(node: LexborNode) -> str:
    return (node.attributes.get("type") or "").partition(";")[0].strip().lower()


def _in_picture(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "svg"


def _loaded(tree: LexborHTMLParser) -> list[Loaded]:
    found = []
    for tag, name in _LOADERS:
        for nth, node in enumerate(tree.tags(tag)[:_MOST]):
            attributes = node.attributes
            address = (attributes.get(name) or "").strip()
            if address:
                found.append(Loaded(tag, address, nth, _unseen(attributes)))
    return found


def _unseen(attributes: dict[str, str | None]) -> bool:
    """Whether a frame's own attributes leave nothing of it to see."""
    sizes = [(attributes.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    style = "".join((attributes.get("style") or "").lower().split())
    tiny = any(size in ("0", "1", "2") for size in sizes)
    return tiny or "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _addresses(tree: LexborHTMLParser) -> list[Named]:
    """Where the page says it belongs: canonical, its translations, its AMP page."""
    found = []
    for nth, node in enumerate(tree.tags("link")[:_MOST]):
        attributes = node.attributes
        relations = (attributes.get("rel") or "").lower().split()
        href = (attributes.get("href") or "").strip()
        if not href:
            continue
        if "canonical" in relations:
            found.append(Named("canonical", href, "link", nth))
        elif "amphtml" in relations:
            found.append(Named("amphtml", href, "link", nth))
        elif "alternate" in relations and attributes.get("hreflang"):
            found.append(Named(f"hreflang {tidy(attributes['hreflang'] or '', 20)}", href, "link", nth))
    return found


def _sheets(tree: LexborHTMLParser) -> list[str]:
    found = []
    for node in tree.tags("link")[:_MOST]:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        if href and "stylesheet" in (attributes.get("rel") or "").lower().split():
            found.append(href)
    return found


def _alts(tree: LexborHTMLParser) -> list[Named]:
    found = []
    for nth, node in enumerate(tree.tags("img")[:_MOST]):
        alt = tidy(node.attributes.get("alt") or "", _LONGEST_ALT)
        if alt:
            found.append(Named("alt", alt, "img", nth))
    return found


def _path(node: LexborNode) -> str:
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and (at.tag or "-")[0] != "-" and len(steps) < _MOST_STEPS:
        steps.append(at.tag if at.tag in ("html", "head", "body") else f"{at.tag}:nth-child({_nth(at)})")
        at = at.parent
    return " > ".join(reversed(steps))


def _nth(node: LexborNode) -> int:
    count, at = 1, node.prev
    while at is not None and count < _MOST:
        count += (at.tag or "-")[0] not in "-!"
        at = at.prev
    return count
