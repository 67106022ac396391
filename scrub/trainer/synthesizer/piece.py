"""The value the synthesizer makes: one block, honest or injected, ready to be placed into a page."""

from __future__ import annotations

from dataclasses import dataclass

PLACEMENTS = (
    "end_of_article", "mid_article", "footer", "after_body", "first_in_body", "widget", "comments",
    "in_sentence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be placed into a page.

    html is its markup, "" where it exists as text only. text is what a text extractor leaves of it,
    lines separated by line feeds. family is a name of `values.FAMILIES`: what spam sells, or what an
    innocent only speaks about. hiding names the technique (a name of `values.HIDING`, or "template"
    or "script"), "" where nothing is hidden, broken CSS included. style is CSS that must stand in a
    <style> of the page for the hiding to work. placement is one of PLACEMENTS.
    as_text is the share of such pieces that belong into the text of a page and not into its markup.
    """

    html: str
    text: str
    spam: bool
    family: str
    language: str
    kind: str
    hiding: str
    style: str
    placement: str
    as_text: float = 0.5


@dataclass(frozen=True, slots=True)
class Draft:
    """What a builder hands over: markup, its kind, and the places and hidings that suit it."""

    html: str
    kind: str
    placements: tuple[str, ...] = ("end_of_article", "mid_article", "footer", "first_in_body", "widget")
    hiding: str = ""
    style: str = ""
    as_text: float = 0.5
