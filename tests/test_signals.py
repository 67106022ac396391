"""Every signal that can be a reason tells its positives from at least as many innocents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrub.parser import parse_markup, parse_text
from scrub.reasons import REASONS
from scrub.signals import SCHEMA, SIGNALS, Columns, addresses, measure
from scrub.signals.position import depth
from scrub.text.characters import DIGIT
from scrub.values import Document

SIGNAL = {signal.name: signal for signal in SIGNALS}

PROSE = (
    "The harbour office opened a new pier in spring, and the ferry to the islands now leaves every second hour. "
    "People who live there had asked for it since the storm took the old one away."
)
FARM = "".join(
    f'<a href="http://{host}.example.com/">{text}</a> '
    for host, text in (
        ("cheap-boots", "cheap boots"),
        ("boots-sale", "boots sale"),
        ("buy-boots", "buy boots online"),
    )
).replace(".example.com", "-shop.com")
REFERENCES = (
    '<p>See <a href="https://journal.example.org/a/12">Tides of the Northern Coast</a> and '
    '<a href="https://journal.example.org/b/7">Piers and Storms</a> for what was measured in 1953 and later years.</p>'
)
MENU = '<ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul>'


def page(markup: str, before: str = f"<p>{PROSE}</p>", behind: str = "") -> Document:
    """A page with prose, then the markup; the block that is measured is the last one of the markup."""
    return parse_markup(f"<body><main>{before}</main><div id=x>{markup}</div>{behind}</body>", None)


def text(line: str) -> Document:
    return parse_text(f"{PROSE}\n\n{line}")


# signal: (positives, innocents); of each document the last block is measured.
CASES: dict[str, tuple[list[Document], list[Document]]] = {
    "link_density": ([page(FARM)], [page(REFERENCES), page(f"<p>{PROSE}</p>")]),
    "domains": ([page(FARM)], [page(REFERENCES), page(MENU)]),
    "domains_per_link": ([page(FARM)], [page(REFERENCES), page(MENU)]),
    "stranger_share": (
        [page('<a href="http://pills-4u.com/">pills</a>')],
        [
            page(
                '<a href="https://partner.example.org/">Partner</a>',
                before='<p>With <a href="https://partner.example.org/story">our partner</a>.</p>',
            ),
            page(MENU),
        ],
    ),
    "outlink_share": (
        [page(FARM)],
        [page('<a href="https://a.example.org/">A</a>', before=REFERENCES), page(MENU)],
    ),
    "home_page_share": ([page(FARM)], [page(REFERENCES), page(MENU)]),
    "outlink_density": ([page(FARM)], [page(REFERENCES), page(MENU)]),
    "lower_case_anchors": (
        [page(FARM)],
        [page(REFERENCES), page('<a href="https://x.example.org/2024">2024 report</a>')],
    ),
    "keyword_hosts": (
        [page(FARM)],
        [page(REFERENCES), page('<a href="https://who.example.org/">World Health body</a>')],
    ),
    "address_anchors": (
        [page('cheap <a href="http://boots-shop.com/">http://boots-shop.com/</a>')],
        [page(REFERENCES), page(FARM)],
    ),
    "repeated_anchors": ([page(FARM)], [page(REFERENCES), page(MENU)]),
    "hidden_anchors": (
        [page('<p>The prize is named after <a style="display:none" href="http://w.com/">watches</a></p>')],
        [page(REFERENCES), page(MENU)],
    ),
    "separators": (
        [text("☆ best ☆ price ☆ call ☆ now ☆"), text("loans | fast loans | easy loans | loans now")],
        [text(PROSE), text("A well-known, long-standing tradition.")],
    ),
    "emoji": (
        [text("💞 BRAND 💞 🎰")],
        [text(PROSE), text("Great show, well done 😀 and thanks to all who came by.")],
    ),
    "styled": (
        [text("menang di 𝐁𝐑𝐀𝐍𝐃𝟕𝟕"), text("ＢＲＡＮＤ hari ini")],
        [text(PROSE), text("Çağrı naïve café")],
    ),
    "marks": ([text("semua P͟U͟L͟A͟U͟7 gue")], [text("हिन्दी में लिखा हुआ पाठ"), text("naïve café Việt Nam")]),
    "mixed_words": (
        [text("cаsino оnline")],
        [text("обычный русский текст"), text("casino and κύμα side by side")],
    ),
    "numbered_words": (
        [text("rezeki di ALEXIS17 lagi"), text("main di 𝐁𝐎𝐖𝐎𝟖𝟖"), text("gas KYT4D")],
        [text("liat2 aja temen2"), text("born in 1984 at no. 17"), text("h2o and mp3 files")],
    ),
    "repeated_words": (
        [text("istanbul escort ankara escort izmir escort bursa escort")],
        [text(PROSE), text("apples pears plums cherries walnuts quinces")],
    ),
    "commonest_word": (
        [text("slot gacor slot online slot maxwin slot demo")],
        [text(PROSE), text("apples pears plums cherries walnuts quinces")],
    ),
    "written_addresses": (
        [text("buy boots http://boots-shop.com now"), text("see www.boots-shop.com")],
        [text(PROSE), text("a:b and c/d // no address")],
    ),
    "named_hosts": (
        [text("visit brand77.com today"), text("Gunluk bonus m.brand2.com")],
        [text("It ended.then it began in the U.S. and e.g. in Rome."), text("version 2.0.1 of file.readme")],
    ),
    "written_markup": (
        [text("[url=http://a.com]pills[/url]"), text('<a href="http://a.com">pills</a>')],
        [text("see [1] and [2] below"), text("if a < b and b > c")],
    ),
    "phone_numbers": (
        [text("call girls 99000 00000 now"), text("hotline +1 800 000 0000 24h")],
        [text("founded 1984, rebuilt 2004"), text("12.05.2011, page 33")],
    ),
    "random_words": (
        [text("EcLaGbB RzRmYk and more"), text("hxWjUy trbmniroacpf")],
        [text("YouTube and LinkedIn on my iPhone"), text("McDonald met O'Brien")],
    ),
    "leet_words": (
        [text("yuk ajak kumpul di B0SSWD malam ini"), text("main di PUL4U aja")],
        [text("h 2 o is not written so"), text("in 1984 and 4D cinemas since 2009"), text("covid19 mp3")],
    ),
    "lone_letters": (
        [text("A L E X I S 1 7 bikin gacor"), text("main di M.I.A.W.4.D aja"), text("𝐁 𝐎 𝐖 𝐎 𝟖𝟖 mantap")],
        [text("A B C D E F G H I J K L M"), text("J. R. R. Tolkien"), text("I a u")],
    ),
    "glued_words": (
        [text("thanks for sharing.WOW GoldBuyItemsCheap"), text("online.IniPokerItuDominoItuPoker")],
        [text(PROSE), text("YouTube and iPhone and McDonald")],
    ),
    "messengers": (
        [text("order on Telegram @vip24"), text("пишите в телеграм"), text("WhatsApp +91 99000 00000")],
        [text(PROSE), text("the telegraph and the phone"), text("signals and messengers of old")],
    ),
    "foreign_script": (
        [text("สล็อตเว็บตรง แตกง่าย ฝากถอนไม่มีขั้นต่ำ"), text("онлайн казино бесплатно и без регистрации")],
        [text(PROSE.upper()), text("They also sailed to the outer islands.")],
    ),
    "unfamiliar": (
        [
            parse_text(
                f"{PROSE}\n{PROSE.replace('pier', 'quay')}\n\nkaçak bahis güvenilir bonus veren siteler"
            )
        ],
        [
            parse_text(
                f"{PROSE}\n{PROSE.replace('pier', 'quay')}\n\nThe new ferry to the islands leaves in spring"
            )
        ],
    ),
    "after_body": (
        [parse_markup(f'<body><p>{PROSE}</p></body></html><div><a href="http://a.com/">a</a></div>', None)],
        [page(MENU), page(FARM)],
    ),
    "between_prose": (
        [page(f"<p>{FARM}</p>", behind=f"<p>{PROSE}</p>")],
        [page(f"<p>{FARM}</p>"), page(MENU, behind=f"<p>{PROSE}</p>")],
    ),
    "not_rendered": (
        [page(f'<div style="display:none">{FARM}</div>'), page(f"<div hidden>{FARM}</div>")],
        [page(f"<div>{FARM}</div>"), page(f'<div style="display:block">{FARM}</div>')],
    ),
    "off_screen": (
        [page(f'<div style="position:absolute;left:-5857px">{FARM}</div>')],
        [page(f'<div style="position: absolute top: 0px left: -8000px;">{FARM}</div>'), page(MENU)],
    ),
    "too_small": (
        [page(f'<div style="height:0;width:0;overflow:hidden">{FARM}</div>')],
        [page(f'<div style="height:200px;overflow:hidden">{FARM}</div>'), page(MENU)],
    ),
    "disguised": (
        [page(f'<marquee width="1" height="1">{FARM}</marquee>')],
        [page(f'<div style="color:#333">{FARM}</div>'), page(MENU)],
    ),
}


def value(name: str, document: Document) -> float:
    """The signal of the last block, or of the one inside #x where something follows it."""
    columns = Columns([document])
    column = columns.once(SIGNAL[name].column)
    last = [i for i, (a, b) in enumerate(zip(document.start, document.end)) if document.text[a:b] != PROSE]
    return float(column[last[-1]]) if last else float(column[-1])


