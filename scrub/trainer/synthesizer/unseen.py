"""Honest hidden text: what pages hide for good reasons, from screen-reader words to accordions."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .lists import city_list, language_menu, link_list, product_list, recipe_list, related
from .piece import Draft
from .prose import sentence, theme, topic_article
from .words import pseudoword

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon

# Class names and rules by which sites hide words from the eye and keep them for screen readers.
_READER_RULES = (
    ".{c}{{position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);border:0}}",
    ".{c}{{position:absolute!important;clip:rect(1px,1px,1px,1px);height:1px;width:1px;overflow:hidden}}",
    ".{c}{{position:absolute;left:-9999px}}",
    ".{c}{{clip-path:inset(50%);height:1px;overflow:hidden;position:absolute;white-space:nowrap;width:1px}}",
)
_READER_NAMES = (
    "sr-only",
    "screen-reader-text",
    "visually-hidden",
    "visuallyhidden",
    "element-invisible",
    "a11y-hidden",
    "hide-text",
)


def reader_text(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Words for screen readers, and the link that skips the menu."""
    name = rng.choice(_READER_NAMES)
    rule = rng.choice(_READER_RULES).format(c=name) if rng.random() < 0.8 else ""
    text = html.escape(rng.choice(lexicon.labels))
    markup = rng.choice((f'<a class="{name}" href="#content">{text}</a>', f'<span class="{name}">{text}</span>',
                         f'<h2 class="{name}">{text}</h2>', f'<a class="skip-link {name}" href="#main">{text}</a>'))  # fmt: skip
    return Draft(
        markup, "hidden_honest", ("first_in_body", "footer", "mid_article"), "reader" if rule else "", rule
    )


def honeypot(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A form field no person sees, so that robots fill it."""
    style = rng.choice(
        (
            "position:absolute;left:-5000px;",
            "display:none",
            "position: absolute; top: -9999px",
            "visibility:hidden",
        )
    )
    text = html.escape(lexicon.labels[6])
    field = f'<input type="text" name="b_{rng.getrandbits(40):x}" tabindex="-1" value="" autocomplete="off">'
    hiding = "display" if "display" in style else "visibility" if "visib" in style else "offscreen"
    return Draft(f'<div style="{style}" aria-hidden="true"><label>{text} {field}</label></div>', "hidden_honest",
                 ("end_of_article", "footer"), hiding)  # fmt: skip


def cookie_dialog(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The notice that shows itself by script."""
    text = html.escape(rng.choice(lexicon.cookies), quote=False)
    buttons = "".join(f"<button>{html.escape(label)}</button>" for label in rng.sample(lexicon.labels, 2))
    opening = rng.choice(('<div id="cookie-banner" style="display:none">', '<div class="cookie-notice" hidden>',
                          '<dialog id="consent" hidden>', '<div role="dialog" aria-hidden="true" style="visibility:hidden">'))  # fmt: skip
    closing = "</dialog>" if opening.startswith("<dialog") else "</div>"
    hiding = "display" if "display" in opening else "visibility" if "visibility" in opening else "attribute"
    return Draft(
        f"{opening}<p>{text}</p>{buttons}{closing}",
        "hidden_honest",
        ("after_body", "first_in_body", "footer"),
        hiding,
    )


def accordion(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A question and its answer behind a click."""
    head = html.escape(theme(rng, lexicon, family))
    body = topic_article(rng, lexicon, family).html
    if rng.random() < 0.4:
        return Draft(
            f"<details><summary>{head}</summary>{body}</details>",
            "hidden_honest",
            ("mid_article", "end_of_article"),
            "details",
        )
    name = rng.choice(("accordion-content", "collapse", "faq-answer", "toggle-panel"))
    shut = rng.choice(
        ('style="display:none"', "hidden", 'style="height:0;overflow:hidden" aria-hidden="true"')
    )
    hiding = "display" if "display" in shut else "size" if "height" in shut else "attribute"
    return Draft(
        f'<h3>{head}</h3><div class="{name}" {shut}>{body}</div>',
        "hidden_honest",
        ("mid_article", "end_of_article"),
        hiding,
    )


def tab_panel(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The tab that is not in front: a list or prose."""
    build = rng.choice((city_list, product_list, recipe_list, topic_article, related))
    opening = rng.choice(
        (
            '<div role="tabpanel" aria-hidden="true" style="display:none">',
            '<div class="tab-pane" role="tabpanel" hidden>',
        )
    )
    hiding = "display" if "display" in opening else "attribute"
    return Draft(
        f"{opening}{build(rng, lexicon, family).html}</div>",
        "hidden_honest",
        ("mid_article", "end_of_article"),
        hiding,
    )


def dropdown(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A menu that opens on a click: pages, places, languages, partners."""
    build = rng.choice((city_list, language_menu, product_list, link_list))
    name = f"{rng.choice(('sub-menu', 'dropdown', 'nav-flyout', 'mega'))}-{pseudoword(rng, 1)}"
    rule = rng.choice(
        (
            "display:none",
            "visibility:hidden;opacity:0",
            "max-height:0;overflow:hidden",
            "position:absolute;left:-9999px",
        )
    )
    hiding = {"d": "display", "v": "visibility", "m": "size", "p": "offscreen"}[rule[0]]
    inner = build(rng, lexicon, family).html
    return Draft(
        f'<nav class="{name}">{inner}</nav>',
        "hidden_honest",
        ("first_in_body", "footer", "widget"),
        hiding,
        f".{name}{{{rule}}}",
    )


def translation(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """The same sentence for readers of another language, shown when they choose it."""
    told = html.escape(sentence(rng, lexicon, family), quote=False)
    opening = rng.choice((f'<div lang="{lexicon.language}" data-i18n-lang="{lexicon.language}" style="display:none">',
                          f'<p class="lang-{lexicon.language}" lang="{lexicon.language}" hidden>'))  # fmt: skip
    closing = "</p>" if opening.startswith("<p") else "</div>"
    hiding = "display" if "display" in opening else "attribute"
    return Draft(f"{opening}{told}{closing}", "hidden_honest", ("mid_article", "end_of_article"), hiding)


def fallback(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """What browsers without scripts are told, or an icon's name behind its picture."""
    text = html.escape(rng.choice((*lexicon.cookies, *lexicon.labels)), quote=False)
    if rng.random() < 0.5:
        return Draft(
            f"<noscript><p>{text}</p></noscript>", "hidden_honest", ("first_in_body", "footer"), "noscript"
        )
    style = rng.choice(("text-indent:-9999px", "font-size:0"))
    hiding = "font" if "font" in style else "offscreen"
    markup = f'<a href="/" class="logo" style="display:block;{style}">{text}</a>'
    return Draft(markup, "hidden_honest", ("first_in_body", "footer"), hiding)
