"""The few icons of the report, as SVG of 24 by 24."""

from __future__ import annotations

from scrub.reports.html.markup import Markup, element

_PATHS = {
    "brush": ("M14 4l6 6-3 3-6-6z", "M11 7l-7 7c-1 3 0 5 0 6 1 0 3 1 6 0l7-7", "M8 15l3 3"),
    "compromised": ("M12 3l9.5 17h-19z", "M12 9.5v5", "M12 17.2v.3"),
    "suspect": ("M12 3a9 9 0 100 18 9 9 0 000-18z", "M12 7.5v5.5", "M12 16v.3"),
    "clean": ("M12 3a9 9 0 100 18 9 9 0 000-18z", "M8 12.3l2.8 2.7L16 9.5"),
    "unchecked": ("M12 3a9 9 0 100 18 9 9 0 000-18z", "M9.5 9.5a2.5 2.5 0 113.6 2.2c-.8.5-1.1 1-1.1 1.8", "M12 16.5v.3"),
    "hidden": ("M3 3l18 18", "M10 5.3A9.7 9.7 0 0112 5c5 0 8.500 4 10 7a14 14 0 01-3 4", "M6.500 6.800A14 14 0 002 12c1.500 3 5 7 10 7 1.800 0 3.400-.5 4.700-1.200"),
    "search": ("M11 4a7 7 0 100 14 7 7 0 000-14z", "M16 16l5 5"),
}  # fmt: skip


def icon(name: str) -> Markup:
    """The icon, for the eye only: words stand beside it."""
    paths = (element("path", d=d) for d in _PATHS[name])
    return element("svg", *paths, class_="icon", viewBox="0 0 24 24", aria_hidden="true", focusable="false")