@pytest.mark.parametrize("name", sorted(CASES))
def test_positives_stand_above_innocents(name: str) -> None:
    positives, innocents = CASES[name]
    assert len(innocents) >= len(positives)
    assert min(value(name, d) for d in positives) > max(value(name, d) for d in innocents)


def test_every_reason_of_a_signal_has_cases() -> None:
    """A signal that can take text away from somebody is tested from both sides."""
    assert {s.name for s in SIGNALS if s.reason} == set(CASES)


def test_every_signal_says_what_why_positives_and_innocents() -> None:
    for signal in SIGNALS:
        assert signal.doc, signal.name
        for word in ("Why:", "Positives", "nnocents"):
            assert word in signal.doc, (signal.name, word)


def test_names_are_unique_and_hashed_in_order() -> None:
    names = [s.name for s in SIGNALS]
    assert len(set(names)) == len(names)
    assert len(SCHEMA) == 16
    assert len(REASONS) <= 63  # one bit each in Verdicts.why, the last is for copies


def test_a_batch_measures_as_its_pages_do_alone() -> None:
    """A block's signals depend on its own page only, whatever stands beside it in the batch."""
    documents = [page(FARM), text("visit brand77.com"), page(MENU), parse_text(""), page(REFERENCES)]
    together = measure(Columns(documents))
    alone = np.concatenate([measure(Columns([d])) for d in documents])
    np.testing.assert_allclose(together, alone, rtol=1e-5, atol=1e-6)


