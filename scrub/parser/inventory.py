"""What a page loads, runs and says of itself: for audits, which look behind the text.

A loop over the tree that the page was parsed into: batches that only clean never need it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrub.parser.metas import Metas, read_metas
from scrub.parser.tags import END_OF_BODY
from scrub.parser.tidy import tidy

_MOST = 2_000  # elements of a kind
_MOST_STEPS = 40  # of a path
_LONGEST_ALT = 1_000
# Types of script elements that browsers run; any other is text for some program of the page's own.
_RUN = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript", "text/jscript",
                  "application/x-javascript", "application/ecmascript", "text/javascript1.5", "javascript"})  # fmt: skip
_GATHERED = (
    "script",
    "iframe",
    "frame",
    "embed",
    "object",
    "meta",
    "title",
    "link",
    "img",
    "base",
    "template",
    "svg",
    "canvas",
    "video",
    "audio",
    "noframes",
    "noembed",
)
_APART = ("template", "iframe", "svg", "canvas", "video", "audio", "noframes", "noembed")
_LOADERS = (("script", "src"), ("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data"))


Nodes = dict[str, list[LexborNode]]
Attributes = dict[str, str | None]


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
    """titles: of all title elements. alts: alternative texts of images. linked: JSON-LD, as written.

    sheets: addresses of linked style sheets. base: what every relative address is relative to, as written.
    apart: whether some of the page stands where the walk does not look: frames that hold their page, templates.
    """

    scripts: tuple[InlineScript, ...]
    loaded: tuple[Loaded, ...]
    metas: Metas
    titles: tuple[str, ...]
    addresses: tuple[Named, ...]
    alts: tuple[Named, ...]
    linked: tuple[Named, ...]
    sheets: tuple[str, ...] = ()
    base: str = ""
    apart: bool = False
    nodes: Nodes = field(default_factory=dict, repr=False, compare=False)
    numbers: dict[int, int] = field(
        default_factory=dict, repr=False, compare=False
    )  # of siblings, once asked for

    def path_to(self, tag: str, nth: int) -> str:
        """The selector of the nth element with this tag, as `Document.css_path` writes it; "" where it is not."""
        nodes = self.nodes.get(tag, [])
        return _path(nodes[nth], self.numbers) if 0 <= nth < len(nodes) else ""


def take_inventory(page: str | bytes | LexborHTMLParser) -> Inventory:
    """Everything of a page that an audit looks at besides its text; page: its markup, or its tree. Never raises."""
    tree = page if isinstance(page, LexborHTMLParser) else LexborHTMLParser(page)
    nodes = _gathered(tree)
    scripts = [node.attributes for node in nodes["script"]]
    plain = [
        (node.text(deep=True), _type(attributes), nth)
        for nth, (node, attributes) in enumerate(zip(nodes["script"], scripts, strict=True))
        if not attributes.get("src")
    ]
    return Inventory(
        scripts=tuple(InlineScript(text, nth) for text, kind, nth in plain if kind in _RUN),
        loaded=tuple(_loaded(nodes, scripts)),
        metas=read_metas(node.attributes for node in nodes["meta"]),
        titles=tuple(
            tidy(node.text(deep=True), 2_000) for node in nodes["title"][:20] if not _in_picture(node)
        ),
        addresses=tuple(_addresses(nodes["link"])),
        alts=tuple(_alts(nodes["img"])),
        linked=tuple(Named("JSON-LD", text, "script", nth) for text, kind, nth in plain if "ld+json" in kind),
        sheets=tuple(_sheets(nodes["link"])),
        base=next(filter(None, (node.attributes.get("href") for node in nodes["base"])), ""),
        apart=any(_is_apart(node) for tag in _APART for node in nodes[tag]),
        nodes=nodes,
    )


def _is_apart(node: LexborNode) -> bool:
    """Whether an element holds something of its own; templates keep theirs where the tree does not show it."""
    if node.tag == "template":
        return True
    if node.tag == "svg":
        return node.css_first("foreignObject") is not None
    attributes = node.attributes if node.tag == "iframe" else {}
    address = (attributes.get("src") or "").lstrip()[:5].lower()
    return "srcdoc" in attributes or address == "data:" or bool(node.text(deep=True).strip())


def _gathered(tree: LexborHTMLParser) -> Nodes:
    """The elements of the tags that matter, in page order: one loop is quicker than a search for each."""
    nodes: Nodes = {tag: [] for tag in _GATHERED}
    wanted = {_tag_ids()[tag]: nodes[tag] for tag in _GATHERED}
    if tree.root is not None:
        for node in tree.root.traverse():
            found = wanted.get(node.tag_id)
            if found is not None and len(found) < _MOST:
                found.append(node)
    return nodes


@cache
def _tag_ids() -> dict[str, int]:
    """What lexbor calls these tags inside."""
    ids = {}
    for tag in _GATHERED:
        node = LexborHTMLParser(f"<frameset><{tag}>" if tag == "frame" else f"<{tag}>").css_first(tag)
        assert node is not None
        ids[tag] = node.tag_id
    return ids


def _type(attributes: Attributes) -> str:
    return (attributes.get("type") or "").partition(";")[0].strip().lower()


def _in_picture(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "svg"


def _loaded(nodes: Nodes, scripts: list[Attributes]) -> list[Loaded]:
    found = []
    for tag, name in _LOADERS:
        described = scripts if tag == "script" else (node.attributes for node in nodes[tag])
        for nth, attributes in enumerate(described):
            address = (attributes.get(name) or "").strip()
            if address:
                found.append(Loaded(tag, address, nth, _unseen(attributes)))
    return found


def _unseen(attributes: Attributes) -> bool:
    """Whether a frame's own attributes leave nothing of it to see."""
    sizes = [(attributes.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    style = "".join((attributes.get("style") or "").lower().split())
    tiny = any(size in ("0", "1", "2") for size in sizes)
    return tiny or "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _addresses(links: list[LexborNode]) -> list[Named]:
    """Where the page says it belongs: canonical, its translations, its AMP page."""
    found = []
    for nth, node in enumerate(links):
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


def _sheets(links: list[LexborNode]) -> list[str]:
    found = []
    for node in links:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        if href and "stylesheet" in (attributes.get("rel") or "").lower().split():
            found.append(href)
    return found


def _alts(images: list[LexborNode]) -> list[Named]:
    found = []
    for nth, node in enumerate(images):
        alt = tidy(node.attributes.get("alt") or "", _LONGEST_ALT)
        if alt:
            found.append(Named("alt", alt, "img", nth))
    return found


def _path(node: LexborNode, numbers: dict[int, int]) -> str:
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and (at.tag or "-")[0] != "-" and len(steps) < _MOST_STEPS:
        plain = at.tag in ("html", "head", "body")
        steps.append(at.tag or "" if plain else f"{at.tag}:nth-child({_nth(at, numbers)})")
        at = at.parent
    return " > ".join(reversed(steps))


def _nth(node: LexborNode, numbers: dict[int, int]) -> int:
    """Its number among the elements of its parent; those of all its siblings are remembered."""
    if node.mem_id not in numbers:
        count = 0
        at = node.parent.first_child if node.parent is not None else node
        while at is not None and count < _MOST:
            count += (at.tag or "-")[0] not in "-!" and at.tag != END_OF_BODY
            numbers[at.mem_id] = count
            at = at.next
    return numbers.get(node.mem_id, _MOST)
