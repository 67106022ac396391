"""Innocents that are hardly language: notices about scripts, bare addresses, lists of hosts, code, tables of numbers."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .links import HONEST_HOSTS, honest_address, honest_anchor
from .piece import Draft
from .prose import theme
from .robots import reader_comment
from .words import fill, full_name, gibberish, organisation, pseudoword, slug, telephone

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon

_NOTICES = (
    "JavaScript is disabled in your browser. Please enable it to use all features of this site.",
    "You need to enable JavaScript to run this app.", "Your browser does not support the video tag.",
    "Please turn on JavaScript and reload the page.", "This site requires cookies. Learn how to switch them on.",
    "Bitte aktivieren Sie JavaScript, um diese Seite vollständig zu nutzen.", "Ihr Browser ist veraltet.",
    "Veuillez activer JavaScript pour afficher les commentaires.", "Votre navigateur n'est pas à jour.",
    "Active JavaScript para ver los comentarios.", "Ative o JavaScript no seu navegador para continuar.",
    "Per visualizzare il contenuto attiva JavaScript.", "Włącz obsługę JavaScript w przeglądarce.",
    "Для полноценной работы сайта включите JavaScript в настройках браузера.", "Ваш браузер устарел.",
    "Bu sayfayı görüntülemek için JavaScript'i etkinleştirin.", "يرجى تفعيل جافا سكريبت في متصفحك.",
    "お使いのブラウザではJavaScriptが無効になっています。設定を有効にしてください。", "请启用浏览器的JavaScript功能后刷新页面。",
    "자바스크립트를 사용할 수 없습니다. 브라우저 설정을 확인해 주세요.", "Aktifkan JavaScript untuk melihat halaman ini.",
    "Vui lòng bật JavaScript để xem trang này.", "Schakel JavaScript in om verder te gaan.", "Slå på JavaScript för att fortsätta.",
    "कृपया अपने ब्राउज़र में जावास्क्रिप्ट सक्षम करें।", "Povolte prosím JavaScript ve svém prohlížeči.",
    "Ενεργοποιήστε τη JavaScript για να συνεχίσετε.", "אנא הפעל JavaScript בדפדפן שלך.",
)  # fmt: skip


def notice(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """What browsers without scripts, or too old ones, are told; often with a link to instructions."""
    text = html.escape(rng.choice(_NOTICES), quote=False)
    if rng.random() < 0.4:
        host = rng.choice(
            (
                "www.enable-javascript.com",
                "support.google.com/answer/23852",
                "browsehappy.com",
                "www.mozilla.org",
            )
        )
        text += f' <a href="https://{host}/">{html.escape(rng.choice(lexicon.labels))}</a>'
    form = rng.choice(("<noscript>{}</noscript>", "<noscript><p>{}</p></noscript>", '<div class="alert" style="display:none">{}</div>',
                       "<div>{}</div>", '<div id="no-js" style="visibility:hidden">{}</div>', "<p>{}</p>"))  # fmt: skip
    hiding = "noscript" if "noscript" in form else "display" if "display" in form else ""
    hiding = "visibility" if "visibility" in form else hiding
    return Draft(form.format(text), "notice", ("first_in_body", "footer", "mid_article"), hiding)


def _addresses(rng: Random, lexicon: Lexicon, family: str) -> list[str]:
    count = rng.choice((1, 1, 2, 3, 6, 15))
    found = [honest_address(rng, lexicon, theme(rng, lexicon, family)) for _ in range(count)]
    return [url.split("//")[1] if rng.random() < 0.15 else url for url in found]


def address_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Bare addresses, one a line, linked or not: sources, homepages of readers, pages to read on."""
    rows = []
    for url in _addresses(rng, lexicon, family):
        shown = honest_anchor(rng, url, url) if rng.random() < 0.5 else html.escape(url)
        before = rng.choice(("", "", "", f"{full_name(rng, lexicon)} ", f"{theme(rng, lexicon, family)}: "))
        rows.append(html.escape(before, quote=False) + shown)
    tag = rng.choice(("p", "li", "div", "td"))
    glue = rng.choice((f"</{tag}>\n<{tag}>", "<br>"))
    return Draft(
        f"<{tag}>{glue.join(rows)}</{tag}>", "address_list", ("end_of_article", "mid_article", "comments")
    )


