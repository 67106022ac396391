"""Declarations that hide and declarations that do not, and ways to put them on an element."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scrub.parser.hiding import hidden_elements
from scrub.values import hiding_names

# Declarations that hide -> the mechanisms they hide by.
HIDES = {
    "display:none": "display",
    "DISPLAY : NONE !important": "display",
    "display:none !important;display:block": "display",
    "color:red;;display:none;": "display",
    r"dis\70 lay:none": "display",
    r"display:\6eone": "display",
    "display:/* x */none": "display",
    "/*;*/display:none": "display",
    "content:'a;b';display:none": "display",
    "display:none;color:{": "display",
    "visibility:hidden": "visibility",
    "visibility: collapse": "visibility",
    "content-visibility:hidden": "visibility",
    "opacity:0": "opacity",
    "opacity:.0": "opacity",
    "opacity: 0%": "opacity",
    "filter:blur(1px) opacity(0)": "opacity",
    "position:absolute;left:-9999px": "offscreen",
    "position:absolute;left:-5857px": "offscreen",
    "position:fixed;top:-100em": "offscreen",
    "position:relative;left:-9999pt": "offscreen",
    "position:absolute;right:-9999px": "offscreen",
    "position:absolute;left:-200%": "offscreen",
    "position:absolute;top:-150vh": "offscreen",
    "position:absolute;left:-1e4px": "offscreen",
    "position:absolute;left:-62.5rem": "offscreen",
    "position:absolute;inset:0 auto auto -9999px": "offscreen",
    "position:absolute;left:99999px": "offscreen",
    "position:absolute;left:calc(-1 * 9999px)": "offscreen",
    "position:absolute;left:calc(0px - 9999px)": "offscreen",
    "margin-left:-9999px": "offscreen",
    "margin:0 0 0 -9999px": "offscreen",
    "margin-top:-2000px": "offscreen",
    "text-indent:-9999px": "offscreen",
    "text-indent:-999em": "offscreen",
    "transform:translateX(-9999px)": "offscreen",
    "-webkit-transform:translate(-9999px, 0)": "offscreen",
    "translate:-9999px 0": "offscreen",
    "transform:scale(0)": "size",
    "transform:matrix(0,0,0,0,0,0)": "size",
    "scale:0": "size",
    "width:0;height:0;overflow:hidden": "size",
    "overflow:hidden;height:1px": "size",
    "height:2px;overflow:auto": "size",
    "height:6px;width:6px;overflow:hidden": "size",
    "max-height:0;overflow:clip": "size",
    "width:1pt;overflow-x:scroll": "size",
    "font-size:0": "font",
    "font-size:1px": "font",
    "font-size:.1em": "font",
    "font-size:1%": "font",
    "font:0/0 a": "font",
    "font:bold 1px Arial": "font",
    "line-height:0;overflow:hidden": "font",
    "position:absolute;clip:rect(0,0,0,0)": "clip reader",
    "clip-path:inset(50%)": "clip",
    "clip-path:circle(0)": "clip",
    "clip-path:polygon(0 0, 0 0, 0 0)": "clip",
    "position:absolute;z-index:-1": "covered",
    "position:relative;z-index:-9999": "covered",
    "color:transparent": "colour",
    "color:rgba(0,0,0,0)": "colour",
    "color:#ffffff00": "colour",
    "color:#fff;background:#fff": "colour",
    "color:white;background-color:#FEFEFE": "colour",
    "color:rgb(0,0,0);background:#050505": "colour",
    "background-color:hsl(0 0% 100%);color:#fff": "colour",
    "-webkit-text-fill-color:transparent": "colour",
    "position:fixed;z-index:-9999;left:-9999px": "offscreen covered",
    "font-size:1px;color:transparent;opacity:0;position:absolute;z-index:-1": "opacity font covered colour",
    "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(1px 1px 1px 1px)": (
        "size clip reader"
    ),
}

# Declarations that hide nothing, and why.
SHOWS = {
    "": "nothing",
    "display:block": "shown",
    "display:none;display:block": "the later one wins",
    "display:nonee": "no such value",
    "display:none none": "no such value",
    "display:'none'": "a string is no value",
    "display=none": "no declaration",
    "display:no/**/ne": "a comment parts two words",
    "color:red display:none": "the semicolon is missing",
    "--display:none": "a variable",
    "display:var(--none)": "not known",
    "background:url(display:none)": "an address",
    "content:'display:none'": "a string",
    "/*display:none*/": "a comment",
    "visibility:visible": "shown",
    "visibility:hidden;visibility:visible": "the later one wins",
    "backface-visibility:hidden": "another property",
    "opacity:.5": "seen",
    "opacity:1": "seen",
    "opacity:0;opacity:1": "the later one wins",
    "opacity:0px": "no such value",
    "position:absolute;left:-9999": "no unit",
    "position: absolute top: 0px left: -8000px;": "no semicolons",
    "left:-9999px": "not positioned",
    "position:static;left:-9999px": "not positioned",
    "position:absolute;left:-10px": "near",
    "position:absolute;left:- 9999px": "no number",
    "position:absolute;left:-9999 px": "no length",
    "position:absolute;left:-9999px;left:0": "the later one wins",
    "position:absolute;left:50%;margin-left:-200px": "centred",
    "position:absolute;left:-9999px;right:-9999px;margin:auto": "centred in something wide",
    "position:absolute;top:100%": "a menu below its button",
    "margin:-10px": "near",
    "margin-left:-100%": "columns of an old layout",
    "margin-left:-9999px;padding-left:9999px": "a background as wide as the window",
    "margin-bottom:-9999px;padding-bottom:9999px": "columns of equal height",
    "text-indent:-1.5em": "a hanging indent",
    "transform:translate(-50%,-50%)": "centred",
    "transform:translateX(-100%)": "a slide",
    "transform:scale(1.05)": "larger",
    "transform:rotate(45deg)": "turned",
    "width:0;height:0": "it overflows",
    "height:1px": "it overflows",
    "height:0;overflow:visible": "it overflows",
    "max-height:300px;overflow:hidden": "large",
    "width:1px;overflow:inherit": "not known",
    "height:-1px;overflow:hidden": "no size",
    "overflow:hidden": "large",
    "height:0px 0px;overflow:hidden": "no such value",
    "font-size:9px": "small but readable",
    "font-size:80%": "readable",
    "font-size:.7em": "readable",
    "font:12px/1 a": "readable",
    "font-size:1": "no unit",
    "line-height:0": "it overflows",
    "line-height:1;overflow:hidden": "one line",
    "clip:rect(0,0,0,0)": "clip needs a position",
    "position:absolute;clip:rect(0,100px,50px,0)": "a window",
    "position:absolute;clip:auto": "not clipped",
    "clip-path:inset(5%)": "a rim",
    "clip-path:none": "not clipped",
    "z-index:-1": "not positioned",
    "position:relative;z-index:1": "above",
    "color:#fff": "on a background that others set",
    "color:#fff;background:#000": "readable",
    "color:#fff;background:#ccc": "faint, but seen",
    "color:#fff;background:url(a.png) #fff": "on a picture",
    "color:#fff;background:linear-gradient(#000,#fff)": "on a picture",
    "color:transparent;background-clip:text": "text filled with a picture",
    "color:transparent;text-shadow:0 0 5px #000": "a shadow in its shape",
    "border-color:transparent": "another property",
    "background:transparent": "another property",
    "color:rgba(0,0,0,.6)": "seen",
    "color:inherit;background:inherit": "not known",
}

WAYS = {
    "inline": '<div class=w><div id=t style="{quoted}">x</div></div>',
    "class": "<style>.xq1{{{raw}}}</style><div id=t class='a xq1'>x</div>",
    "id": "<style>#t{{{raw}}}</style><div id=t>x</div>",
    "complex": "<style>main > .w .xq1:not(.q){{{raw}}}</style><main><p class=w><b id=t class=xq1>x</b></p></main>",
    "late": "<style>p{{color:red}}/*{{*/ .z,\n.xq1\n{{{raw}}}</style><div id=t class=xq1>x</div>",
    "large": "<style>" + ".f{{margin:1em}}" * 1500 + ".xq1{{{raw}}}</style><div id=t class=xq1>x</div>",
}


def names(bits: int) -> set[str]:
    """The mechanisms of some bits, "rule" among them where a style sheet has a part in it."""
    return set(hiding_names(bits))


def tree_of(body: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<!doctype html><body>{body}")


def target(body: str) -> set[str]:
    """How the element with id t hides itself."""
    tree = tree_of(body)
    node = tree.css_first("#t")
    assert node is not None
    return names(hidden_elements(tree).get(node.mem_id, 0))


def dressed(way: str, declarations: str) -> str:
    return WAYS[way].format(raw=declarations, quoted=declarations.replace('"', "&quot;"))
