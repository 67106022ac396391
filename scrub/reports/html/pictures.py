"""Screenshots of rendered pages, with what was found marked."""

from __future__ import annotations

import base64

from scrub.findings import Screenshot, SiteReport
from scrub.reports.html.markup import Markup, element
from scrub.reports.html.places import shortened

# Of all pictures together, before Base64: a report should still go by mail.
_BYTES = 8_000_000
_TYPES = ("image/jpeg", "image/png", "image/webp")


def section(report: SiteReport) -> Markup:
    """The pictures, as many as there is room for; empty where no page was rendered."""
    shown: list[Markup] = []
    room = _BYTES
    for screenshot in report.screenshots:
        if screenshot.media_type in _TYPES and len(screenshot.image) <= room:
            room -= len(screenshot.image)
            shown.append(_picture(screenshot))
    if not shown:
        return Markup("")
    rest = len(report.screenshots) - len(shown)
    return element(
        "section",
        element("h2", "As a browser shows it", id="rendered-title"),
        element(
            "p", "Solid frames are around what readers see, broken ones around what was hidden from them."
        ),
        element("div", *shown, class_="pictures"),
        element("p", f"{rest:,} more pictures had no room here", class_="remark") if rest else None,
        id="rendered",
        aria_labelledby="rendered-title",
    )


def _picture(screenshot: Screenshot) -> Markup:
    address = f"data:{screenshot.media_type};base64,{base64.b64encode(screenshot.image).decode()}"
    image = element(
        "img",
        src=address,
        width=screenshot.width,
        height=screenshot.height,
        alt=f"Screenshot of {shortened(screenshot.url)} with findings marked",
        loading="lazy",
    )
    frame = element(
        "div", image, class_="frame", tabindex=0, role="group", aria_label=f"Screenshot of {screenshot.url}"
    )
    return element(
        "figure", element("figcaption", element("code", shortened(screenshot.url))), frame, class_="card"
    )