def host_list(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Hosts in a row: settings of a script, results of a look-up, a list to block."""
    hosts = [rng.choice(HONEST_HOSTS) if rng.random() < 0.4 else f"{slug(rng, theme(rng, lexicon, family))}.{rng.choice(lexicon.tlds)}"
             for _ in range(rng.choice((3, 6, 12, 40)))]  # fmt: skip
    row = rng.choice((",", ", ", " ", "|", "\n")).join(hosts)
    if rng.random() < 0.3:
        row = "{" + ", ".join(f"'{h[:2]}-{k}': 'https://{h}/{h[:2]}/'" for k, h in enumerate(hosts)) + "}"
    form = rng.choice(("<pre>{}</pre>", "<p>{}</p>", '<div style="display:none">{}</div>', "<code>{}</code>"))
    return Draft(form.format(html.escape(row)), "host_list", hiding="display" if "display" in form else "")


def code_lines(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Lines of programs, logs and drawings made of characters."""
    rows = []
    for _ in range(rng.randint(1, 12)):
        word, other = pseudoword(rng), pseudoword(rng)
        rows.append(rng.choice((
            f"{word}.{other}({rng.randint(0, 99)}, '{word}');", f"{rng.randint(1, 31)}/Oct/20{rng.randint(10, 26)}:{rng.randint(10, 23)}:11 GET /{word}/{other}.html 200",
            f"$ {word} --{other} /var/{word}", f"def {word}_{other}(self): return {rng.randint(0, 9)}", "#" * 6 + ".." * rng.randint(2, 12) + "X",
            f"import {word}.{other} # {gibberish(rng)}", f"{word.upper()}_{other.upper()}={rng.getrandbits(24):x}", f"<{word} {other}=\"1\"/>",
        )))  # fmt: skip
    tag = rng.choice(("pre", "code", "p", "div"))
    return Draft(
        f"<{tag}>{html.escape(chr(10).join(rows))}</{tag}>", "code_lines", ("mid_article", "end_of_article")
    )


def directory(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Names with telephone numbers and addresses: members, shops, doctors on duty."""
    rows = [f"{rng.choice((full_name(rng, lexicon), organisation(rng, lexicon)))}, {rng.choice(lexicon.cities)}, {telephone(rng)}"
            for _ in range(rng.randint(1, 14))]  # fmt: skip
    tag = rng.choice(("li", "p", "td", "div"))
    return Draft(
        "\n".join(f"<{tag}>{html.escape(row)}</{tag}>" for row in rows),
        "directory",
        ("mid_article", "footer", "end_of_article"),
    )


def chatter(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Casual comments of readers, one after another, each with a name and a day."""
    rows = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        said = reader_comment(rng, lexicon) or fill(rng, lexicon, rng.choice(lexicon.comments))
        name = rng.choice(
            (full_name(rng, lexicon), rng.choice(lexicon.names), pseudoword(rng) + str(rng.randint(1, 99)))
        )
        day = f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2004, 2026)}"
        form = rng.choice(
            (
                "<p>{s}</p>",
                "<p>{s}</p>",
                "<div><b>{n}</b> {d}</div><p>{s}</p>",
                "<li>{n}: {s}</li>",
                "<p>{s}<br>Posted by: {n} {d}</p>",
            )
        )
        rows.append(form.format(s=html.escape(said, quote=False), n=html.escape(name), d=day))
    return Draft("\n".join(rows), "chatter", ("comments",))
