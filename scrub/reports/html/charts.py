"""Charts: text stays text, so that it is read aloud, wraps and prints; only the ink is SVG."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import NamedTuple

from scrub.reports.html.markup import Markup, element, join


class Bar(NamedTuple):
    """A row of a bar chart; tone names its colour, note stands behind the number."""

    label: str
    number: int
    tone: str = "accent"
    note: str = ""


def bars(title: str, rows: Sequence[Bar], most: int = 8, remark: str = "") -> Markup:
    """Horizontal bars, the longest first; what does not fit is counted below. Empty without rows."""
    if not rows:
        return Markup("")
    ordered = sorted(rows, key=lambda bar: -bar.number)
    longest = max(bar.number for bar in ordered) or 1
    shown = join(_row(bar, longest) for bar in ordered[:most])
    rest = ordered[most:]
    more = f"and {len(rest):,} more rows, with {sum(bar.number for bar in rest):,} in all" if rest else None
    return element(
        "figure",
        element("figcaption", title),
        element("p", remark, class_="remark") if remark else None,
        element("ul", shown, class_="bars"),
        element("p", more, class_="remark") if more else None,
        class_="card chart",
    )


def _row(bar: Bar, longest: int) -> Markup:
    width = max(100 * bar.number / longest, 1.5)
    ink = element("rect", width=f"{width:.2f}", height=8, rx=1.5, class_=f"ink-{bar.tone}")
    track = element("rect", width=100, height=8, rx=1.5, class_="track")
    svg = element("svg", track, ink, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")
    count = element("span", f"{bar.number:,}", class_="count")
    note = element("span", f" {bar.note}", class_="note") if bar.note else None
    return element(
        "li", element("span", bar.label, class_="label", title=bar.label), svg, element("span", count, note)
    )


class Slice(NamedTuple):
    """A part of a ring."""

    label: str
    number: int
    tone: str


def ring(title: str, slices: Sequence[Slice], middle: str, below: str) -> Markup:
    """A ring of the slices, with a number in its middle and a legend beside it."""
    total = sum(one.number for one in slices) or 1
    radius = 42
    around = 2 * pi * radius
    arcs, begun = [], 0.0
    for one in slices:
        length = around * one.number / total
        if length:
            arcs.append(_arc(radius, length, around, begun, one.tone))
        begun += length
    svg = element(
        "svg",
        element("circle", cx=60, cy=60, r=radius, class_="track"),
        *arcs,
        viewBox="0 0 120 120",
        aria_hidden="true",
        focusable="false",
    )
    words = element("p", element("strong", middle), element("span", below), class_="middle")
    legend = element("ul", *(_key(one, total) for one in slices), class_="legend")
    return element(
        "figure",
        element("figcaption", title),
        element("div", element("div", svg, words, class_="dial"), legend, class_="ring"),
        class_="card chart",
    )


def _arc(radius: int, length: float, around: float, begun: float, tone: str) -> Markup:
    gap = 1.5 if length < around - 1 and length > 3 else 0.0
    return element(
        "circle",
        cx=60,
        cy=60,
        r=radius,
        class_=f"line-{tone}",
        stroke_dasharray=f"{length - gap:.3f} {around - length + gap:.3f}",
        stroke_dashoffset=f"{around / 4 - begun:.3f}",
    )


def _key(one: Slice, total: int) -> Markup:
    share = f"{100 * one.number / total:.0f} %" if one.number else "none"
    return element(
        "li",
        element("span", class_=f"dot fill-{one.tone}", aria_hidden="true"),
        element("span", one.label, class_="label"),
        element("span", element("strong", f"{one.number:,}"), f" {share}", class_="note"),
    )
