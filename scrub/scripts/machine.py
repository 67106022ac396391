"""What folding a script keeps while it goes: where it stands, what names hold, what was written, what is left to spend.

Nothing runs: there is no document and no network, a value the visitor's browser would supply stays
unknown, and both branches of a condition nobody knows are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scrub.scripts.known import UNKNOWN, Element, Function, Host, Value
from scrub.scripts.tokens import Code, tokenise

MOST_STEPS = 30_000  # expressions; about a fifth of a second
MOST_TEXT = 2_000_000  # characters of all strings that are made
LONGEST = 500_000  # characters of one string
DEEPEST = 40  # brackets, calls and layers inside one another
MOST_LAYERS = 6
MOST_EFFECTS = 500


class Exhausted(Exception):  # noqa: N818 - an end, not a mistake
    """The script asks for more than it is given."""


class Ended(Exception):  # noqa: N818
    """A `return`, `break`, `continue` or `throw`: the rest of the body does not follow."""

    def __init__(self, word: str, value: Value = UNKNOWN) -> None:
        super().__init__(word)
        self.word = word
        self.value = value


@dataclass(frozen=True, slots=True)
class Written:
    """Markup that a script puts into the page. at: offset of the statement in the script.

    when: what the conditions around it depend on (`document.referrer`, `google`), "" where it is
    unconditional. found: the id of the element it is put into, "" where it stands beside the script.
    """

    markup: str
    how: str
    at: int
    when: frozenset[str] = frozenset()
    found: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A page the script sends the visitor to. target may hold `HOLE` for what is not known."""

    target: str
    at: int
    when: frozenset[str] = frozenset()


@dataclass(slots=True)
class Machine:
    """The state of one folding. scopes: names, outermost first. when: conditions around the statement."""

    code: Code
    invoke: Callable[[Machine, Function, Sequence[Value]], Value]
    statement: Callable[[Machine, int, int], int]
    scopes: tuple[dict[str, Value], ...] = ({},)
    steps: int = MOST_STEPS
    text: int = MOST_TEXT
    depth: int = 0
    layer: int = 0
    muted: int = 0
    origin: int = -1  # offset in the outermost script while code of a deeper layer is read
    here: int = 0
    when: list[frozenset[str]] = field(default_factory=list)
    techniques: dict[str, int] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    elements: list[tuple[Element, int, frozenset[str]]] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    deepest: int = 0

    def step(self, count: int = 1) -> None:
        """Counts an expression, or as much work as so many are. Raises Exhausted."""
        self.steps -= count
        if self.steps < 0:
            raise Exhausted

    def made(self, text: str) -> str:
        """Counts a string that was made. Raises Exhausted."""
        self.text -= len(text)
        if self.text < 0 or len(text) > LONGEST:
            raise Exhausted
        return text

    def used(self, technique: str, times: int = 1) -> None:
        """Notes a way of hiding text in a script."""
        if not self.muted:
            self.techniques[technique] = self.techniques.get(technique, 0) + times

    def read(self, name: str) -> Value:
        """The value of a name; a name that nobody set is the browser's."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return Host(name)

    def set(self, name: str, value: Value, *, declare: bool = False) -> None:
        """Sets a name where it is declared, else globally."""
        if self.muted:
            return
        if not declare:
            for scope in reversed(self.scopes):
                if name in scope:
                    scope[name] = value
                    return
        scope = self.scopes[-1 if declare else 0]
        if len(scope) < 5_000:
            scope[name] = value

    def conditions(self) -> frozenset[str]:
        """What the conditions around the current statement depend on."""
        return frozenset().union(*self.when) if self.when else frozenset()

    @property
    def at(self) -> int:
        """Offset of the current statement in the outermost script."""
        return self.origin if self.origin >= 0 else self.here

    def write(self, markup: str, how: str, found: str = "") -> None:
        """Notes markup that the script puts into the page."""
        if not self.muted and markup and len(self.written) < MOST_EFFECTS:
            self.deepest = max(self.deepest, self.layer)
            self.written.append(Written(self.made(markup), how, self.at, self.conditions(), found))

    def redirect(self, target: Value) -> None:
        """Notes an address that the script goes to."""
        if not self.muted and isinstance(target, str) and len(self.redirects) < MOST_EFFECTS:
            self.deepest = max(self.deepest, self.layer)
            self.redirects.append(Redirect(target[:2_000], self.at, self.conditions()))

    def make(self, tag: str) -> Element:
        """Notes an element that the script makes."""
        element = Element(tag.lower()[:40])
        if not self.muted and len(self.elements) < MOST_EFFECTS:
            self.deepest = max(self.deepest, self.layer)
            self.elements.append((element, self.at, self.conditions()))
        return element

    def layered(self, source: str) -> Code | None:
        """Code that the script makes and runs, as tokens; None where that goes too deep."""
        if self.muted or self.layer >= MOST_LAYERS or not source.strip():
            return None
        self.step(len(source) // 10)
        return tokenise(source)
