"""How spam is kept from visitors' eyes, and broken CSS that keeps nothing from them.

Techniques carry the names of `values.HIDING`. A CSS technique is a row of declarations with {n}, {neg}
and {tiny} for numbers; it is written on the element, or in a rule for its class, its id, its parent, or
its children. What is no CSS wraps the markup in an element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import pseudoword

if TYPE_CHECKING:
    from random import Random

CSS = {
    "display": ("display:none", "display:none", "display: none", "position:absolute;display:none"),
    "visibility": ("visibility:hidden", "visibility:collapse", "visibility:hidden;position:absolute"),
    "opacity": ("opacity:0", "opacity:0;position:absolute", "opacity:0.0;z-index:1"),
    "offscreen": (
        "position:absolute;left:-{n}px", "position:absolute;top:-{n}px", "position:fixed;left:-{n}px;top:-{n}px",
        "position:absolute;left:-{n}px;top:0", "position:relative;left:-{n}px", "position:absolute;right:-{n}px",
        "text-indent:-{n}px", "margin-left:-{n}px", "position:absolute;left:-{em}em", "position:absolute;left:-{em}rem",
        "position:absolute;left:-{em}vw", "position:absolute;left:-{em}%;top:-{em}%", "position:absolute;clip:auto;top:-{n}px",
        "transform:translateX(-{n}px)", "position:absolute;transform:translate(-{n}px,-{n}px)", "position:fixed;top:-{em}vh",
    ),
    "size": (
        "width:{tiny}px;height:{tiny}px;overflow:hidden", "position:absolute;overflow:hidden;height:0;width:0",
        "overflow:hidden;height:{tiny}px", "max-height:0;overflow:hidden", "height:{tiny}px;width:{tiny}pt;overflow:auto",
        "transform:scale(0)", "display:block;overflow:hidden;height:{tiny}px;width:{tiny}px",
    ),
    "font": ("font-size:0", "font-size:{tiny}px", "font-size:0;line-height:0", "font-size:{tiny}px;color:#fff", "font-size:0%"),
    "clip": (
        "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(100%)", "position:absolute;clip:rect(1px 1px 1px 1px)",
        "clip-path:circle(0)", "position:absolute;clip:rect(0px,0px,0px,0px);overflow:hidden",
    ),
    "covered": (
        "position:fixed;z-index:-{n};left:0", "position:absolute;z-index:-1", "position:relative;z-index:-{n}",
    ),
    "colour": (
        "color:#fff;background:#fff", "color:#ffffff;background-color:white", "color:transparent",
        "color:rgba(0,0,0,0)", "background:#f5f5f5;color:#f6f6f6", "color:#FFF;background-color:#fefefe",
        "color:rgb(255,255,255);background-color:rgb(255,255,254)",
    ),
}  # fmt: skip
WRAPPED = {
    "noscript": ("<noscript>", "</noscript>"),
    "template": ("<template>", "</template>"),
    "object": (
        '<object data="{word}.swf" type="application/x-shockwave-flash" width="1" height="1">',
        "</object>",
    ),
    "details": ("<details><summary></summary>", "</details>"),
    "moved": ('<marquee scrollamount="{n}" width="1" height="1">', "</marquee>"),
}
_MOVED = (
    '<marquee scrollamount="{n}" width="{tiny}" height="{tiny}">', '<marquee style="width:{tiny}px;height:{tiny}px">',
    '<MARQUEE scrollAmount={n} scrollDelay={n} height=1 width=4>',
)  # fmt: skip
_HIDDEN = ("hidden", 'hidden=""', "hidden=hidden", "HIDDEN", 'hidden="until-found"')
# What hackers meant to hide and did not: units, colons, semicolons and names are wrong.
BROKEN = (
    "position:absolute;left:-{n}", "position: absolute top: 0px left: -{n}px", "dispaly:none", "display=none",
    "visibility;hidden", "text-indent:-{n}", "position:absolut;left:-{n}px", "display:non", "left:-{n}px",
    "position:absolute;left:-{n} px", "opacity=0", "font-size:-{n}px", "z-index:-{n}", "display;none",
    "overflow:hidden;width:1", "position:absolute left:-{n}px",
)  # fmt: skip
# Those that work on a few words of a sentence without breaking it in two.
INLINE_TECHNIQUES = ("display", "visibility", "opacity", "font", "colour", "clip")
TECHNIQUES = (*CSS, *WRAPPED, "attribute", "script")
_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|h\d|table|tr|td|section|article|center|blockquote|marquee)\b", re.I)
_BLOCK_TAGS = ("div", "div", "div", "section", "article", "center", "font", "aside")
_INLINE_TAGS = ("span", "span", "font", "b", "i", "strong", "small", "em", "u")
_ANY_TAGS = (*_BLOCK_TAGS, *_INLINE_TAGS, "p", "h1")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Markup in its hiding place, and the CSS it needs in a style sheet ("" where it needs none)."""

    html: str
    style: str


def _numbers(rng: Random, text: str) -> str:
    far = rng.choice((9999, 9999, 10000, 5000, 99999, rng.randint(1100, 9900)))
    slots = {"n": far, "em": rng.randint(150, 999), "tiny": rng.choice((0, 1, 1, 2))}
    return text.format(**slots, word=pseudoword(rng))


