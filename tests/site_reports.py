"""Site reports for tests of reports: an ordinary one, a hostile one, and one of any size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrub.findings import Campaign, Finding, Located, Sighting, SiteReport, Target

FARM = (
    "ankara escort  çankaya escort  kızılay escort  etlik escort  slot siteleri  deneme bonusu  "
    "güvenilir bahis  kaçak iddaa"
)
PILLS = "buy cheap vigrex online without prescription next day delivery"
LOAN = "payday advance same day no credit check"
ADVICE = (
    "Search the theme files, widgets and the database for one of the linked domains, and delete the list."
)
BEFORE = "The council voted on Tuesday to repair the old stone bridge, which has been closed since the flood in March."
BEHIND = "Work begins in May and is expected to take eight weeks, said the mayor."


def finding(text: str = FARM, **fields: Any) -> Finding:
    """A link farm, unless fields say otherwise."""
    known: dict[str, Any] = {
        "kind": "link_farm",
        "severity": "error",
        "text": text,
        "score": 0.9973,
        "family": "escort",
        "reasons": (
            "8 links to 6 unrelated domains",
            "anchor texts written like search phrases",
            "hidden from readers",
            "reads like escort spam",
        ),
        "css_path": "html > body > div:nth-child(3) > footer:nth-child(4) > div:nth-child(2)",
        "line": 214,
        "links": tuple(f"https://ankara-{k}.example-{k % 3}.top/eskort?id={k}" for k in range(8)),
        "hidden": ("offscreen", "rule"),
        "advice": ADVICE,
        "column": 17,
        "language": "tr",
        "rule": ".ftr-w7 { position: absolute; left: -9999px } in theme.css, line 88",
    }
    return Finding(**known | fields)


def located(url: str, found: Finding, number: int = 0, **fields: Any) -> Located:
    """The finding on a page."""
    known: dict[str, Any] = {
        "source": f"site{url.removeprefix('https://gazette.example')}index.html",
        "captured": "2024-03-05T11:20:00Z",
        "context": (BEFORE, BEHIND),
        "places": ("footer", "theme footer"),
        "patched": "© Gazette 2024",
        "first": "2024-01-02",
    }
    return Located(url, found, f"{number:016x}", **known | fields)


def pills(**fields: Any) -> Finding:
    """A link that was slipped into a sentence."""
    links = ("https://pills-4u.example/vigrex",)
    known: dict[str, Any] = {
        "kind": "inserted_link", "family": "pharma", "links": links, "hidden": (), "rule": "", "score": 0.951,
        "language": "en", "css_path": "html > body > main:nth-child(2) > p:nth-child(5)", "line": 61,
        "reasons": ("link to a site that the rest of the page never names", "reads like pharma spam"),
        "severity": "warning",
    }  # fmt: skip
    return finding(PILLS, **known | fields)


def script(**fields: Any) -> Finding:
    """A script that writes spam for one visitor alone."""
    known: dict[str, Any] = {
        "kind": "script", "family": "loans", "links": ("https://quick-cash.example/go",), "hidden": (),
        "rule": "", "seen_by": ("googlebot", "referrer"), "severity": "error", "line": 12, "score": 0.983,
        "reasons": ("document.write of decoded text", "decoded from atob"), "language": "en",
    }  # fmt: skip
    return finding(LOAN, **known | fields)


def page(number: int) -> str:
    return f"https://gazette.example/2024/03/story-{number}/"


def site_report(pages: int = 9) -> SiteReport:
    """An audit with a farm on most pages, pills on some, a cloaked script on one."""
    found = []
    for k in range(pages):
        found.append(located(page(k), finding(), 3 * k, campaign="c1"))
        if k % 2:
            found.append(located(page(k), pills(), 3 * k + 1, campaign="c2", known=k == 1))
        if k == 3:
            found.append(located(page(k), script(), 3 * k + 2))
            doubtful = pills(kind="comment_spam", severity="info", score=0.62, family="other")
            found.append(
                located(page(k), doubtful, 9_000, suppressed="agreed with the author, until 2027-01")
            )
    seen = (("browser", False), ("googlebot", True), ("mobile", False), ("referrer", True), ("again", False))
    targets = tuple(
        Target(f"example-{k}.top", 40 * (3 - k) + 4, pages - k, "2024-01-02", "2024-03-05") for k in range(3)
    )
    farm = Campaign(
        "c1", "escort", pages, 1, FARM, "template", targets, tuple(page(k) for k in range(pages)),
        ("footer of every page", "theme file footer.php"),
        ("wp search-replace 'example-0.top' '' --dry-run", "grep -rn 'example-0.top' wp-content/"),
        "2024-01-02", "2024-03-05",
    )  # fmt: skip
    drugs = Campaign(
        "c2", "pharma", pages // 2, 1, PILLS, "content", (Target("pills-4u.example", pages // 2, pages // 2),),
        tuple(page(k) for k in range(1, pages, 2)), ("post 17", "row 17 of wp_posts"),
        ("wp db query \"SELECT ID FROM wp_posts WHERE post_content LIKE '%pills-4u.example%'\"",),
    )  # fmt: skip
    return SiteReport(
        target="https://gazette.example/",
        status="compromised",
        pages=64,
        alarmed=pages,
        findings=tuple(found),
        campaigns=(farm, drugs),
        targets=(*targets, Target("pills-4u.example", 4, 4), Target("quick-cash.example", 1, 1)),
        matrix=(
            Sighting(page(3), LOAN, seen),
            Sighting(page(4), FARM, tuple((name, True) for name, _ in seen)),
            Sighting(page(5), PILLS, (("browser", True), ("googlebot", False))),
        ),
        skipped=(("https://gazette.example/archive/", "the server said 503"), ("site/broken.html", "empty")),
        probes=("page text", "inline styles", "style blocks", "cloaking"),
        unchecked=("external style sheets", "rendered page"),
        gone=(("f" * 16, "cheap replica watches"),),
        notes=("The suppression of 12ab ended on 2024-02-01.",),
        audited="2024-03-06",
        model="spam 1f3a9c",
        version="0.4.0",
    )


# What runs, loads, links, breaks out or hides where it is not escaped for HTML, CSV, Markdown or a terminal.
HOSTILE = (
    "</script><script>canary=1</script>",
    "<img src=x onerror=canary=1>",
    "\"><svg onload=canary=1>",
    "' onmouseover='canary=1",
    "javascript:canary=1",
    "</style><style>*{display:none}</style>",
    "<!--<script>canary=1//-->",
    "</title></textarea></noscript><iframe srcdoc='<script>parent.canary=1</script>'>",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "@everyone #1 [x](https://evil.example) ![y](https://evil.example/z.png) www.evil.example",
    "```\n</details>\n# loud\n~~~\n| a | b |",
    "\x1b]0;owned\x07\u202egnp.exe\u202c\u200b zero\x00 width\r\n",
    "{0} {{x}} [text](1) \\",
)  # fmt: skip


def hostile_report() -> SiteReport:
    """A report whose every text comes from an attacker."""
    found = [_hostile(words, k) for k, words in enumerate(HOSTILE)]
    evil = HOSTILE[0]
    campaigns = tuple(
        Campaign(
            words,
            words,
            2,
            1,
            words,
            words,
            (Target(words, 3, 2, words, words),),
            (words,),
            (words,),
            (words,),
        )
        for words in HOSTILE
    )
    return replace(
        site_report(),
        target="".join(HOSTILE),
        findings=tuple(found),
        campaigns=campaigns,
        targets=tuple(Target(words, 3, 2, words, words) for words in HOSTILE),
        matrix=tuple(Sighting(words, words, ((words, True), ("browser", False))) for words in HOSTILE),
        skipped=tuple((words, words) for words in HOSTILE),
        probes=HOSTILE,
        unchecked=HOSTILE,
        gone=tuple((words, words) for words in HOSTILE),
        notes=HOSTILE,
        audited=evil,
        model=evil,
        version=evil,
    )


def _hostile(words: str, k: int) -> Located:
    found = Finding(
        kind=words, severity=words if k % 2 else "error", text=words, score=0.9, family=words, reasons=(words,),
        css_path=words, line=k, links=(words, f"https://evil.example/{words}"), hidden=(words,), seen_by=(words,),
        advice=words, column=k, language=words, rule=words,
    )  # fmt: skip
    return Located(
        words, found, f"{k:016x}", source=words, record_id=words, captured=words, campaign=words,
        suppressed=words if k % 3 else "", context=(words, words),
        places=(words,), patched=words, first=words,
    )  # fmt: skip
