"""A file imports only from below its own layer, and heavy libraries have one room each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scrub"

# Room: layer. A room imports from lower layers and from itself; `scrub/__init__.py` is a list of doors.
LAYERS = {
    "errors": 0,
    "findings": 0,
    "locations": 0,
    "options": 0,
    "shape": 0,
    "values": 0,
    "version": 0,
    "dense": 1,
    "native": 0,
    "encoding": 1,
    "fingerprints": 1,
    "model_files": 1,
    "places": 1,
    "scripts": 1,
    "text": 1,
    "urls": 1,
    "workers": 1,
    "parser": 2,
    "signals": 3,
    "classifier": 4,
    "extractor": 4,
    "policy": 5,
    "reasons": 5,
    "auditor": 6,
    "campaigns": 6,
    "cleaner": 6,
    "api": 7,
    "browser": 7,
    "fetcher": 7,
    "inputs": 7,
    "outputs": 7,
    "reports": 7,
    "batch": 8,
    "evaluator": 8,
    "runner": 8,
    "survey": 8,
    "trainer": 8,
    "commands": 9,
}
# Inside a layer: options and values raise errors; verdicts carry reasons; out-of-fold figures take
# a fit for every fold; the browser goes where the fetcher would.
NEIGHBOURS = {
    ("options", "errors"),
    ("values", "errors"),
    ("policy", "reasons"),
    ("evaluator", "trainer"),
    ("browser", "fetcher"),
    ("fingerprints", "text"),
}

ONLY_IMPORTERS = {
    "selectolax": {"parser"},
    "httpx": {"fetcher"},
    "playwright": {"browser"},
    "protego": {"fetcher"},
    "sklearn": {"trainer", "evaluator"},
    "scipy": {"trainer", "evaluator"},
    "rich": {"reports", "commands"},
    "click": {"commands"},
}

FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _absolute(node: ast.ImportFrom, package: list[str]) -> str:
    above = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def package_of(path: Path) -> list[str]:
    return list(path.relative_to(ROOT).parent.parts)


def imported_modules(source: str, package: list[str]) -> Iterator[str]:
    """Every module a source imports when it runs, nested imports included, type checking left out."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, package)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        waiting += ast.iter_child_nodes(node)


def rooms_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in imported_modules(path.read_text("utf-8"), package_of(path)))
    return {parts[1] for parts in names if parts[0] == "scrub" and len(parts) > 1} - {"__version__"}


def test_imports_are_read_wherever_they_hide() -> None:
    source = """
import scrub.a
from scrub import b
from ..f import u
from . import g
if TYPE_CHECKING:
    from scrub import not_this
else:
    from scrub.c import x
def f():
    from scrub.d import y
    try:
        import scrub.e as z
    except ImportError:
        pass
"""
    found = set(imported_modules(source, ["scrub", "room"]))
    assert {"scrub.a", "scrub.b", "scrub.c", "scrub.d", "scrub.e", "scrub.f", "scrub.room.g"} <= found
    assert not any("not_this" in name for name in found)


def test_every_room_has_a_layer() -> None:
    assert {room_of(path) for path in FILES} - {"__init__"} <= LAYERS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_imports_only_from_below(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert rooms_imported(path) <= {"version"}
        return
    for other in rooms_imported(path) - {room}:
        allowed = LAYERS[other] < LAYERS[room] or (room, other) in NEIGHBOURS
        assert allowed, f"layer {LAYERS[room]} imports {other} of layer {LAYERS[other]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_heavy_libraries_have_one_room_each(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imported_modules(path.read_text("utf-8"), package_of(path))}
    for library in libraries & ONLY_IMPORTERS.keys():
        assert room_of(path) in ONLY_IMPORTERS[library], f"{library} belongs to {ONLY_IMPORTERS[library]}"
