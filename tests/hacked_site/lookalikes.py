"""Honest pages that look like hacked ones: nothing on any of them may be more than a remark."""

from __future__ import annotations

from hacked_site.articles import article
from hacked_site.injected import codes
from hacked_site.template import Built

_ADS = (
    "(function(i,s,o,g,r,a,m){i['GoogleAnalyticsObject']=r;i[r]=i[r]||function(){(i[r].q=i[r].q||[]).push(arguments)},i[r].l=1*new Date();"
    "a=s.createElement(o),m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;m.parentNode.insertBefore(a,m)})"
    "(window,document,'script','https://www.google-analytics.com/analytics.js','ga');"
)

# What each page adds to an honest article.
ADDED = {
    "mailing-list": """<form action="https://alderbrook.us1.list-manage.com/subscribe/post" method="post"><h2>Letter of the town</h2>
<p>Once a month, what the council has decided.</p><input type="email" name="EMAIL" placeholder="Your address">
<div style="position: absolute; left: -5000px;" aria-hidden="true"><input type="text" name="b_4f2_91c" tabindex="-1" value=""></div>
<input type="submit" value="Subscribe"></form>""",
    "hidden-tags": """<p class="meta">Filed under <a href="/news/">News</a><span style="display:none">
<a href="/tag/roof/" rel="tag">roof</a> <a href="/tag/repairs/" rel="tag">repairs</a> <a href="/tag/council/" rel="tag">council</a>
<a href="/tag/heating/" rel="tag">heating</a> <a href="/tag/volunteers/" rel="tag">volunteers</a></span></p>""",
    "owner-menu": """<ul class="tools"><li><a href="/feed/">Feed</a></li><li class="for-owner" style="display:none">
<a href="https://github.com/alderbrook/site/edit/main/news.md">Edit this page</a></li><li class="for-owner" style="display:none">
<a href="https://github.com/alderbrook/site/settings">Settings</a></li></ul>""",
    "translations": """<p><span data-i18n-lang="en">The plan is on the <a href="https://www.county-planning.example/en/">county's site</a>.</span>
<span data-i18n-lang="de" style="display:none">Der Plan steht auf der <a href="https://www.county-planning.example/de/">Seite des Kreises</a>.</span>
<span data-i18n-lang="fr" style="display:none">Le plan se trouve sur <a href="https://www.county-planning.example/fr/">le site du comté</a>.</span></p>""",
    "brand-span": """<style>.seo-span{position:absolute;clip:rect(1px,1px,1px,1px);height:1px;width:1px;overflow:hidden;color:transparent}</style>
<h2>The pottery<span class="seo-span"> - handmade pottery and ceramics from Alderbrook</span></h2><p>The pottery shows its new bowls.</p>""",
    "finance-menu": """<nav><h2>Money</h2><ul><li><a href="/money/credit-cards/">Best Credit Cards Of 2019</a></li>
<li><a href="/money/travel-cards/">Best Travel Credit Cards</a></li><li><a href="/money/cash-back/">Best Cash Back Cards</a></li>
<li><a href="/money/balance-transfer/">Best Balance Transfer Cards</a></li><li><a href="/money/personal-loans/">Best Personal Loans</a></li>
<li><a href="/money/savings/">Best Savings Accounts</a></li></ul></nav>""",
    "casino-section": """<section><h2>Sponsored: gaming</h2><ul><li><a href="/betting/casino-bonus/">Best online casino bonuses in Michigan</a></li>
<li><a href="/betting/promo-codes/">Sportsbook promo codes</a></li><li><a href="/betting/apps/">The best betting apps compared</a></li></ul>
<p>This section is paid for by partners. Gambling problem? Call 1-800-GAMBLER.</p></section>""",
    "city-weekly": """<nav><h2>Advertisement</h2><ul><li><a href="/onlyfans/best-models/">Best OnlyFans Models</a></li>
<li><a href="/onlyfans/free-accounts/">Free OnlyFans Accounts</a></li><li><a href="/onlyfans/couples/">OnlyFans Couples</a></li>
<li><a href="/cbd/gummies/">Best CBD Gummies</a></li><li><a href="/psychics/love/">Love Psychics Online</a></li></ul><p>Paid content by our partners.</p></nav>""",
    "extension-credit": """<div style="display:none"><a href="https://free-joomla-extensions.example/">Joomla gallery extension</a> by Free Extensions</div>""",
    "theme-credit": """<p class="credit">Proudly powered by <a href="https://wordpress.org/">WordPress</a>. Theme: Brook by
<a href="https://quiet-themes.example/" rel="designer">Quiet Themes</a>.</p>""",
    "comments": """<section class="comments"><h2>3 comments</h2><div><b><a href="https://ruths-garden.example/" rel="ugc nofollow">Ruth</a></b>
<p>I was there when the roof leaked, and it was quite a sight.</p></div><div><b>Paul</b><p>The county explains the rules here:
<a href="https://www.county-planning.example/rules" rel="ugc nofollow">planning rules</a>.</p></div>
<div><b>Ann</b><p>Will the café stay open?</p></div></section>""",
    "affiliate": """<p>The book by the librarian may be had at <a href="https://www.amazon.com/dp/B00EXAMPLE?tag=alderbrook-20" rel="sponsored">Amazon</a>
or in the shop on the square. We earn a little from each copy.</p>""",
    "sponsors": """<h2>Our sponsors</h2><ul><li><a href="https://alder-bakery.example/">Alder Bakery</a></li><li><a href="https://mill-garage.example/">Mill Garage</a></li>
<li><a href="https://brook-bank.example/">Brook Savings Bank</a></li><li><a href="https://lund-sons.example/">Lund &amp; Sons, builders</a></li></ul>""",
    "sources": """<h2>Sources</h2><ol><li>County archive, <a href="https://archive.county.example/1971/14">Minutes of 1971</a>, p. 14.</li>
<li>H. Vale, <a href="https://doi.org/10.1000/182">The water wheels of the lower valley</a>, 1998.</li></ol>""",
    "clinic": """<h2>At the surgery</h2><p>Dr Marsh speaks about erectile dysfunction on Thursday. Sildenafil is on prescription only and
does not go with every medicine for the heart; the talk is free, and questions may be asked in writing.</p>""",
    "gambling-law": """<h2>Slot machines</h2><p>The council wants fewer slot machines in the bars of the station quarter. A casino was
proposed in 1988 and voted down; the new law lets towns decide for themselves from next year on.</p>""",
    "bilingual": """<p lang="es">El ayuntamiento informa: la biblioteca estará cerrada en junio por obras. Rogamos disculpen las molestias.</p>""",
    "mail-coded": f"""<p>Write to the desk: <script>document.write('<a href="'+String.fromCharCode({codes("mailto:desk@alderbrook.example")})+'">'
+'desk'+'</a>')</script></p>""",
    "old-analytics": f"<script>{_ADS}ga('create','UA-1','auto');ga('send','pageview');</script>",
    "adverts": """<script>document.write('<scr'+'ipt src="https://ads.adnetwork.example/show.js?z=12"></scr'+'ipt>');</script>
<script>var s=document.createElement('script');s.src='https://ads.adnetwork.example/late.js?cb='+Math.random();document.body.appendChild(s);</script>""",
    "consent": """<div id="cookies" style="display:none"><p>We use cookies to count visitors.</p><button>Accept</button></div>
<script>if(document.cookie.indexOf('ok=1')<0){document.getElementById('cookies').style.display='block'}</script>""",
    "fallback": """<script>window.jQuery||document.write('<script src="/js/jquery.min.js"><\\/script>')</script>""",
    "code-lesson": """<h2>From the computer club</h2><p>This is what a hidden door looks like:</p>
<pre><code>&lt;?php if (preg_match('/googlebot/', $_SERVER['HTTP_USER_AGENT'])) { eval(base64_decode($x)); } ?&gt;</code></pre>""",
    "counted-links": """<p>The county's <a href="/out?url=https%3A%2F%2Fwww.county-planning.example%2Fplan">plan</a> and the
<a href="/out?url=https://www.railway-times.example/">timetable</a>. <a href="/login?redirect_to=/news/">Log in</a></p>""",
    "video": """<iframe width="560" height="315" src="https://www.youtube.com/embed/abc" title="The mill at work"></iframe>
<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-T" height="0" width="0" style="display:none"></iframe></noscript>""",
    "form": """<iframe src="https://forms.county.example/survey/12" width="600" height="900" title="Survey of the county"></iframe>""",
    "mobile": """<script>if(/iphone|ipad/i.test(navigator.userAgent)&&confirm('Open in the app?')){location.href='https://apps.apple.com/app/alderbrook/id1'}</script>""",
    "reload": """<p>Results come in all evening; this page reloads itself.</p>""",
    "menu": """<ul id="more"><li><a href="/news/">News</a></li><li><a href="/events/">Events</a></li></ul>
<script>document.getElementById('more').style.display='none';</script>""",
    "accordion": """<details><summary>When is the hall open?</summary><p>On weekdays from nine to four, and on Thursday until seven.</p></details>
<div class="tab" hidden><p>In winter the hall closes an hour earlier, as the caretaker has to clear the snow.</p></div>""",
    "syndicated": """<p>First printed in the <a href="https://valley-gazette.example/roof">Valley Gazette</a>.</p>""",
    "picture": """<p><img src="/theme/choir.jpg" alt="The choir on the steps of the church, with candles in their hands"></p>""",
}  # fmt: skip
_HEADS = {
    "reload": '<meta http-equiv="refresh" content="60">',
    "syndicated": "",
}
_CANONICAL = {"syndicated": "https://valley-gazette.example/roof"}


