"""A folder: its pages and archives and those of all folders in it, sorted; no symbolic link leads out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scrub.inputs import file
from scrub.inputs.failure import Failure, reason_of
from scrub.inputs.formats import FORMATS, is_gathered, suffix_of
from scrub.inputs.reading import Reading
from scrub.values import Page

# What sites are written in, besides pages: Markdown, programs that print pages, and templates of all sorts.
WRITTEN = frozenset(
    {
        ".md",
        ".markdown",
        ".php",
        ".phtml",
        ".inc",
        ".tpl",
        ".twig",
        ".liquid",
        ".hbs",
        ".handlebars",
        ".mustache",
    }
    | {".njk", ".ejs", ".erb", ".j2", ".jinja", ".jinja2", ".jsp", ".asp", ".aspx", ".cshtml"}
)


def matches(name: str) -> bool:
    """Whether a folder stands under this name."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def read(name: str, reading: Reading) -> Iterator[Page | Failure]:
    """The pages of the folder in the order of their paths; files of other formats are passed over."""
    empty = True
    for found in _walk(Path(name), reading.kind, written=reading.written):
        empty = False
        if isinstance(found, Failure):
            yield found
        else:
            yield from file.read(str(found), reading)
    if empty:
        yield Failure(name, f"holds no {_sought(reading.kind)} file{_besides(reading)}")


def names(name: str, kind: str | None) -> list[str]:
    """The names of the files that `read` would read; the folder's own where there are none."""
    found = [one.source if isinstance(one, Failure) else str(one) for one in _walk(Path(name), kind)]
    return found or [name]


def _sought(kind: str | None) -> str:
    rows = [row for row in FORMATS.values() if (row.gathered if kind is None else row.name == kind)]
    *rest, last = [suffix for row in rows for suffix in row.suffixes]
    return f"{', '.join(rest)} or {last}" if rest else last


def _besides(reading: Reading) -> str:
    return ", no Markdown and no template" if reading.written and reading.kind is None else ""


def _walk(root: Path, kind: str | None, *, written: bool = False) -> Iterator[Path | Failure]:
    failures: list[OSError] = []
    real_root = root.resolve()
    for folder, folders, names in os.walk(root, onerror=failures.append):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            sought = is_gathered(name, kind) or (
                written and kind is None and suffix_of(name).lower() in WRITTEN
            )
            if sought and _is_inside(path, real_root):
                yield path
    for error in failures:
        yield Failure(str(error.filename), reason_of(error))


def _is_inside(path: Path, root: Path) -> bool:
    """Whether the path is a regular file that, links resolved, stands below the root."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except OSError:
        return False
