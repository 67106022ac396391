"""Plots of the classifier's figures as SVG: a reliability diagram, a harm curve, bars by group.

Written by hand: three pictures do not pay for a plotting library. Their colours follow the reader's
light or dark theme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 520, 340, 64, 34, 48
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:14px;font-weight:600}"
    ".axis{stroke:#999}.grid{stroke:#ddd}.line{fill:none;stroke:#0b6e99;stroke-width:2}"
    ".dot,.bar{fill:#0b6e99}.ideal{stroke:#999;stroke-dasharray:4 4}.goal{stroke:#c2410c;stroke-dasharray:4 4}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#777}.grid{stroke:#3a3a3a}"
    ".line{stroke:#5cc0e8}.dot,.bar{fill:#5cc0e8}.goal{stroke:#fb923c}}"
)


def reliability(bins: Sequence[tuple[float, float, int]], error: float) -> str:
    """The reliability diagram. bins: (mean probability, share that is spam, blocks)."""
    most = max((math.log1p(count) for _, _, count in bins), default=1.0)
    dots = "".join(
        f'<circle class="dot" cx="{_x(mean):.1f}" cy="{_y(share):.1f}" r="{3 + 7 * math.log1p(count) / most:.1f}">'
        f"<title>{count} blocks: said {mean:.2f}, were {share:.2f}</title></circle>"
        for mean, share, count in bins
    )
    ideal = f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    line = _line([(mean, share) for mean, share, _ in bins])
    frame = _frame("probability of injection", "share that was injected", _unit_ticks())
    return _svg(f"Reliability: expected calibration error {error:.3f}", frame + ideal + line + dots)


def harm_curve(points: Sequence[tuple[float, float, float]]) -> str:
    """Recall against harm. points: (max harm asked for, harm measured, recall), shares."""
    exponents = [math.log10(max(asked, 1e-9)) for asked, _, _ in points]
    low, high = math.floor(min(exponents, default=-6)), math.ceil(max(exponents, default=-2))
    span = max(high - low, 1)
    at = [((e - low) / span, recall) for e, (_, _, recall) in zip(exponents, points, strict=True)]
    dots = "".join(
        f'<circle class="dot" cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4">'
        f"<title>asked {asked:.0e}, measured {harm:.1e}, recall {recall:.3f}</title></circle>"
        for (x, y), (asked, harm, recall) in zip(at, points, strict=True)
    )
    ticks = [((k - low) / span, f"1e{k}") for k in range(low, high + 1)]
    frame = _frame("--max-harm: share of honest characters", "recall of injected blocks", ticks)
    return _svg("What more harm would buy", frame + _line(at) + dots)


def bars(title: str, shares: Mapping[str, tuple[float, int]], goal: float | None = None) -> str:
    """One bar for each group. shares: name -> (share, how many it was measured on)."""
    step = 22
    height = _TOP + step * len(shares) + 34
    left, right = 170, _WIDTH - 70
    rows = []
    for k, (name, (share, count)) in enumerate(shares.items()):
        y = _TOP + 6 + step * k
        width = (right - left) * min(max(share, 0.0), 1.0)
        rows.append(
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="bar" x="{left}" y="{y}" width="{width:.1f}" height="16" rx="2"/>'
            f'<text x="{left + width + 6:.1f}" y="{y + 13}">{share:.2f} <tspan opacity=".6">({count})</tspan></text>'
        )
    if goal is not None:
        x = left + (right - left) * goal
        rows.append(f'<line class="goal" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{height - 28}"/>')
        rows.append(f'<text x="{x:.1f}" y="{height - 12}" text-anchor="middle">goal {goal:.2f}</text>')
    return _svg(title, "".join(rows), height)


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - 24)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)


def _unit_ticks() -> list[tuple[float, str]]:
    return [(k / 5, f"{k / 5:.1f}") for k in range(6)]


def _line(points: Iterable[tuple[float, float]]) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="line" points="{path}"/>'


def _frame(below: str, beside: str, ticks: Iterable[tuple[float, str]]) -> str:
    """Axes and grid; the vertical axis goes from 0 to 1."""
    parts = [
        f'<line class="grid" x1="{_x(0)}" y1="{_y(k / 5)}" x2="{_x(1)}" y2="{_y(k / 5)}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(k / 5) + 4:.1f}" text-anchor="end">{k / 5:.1f}</text>'
        for k in range(6)
    ]
    parts += [
        f'<text x="{_x(at):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{escape(name)}</text>'
        for at, name in ticks
    ]
    middle = (_y(0) + _y(1)) / 2
    parts += [
        f'<line class="axis" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(0)}"/>',
        f'<text x="{_x(0.5):.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(below)}</text>',
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">{escape(beside)}</text>',
    ]
    return "".join(parts)


def _svg(title: str, inside: str, height: int = _HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<text class="title" x="16" y="20">{escape(title)}</text>{inside}</svg>\n'
    )