def _careless(rng: Random, css: str) -> str:
    """The declarations as hand and robot write them: spaces, capitals, comments, repetition, !important."""
    roll = rng.random()
    if roll < 0.35:
        return css
    if roll < 0.6:
        return css.replace(":", ": ").replace(";", "; ") + ";"
    if roll < 0.7:
        return ";".join(f"{part} !important" for part in css.split(";"))
    if roll < 0.8:
        return css.upper() + ";"
    if roll < 0.87:
        return css.replace(":", ":/**/", 1)
    first = css.split(";")[0]
    return (
        f"{first};{css};color:{rng.choice(('red', '#333', 'blue'))}"
        if "color" not in css
        else f"{first};{css}"
    )


def _label(rng: Random) -> str:
    word = pseudoword(rng)
    day = f"{rng.randint(1, 28):02}-{rng.randint(1, 12):02}-{rng.randint(2012, 2026)}"
    return rng.choice((f"{word[:3]}{rng.randint(1, 9)}", f"footer-{day}", f"wp-{word}", f"{word}-box", f"w{rng.getrandbits(24):x}",
                       "footer-links", "related", f"{word}_{rng.randint(1, 99)}", "sponsors", "hidden-links"))  # fmt: skip


def _tag(rng: Random, markup: str) -> str:
    return rng.choice(_BLOCK_TAGS if _BLOCK.search(markup) else _ANY_TAGS)


def hide_css(rng: Random, markup: str, technique: str) -> Hidden:
    """The markup under one of the CSS techniques, inline or through a rule of a style sheet."""
    css = _careless(rng, _numbers(rng, rng.choice(CSS[technique])))
    tag = _tag(rng, markup)
    if "width" in css or "height" in css or "indent" in css or "overflow" in css or "transform" in css:
        tag = "div" if "position:absolute" not in css.lower() else tag  # inline boxes have no size
    return _inline(rng, markup, tag, css) if rng.random() < 0.6 else _by_rule(rng, markup, tag, css)


def hide_inline(rng: Random, markup: str, technique: str) -> Hidden:
    """Markup of a sentence under one of INLINE_TECHNIQUES, in an element that may stand inside a sentence."""
    css = _careless(rng, _numbers(rng, rng.choice(CSS[technique])))
    return _inline(rng, markup, rng.choice(_INLINE_TAGS), css)


def _inline(rng: Random, markup: str, tag: str, css: str) -> Hidden:
    quote = rng.choice(('"', '"', '"', "'"))
    label = f' class="{_label(rng)}"' if rng.random() < 0.25 else ""
    end = "" if tag == "p" and rng.random() < 0.3 else f"</{tag}>"  # any other would hide the page as well
    return Hidden(f"<{tag}{label} style={quote}{css}{quote}>{markup}{end}", "")


def _by_rule(rng: Random, markup: str, tag: str, css: str) -> Hidden:
    name, outer = _label(rng), pseudoword(rng)
    attribute, selector = rng.choice((
        (f'class="{name}"', f".{name}"), (f'id="{name}"', f"#{name}"), (f'class="{name}"', f"{tag}.{name}"),
        (f'class="{outer} {name}"', f".{outer}.{name}"), (f'class="{name}"', f'{tag}[class="{name}"]'),
        (f'class="{name}"', f"body .{name}"), (f'id="{name}"', f"body {tag}#{name}"),
    ))  # fmt: skip
    shown = f"<{tag} {attribute}>{markup}</{tag}>"
    if rng.random() < 0.15:
        shown, selector = (
            f'<div class="{outer}">{shown}</div>',
            f".{outer} > {selector.removeprefix('body ')}",
        )
    form = rng.choice(
        (
            "{s}{{{c}}}",
            "{s} {{ {c} }}",
            ".{w}{{margin:0}}\n{s}{{{c}}}",
            ".{w},{s}{{{c}}}",
            "{s}{{\n  {c}\n}}\n",
        )
    )
    return Hidden(shown, form.format(s=selector, c=css, w=pseudoword(rng)))


def _wrap(rng: Random, markup: str, technique: str) -> Hidden:
    opening, closing = WRAPPED[technique]
    if technique == "moved":
        opening = rng.choice(_MOVED)
    return Hidden(f"{_numbers(rng, opening)}{markup}{closing}", "")


def _by_attribute(rng: Random, markup: str) -> Hidden:
    tag = _tag(rng, markup)
    return Hidden(f"<{tag} {rng.choice(_HIDDEN)}>{markup}</{tag}>", "")


def _by_script(rng: Random, markup: str) -> Hidden:
    """A wrapper opened by document.write from split strings; the links stand in the open markup."""
    tag = f'<div style="position:absolute;left:-{rng.randint(1000, 9999)}px;">'
    parts, at = [], 0
    while at < len(tag):
        step = rng.randint(2, 4)
        parts.append(f"'{tag[at : at + step]}'")
        at += step
    closing = "<script>document.write('</d'+'iv>');</script>"
    return Hidden(
        f"<script>document.write ({' + '.join(parts)});</script>\n<div>{markup}</div>\n{closing}", ""
    )


def hide(rng: Random, markup: str, technique: str) -> Hidden:
    """The markup hidden by one of TECHNIQUES."""
    if technique == "script":
        return _by_script(rng, markup)
    if technique == "attribute":
        return _by_attribute(rng, markup)
    return _wrap(rng, markup, technique) if technique in WRAPPED else hide_css(rng, markup, technique)


def fail_to_hide(rng: Random, markup: str) -> Hidden:
    """The markup with CSS that was meant to hide it and is broken, so that everybody sees it."""
    css = _numbers(rng, rng.choice(BROKEN))
    if rng.random() < 0.7:
        return Hidden(f'<div style="{css}{rng.choice((";", ""))}">{markup}</div>', "")
    name = _label(rng)
    return Hidden(f'<div class="{name}">{markup}</div>', f".{name}{{{css}}}")