def test_signals_are_finite_on_pages_without_text() -> None:
    for document in (parse_text(""), parse_markup("", None), parse_text("."), page("")):
        found = measure(Columns([document]))
        assert found.shape == (len(document.start), len(SIGNALS))
        assert np.isfinite(found).all()


def test_hiding_is_inherited_but_innocent_blocks_beside_are_not_hidden() -> None:
    document = page(f'<div style="display:none"><p>{FARM}</p></div><p>Seen</p>')
    column = Columns([document]).once(SIGNAL["not_rendered"].column)
    assert [bool(a) for a in column[-2:]] == [True, False]
    assert not any(a and b for a, b in pairwise(column.tolist()))


def test_what_a_whole_page_is_wrapped_in_says_nothing_of_its_depths() -> None:
    body = f"<p>{PROSE}</p><div><div>{FARM}</div></div>"
    pages = [
        parse_markup(f"<body>{body}</body>", None),
        parse_markup(f"<body><div><div>{body}</div></div></body>", None),
    ]
    apart, together = [Columns([one]) for one in pages], Columns(pages)
    plain, wrapped = (columns.once(depth) for columns in apart)
    assert plain.tolist() == wrapped.tolist()
    assert plain[0] == 0 < plain[-1]
    assert together.once(depth).tolist() == [*plain, *wrapped]


@settings(max_examples=200)
@given(st.lists(st.text("0123456789 ().-+/,ab\u0663\U0001d7d8²\n", max_size=40), max_size=3))
def test_numbers_are_searched_only_where_digits_are(drawn: list[str]) -> None:
    document = parse_text("\n\n".join(drawn))
    count = []
    for start, end in zip(document.start.tolist(), document.end.tolist(), strict=True):
        found = addresses._PHONE.findall(document.text[start:end])
        count.append(sum(sum(map(str.isdigit, number)) >= 9 for number in found))
    columns = Columns([document])
    enough = columns.kind_count[:, DIGIT] >= 9  # of a script that has no other: styled ones do not count here
    expected = np.log1p(np.where(enough, count, 0.0))
    np.testing.assert_allclose(addresses.phone_numbers(columns), expected, rtol=1e-6)
