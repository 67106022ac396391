"""Altered metadata is found where a page says something else of itself than it says; honest pages may say much."""

from __future__ import annotations

import pytest
from harbour import ARTICLE, alarming, article, findings_on

PILLS = "Buy Viagra Online - Cheap Generic Viagra No Prescription"
SLOTS = "Daftar Situs Slot Gacor Gampang Menang Maxwin"
COPIES = "激安ルイヴィトン 財布 コピー 通販 スーパーコピー"
BAGS = "激安ブランド財布コピー、送料無料の通販専門店。ルイヴィトン偽物を格安で販売しています。"

HOME = '<link rel="alternate" hreflang="en" href="https://www.harbour-news.example/council/breakwater/">'


def translated(code: str, address: str) -> str:
    return f'<link rel="alternate" hreflang="{code}" href="{address}">'


ALTERED = {
    "title": (article(title=PILLS), "error"),
    "second title": (article(head=f"<title>{SLOTS}</title>"), "error"),
    "title in other letters": (article(title=COPIES * 2), "error"),
    "description": (article(head=f'<meta name="description" content="{PILLS}">'), "error"),
    "shared title": (article(head=f'<meta property="og:title" content="{SLOTS}">'), "error"),
    "description in other letters": (article(head=f'<meta name="description" content="{BAGS}">'), "error"),
    "linked data": (article(head='<script type="application/ld+json">{"@type":"Article","headline":"' + PILLS + '"}</script>'), "error"),
    "linked data in other letters": (article(head='<script type="application/ld+json">{"@type":"Article","headline":"' + COPIES + '"}</script>'),
                                     "error"),
    "alternative text": (article(f'<img src="/harbour.jpg" alt="{PILLS}">'), "error"),
    "canonical": (article(head='<link rel="canonical" href="https://pills.example/viagra">'), "warning"),
    "canonical and title": (article(head='<link rel="canonical" href="https://pills.example/viagra">', title=PILLS), "error"),
    "shared address": (article(head='<meta property="og:url" content="https://pills.example/viagra">'), "warning"),
    "translation of one of several": (article(head=HOME + translated("de", "https://quay.de/x/") + translated("fr", "https://quay.fr/y/")
                                              + translated("ja", "https://brand-outlet.example/jp/")), "warning"),
    "another page's words and an altered title": (
        article(head='<link rel="canonical" href="https://pills.example/breakwater/">', title=PILLS), "error"),
    "translation": (
        article(head='<link rel="alternate" hreflang="en" href="https://www.harbour-news.example/council/breakwater/">'
                     '<link rel="alternate" hreflang="ja" href="https://brand-outlet.example/jp/">'), "warning"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_altered_metadata_is_found(name: str) -> None:
    """Warnings at least: where the classifier is sure of a line of text is the model's affair."""
    markup, severity = ALTERED[name]
    found = [f for f in findings_on(markup) if f.kind == "metadata"]
    told = {f.severity for f in found}
    assert told & {"warning", "error"}
    assert severity == "error" or "error" not in told
    assert all(f.line and f.advice and f.reasons and f.css_path for f in found)


HONEST = {
    "as it is": article(),
    "shorter title": article(title="Breakwater"),
    "another title": article(title="Eastern wall: what the engineers said, and what it will cost the town"),
    "a clinic": article(title="Erectile dysfunction: when to see your doctor", text=ARTICLE),
    "casino law": article(title="Casino bonus: what the new gambling law means for players"),
    "bilingual title": article(title="Wellenbrecher wird erneuert / Breakwater to be rebuilt"),
    "a shop of pills": article(
        title="Sildenafil tablets - Harbour Pharmacy",
        text="<p>Sildenafil tablets are on prescription only. Our pharmacy on the harbour fills prescriptions from Monday to Saturday, "
        "and the pharmacist will tell you what the tablets may do with other medicines.</p>" * 2,
    ),
    "English title of a Japanese page": article(
        title="Tokyo Harbour Museum", lang="ja", text="<p>" + "港の博物館は月曜日から土曜日まで開いています。入場料は大人五百円です。" * 12 + "</p>"
    ),
    "Japanese throughout": article(
        title="港の博物館", lang="ja", text="<p>" + "港の博物館は月曜日から土曜日まで開いています。入場料は大人五百円です。" * 12 + "</p>"
    ),
    "hardly any text": article(title="港の博物館の写真", text="<img src=1.jpg>"),
    "a dish": article('<img src="/soup.jpg" alt="A bowl of fish soup with bread and a slice of lemon beside it">'),
    "canonical at home": article(head='<link rel="canonical" href="https://harbour-news.example/council/breakwater/">'),
    "a copy for tests": article(head='<link rel="canonical" href="https://www.harbournews.example/council/breakwater/">'),
    "relative canonical": article(head='<link rel="canonical" href="/council/breakwater/">'),
    "syndicated": article('<p>First published by <a href="https://coast-times.example/a">Coast Times</a>.</p>',
                          head='<link rel="canonical" href="https://coast-times.example/a">'),
    "countries": article(head='<link rel="alternate" hreflang="de" href="https://www.harbour-news.de/"><link rel="alternate" '
                              'hreflang="fr" href="https://www.harbour-news.fr/">'),
    "a brand of many names": article(head='<link rel="alternate" hreflang="de" href="https://hafen.example/"><link rel="alternate" '
                                          'hreflang="fr" href="https://port.example/">'),
    "a sister's name": article(head=HOME + translated("en-au", "https://harbournewsau.example/x/")),
    "a sister of another name": article(head=HOME + translated("en-ca", "https://harbour-magazine.example/x/")),
    "a country's own domain": article(head=HOME + translated("de-CH", "https://hafenblatt.ch/x/") + translated("en-GB", "https://quays.co.uk/y/")),
    "several countries of a name": article(head=HOME + translated("de", "https://quay.de/x/") + translated("fr", "https://quay.fr/y/")),
    "the same page elsewhere": article(head=HOME + translated("ja", "https://minato.example/store/harbour/council/breakwater/")),
    "a machine of the host": article(head='<meta property="og:url" content="https://harbour-news.wp-hosting.example/council/">'),
    "a slip of the pen": article(head='<link rel="canonical" href="https://breakwater-to-be-rebuilt">'),
    "a sister printed it": article(head='<link rel="canonical" href="https://coast-times.example/local/breakwater/">'),
    "names for captions": article('<img src="/1.jpg" alt="bitcoin_figure"><img src="/2.jpg" alt="alienlove597">'),
    "a name of a site": article(head='<meta property="og:site_name" content="E! Online">'),
    "a caption nobody expects": article('<img src="/1.jpg" alt="WFH getaway with @jay17">'),
    "a service in another country": article(head='<link rel="alternate" hreflang="en" href="https://www.harbour-news.example/">'
                                                 '<link rel="alternate" hreflang="en-cn" href="https://news.google.cn/harbour">'),
    "the languages of a site": article(head='<script type="application/ld+json">{"@type":"ItemList","itemListElement":['
                                       '{"name":"한국어 (KOR)"},{"name":"русский язык (RUS)"},{"name":"繁體中文 (CHT)"}]}</script>'),
    "an author with other letters": article(head='<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person",'
                                                 '"name":"Александр Сергеевич Пушкин"}}</script>'),
    "broken linked data": article(head='<script type="application/ld+json">{"headline": "x", }</script>'),
    "deep linked data": article(head='<script type="application/ld+json">' + "[" * 5000 + "</script>"),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_honest_metadata_alarms_nobody(name: str) -> None:
    assert alarming(findings_on(HONEST[name])) == []