def _built(number: int, name: str) -> Built:
    text = article(200 + number)
    return Built(
        text.title,
        f"{text.html}\n{ADDED[name]}",
        text.description,
        head=_HEADS.get(name, ""),
        canonical=_CANONICAL.get(name),
    )


LOOKALIKES = {f"/honest/{name}/": _built(number, name) for number, name in enumerate(ADDED)}

_JAPANESE = (
    "<p>アルダーブルック町役場は月曜日から金曜日まで九時から四時まで開いています。木曜日は七時までです。図書館は六月に屋根の修理のため休館します。</p>"
    "<p>水車博物館では古い水車の動くところを見ることができます。子どもは無料です。駅から歩いて十分ほどです。{}</p>"
)
# The town has a twin in Japan, and pages for its guests.
JAPANESE = {
    "/ja/": Built("アルダーブルック町へようこそ", _JAPANESE.format("市場は土曜日です。"), lang="ja"),
    "/ja/museum/": Built("水車博物館", _JAPANESE.format("入口は橋のそばです。"), lang="ja"),
    "/ja/library/": Built("図書館のご案内", _JAPANESE.format("本は三週間借りられます。"), lang="ja"),
    "/ja/school/": Built("小学校の姉妹校交流", _JAPANESE.format("毎年秋に生徒が訪れます。"), lang="ja"),
}
