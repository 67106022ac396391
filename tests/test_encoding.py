"""Encodings: who is believed, and what happens when nobody should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.encoding import decode, is_utf8
from scrub.errors import OptionError

RUSSIAN = "Это статья о том, как взломанные сайты показывают чужие ссылки. Владельцы об этом не знают."
GERMAN = "Der Verein hält seine Versammlung im großen Saal; für die Gäste gibt es später Kuchen."
POLISH = "Zażółć gęślą jaźń: artykuł o tym, jak włamywacze dodają łącza do cudzych stron."
JAPANESE = "この記事は不正に書き換えられたページについて説明しています。"
KOREAN = "이 기사는 해킹된 웹 페이지에 대해 설명합니다."
CHINESE = "这篇文章说明被黑客入侵的网页。许多人并不知道这件事情。"
TAIWANESE = "這篇文章說明被駭客入侵的網頁。許多人並不知道這件事情。"
GREEK = "Αυτό το άρθρο εξηγεί πώς οι εισβολείς βάζουν συνδέσμους σε ξένες σελίδες."


def page(text: str, label: str | None = None) -> str:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("latin1", "windows-1252", GERMAN + " “quoted”"),
        ("ISO-8859-1", "windows-1252", GERMAN),
        ("us-ascii", "windows-1252", GERMAN),
        ("iso-8859-9", "windows-1254", "Şöyle güzel bir ığ"),
        ("windows-1251", "windows-1251", RUSSIAN),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("gb2312", "gb18030", CHINESE + "镕"),
        ("GBK", "gb18030", CHINESE),
        ("big5", "big5hkscs", TAIWANESE),
        ("shift_jis", "cp932", JAPANESE + "①"),
        ("x-sjis", "cp932", JAPANESE),
        ("euc-jp", "euc-jp", JAPANESE),
        ("iso-2022-jp", "iso2022-jp", JAPANESE),
        ("ks_c_5601-1987", "cp949", KOREAN + "똠"),
        ("euc-kr", "cp949", KOREAN),
        ("utf8", "utf-8", JAPANESE),
    ],
)
def test_labels_mean_what_the_web_means(label: str, codec: str, text: str) -> None:
    body = page(text, label).encode(codec)
    assert decode(body) == (page(text, label), codec)
    header = page(text).encode(codec)
    assert decode(header, content_type=f"text/html; charset={label}") == (page(text), codec)


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1251>",
        "<META CHARSET='Windows-1251' />",
        '<meta name="x" charset = " windows-1251 ">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<meta content='text/html;charset=windows-1251' http-equiv=content-type>",
        '<?xml version="1.0" encoding="windows-1251"?>',
        "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>",
        '<meta name="description" content="charset=koi8-r"><meta charset=windows-1251>',
        "<meta charset=no-such-thing><meta charset=windows-1251>",
    ],
)
def test_declarations(declaration: str) -> None:
    text = declaration + RUSSIAN
    assert decode(text.encode("windows-1251")) == (text, "windows-1251")


def test_order_of_belief() -> None:
    body = page(RUSSIAN, "koi8-r").encode("koi8-r")
    assert decode(body)[1] == "koi8-r"
    assert decode(body, content_type="text/html; charset=windows-1251")[1] == "windows-1251"
    assert decode(body, given="cp866", content_type="text/html; charset=windows-1251")[1] == "cp866"
    marked = b"\xef\xbb\xbf" + page(RUSSIAN, "koi8-r").encode()
    assert decode(marked, content_type="text/html; charset=koi8-r") == (page(RUSSIAN, "koi8-r"), "utf-8")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_obeyed_and_dropped(codec: str) -> None:
    assert decode(page(RUSSIAN).encode(codec))[0] == page(RUSSIAN)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    assert decode(page(GERMAN).encode(codec)) == (page(GERMAN), codec)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "gbk", "euc-kr", "utf-16"])
def test_utf8_under_a_false_flag(label: str) -> None:
    text = page(RUSSIAN, label)
    assert decode(text.encode()) == (text, "utf-8")
    assert decode(page(RUSSIAN).encode(), content_type=f"text/html; charset={label}")[1] == "utf-8"


def test_a_chinese_character_that_happens_to_be_utf8() -> None:
    body = page("模", "gbk").encode("gbk")
    body.decode()
    assert decode(body) == (page("模", "gbk"), "gb18030")
    assert not is_utf8(body)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("windows-1252", GERMAN),
        ("windows-1250", POLISH),
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("windows-1253", GREEK),
        ("gb18030", CHINESE),
        ("big5hkscs", TAIWANESE),
        ("cp932", JAPANESE),
        ("euc-jp", JAPANESE),
        ("cp949", KOREAN),
    ],
)
@pytest.mark.parametrize("label", [None, "utf-8"])
def test_guess_where_the_declaration_is_missing_or_false(codec: str, text: str, label: str | None) -> None:
    body = page((text + " ") * 8, label).encode(codec)
    assert decode(body) == (page((text + " ") * 8, label), codec)


def test_utf8_with_a_broken_character_stays_utf8() -> None:
    body = page(RUSSIAN * 10).encode().replace("я".encode(), b"\xd1", 1)
    text, codec = decode(body)
    assert codec == "utf-8"
    assert text.count("\ufffd") == 1


def test_a_page_cut_inside_a_character() -> None:
    body = page(CHINESE * 20, "gb2312").encode("gb18030")
    text, codec = decode(body[: body.rindex("情".encode("gb18030")) + 1])
    assert codec == "gb18030"
    assert text.startswith(page(CHINESE * 19, "gb2312")[:-20])


def test_given_may_be_any_codec_of_text() -> None:
    assert decode(GERMAN.encode("cp037"), given="cp037") == (GERMAN, "cp037")
    assert decode(b"\xef\xbb\xbfa", given="UTF-8") == ("a", "utf-8")
    assert decode(b"\xff", given="utf-8")[0] == "\ufffd"


@pytest.mark.parametrize("name", ["klingon", "", "rot13", "zlib", "idna", "unicode_escape", "a\0b", "ü"])
def test_given_that_is_no_encoding(name: str) -> None:
    with pytest.raises(OptionError) as caught:
        decode(b"x", given=name)
    assert repr(name) in str(caught.value)


def test_a_page_cannot_ask_for_a_dangerous_codec() -> None:
    for name in ("zlib", "unicode_escape", "idna", "undefined", "utf-7"):
        assert decode(page("x", name).encode())[1] == "utf-8"


def test_only_plain_utf8_takes_the_fast_path() -> None:
    assert is_utf8(b"")
    assert is_utf8(page(RUSSIAN).encode())
    assert is_utf8(page("x", "windows-1251").encode())
    assert not is_utf8(b"\xef\xbb\xbfx")
    assert not is_utf8(page(GERMAN).encode("latin1"))
    assert not is_utf8(page(JAPANESE, "iso-2022-jp").encode("iso-2022-jp"))
    assert not is_utf8(page("x").encode("utf-16-le"))


hostile_bytes = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.builds(
        lambda label, text: f"<meta charset={label}>".encode() + text,
        st.sampled_from(["utf-8", "gbk", "iso-2022-jp", "utf-16", "hz-gb-2312", "latin1", "x"]),
        st.binary(max_size=100),
    ),
)


@given(
    hostile_bytes,
    st.sampled_from([None, "text/html", "text/html; charset=gbk", "charset=\udcff", "charset="]),
)
def test_bytes_never_raise_and_both_functions_agree(body: bytes, content_type: str | None) -> None:
    text, codec = decode(body, content_type=content_type)
    strict = codec == "utf-8" and not body.startswith(b"\xef\xbb\xbf") and text.encode() == body
    assert is_utf8(body, content_type) == strict


@pytest.mark.parametrize(
    "body",
    [
        b"a" * 2_000_000 + b"\xff",
        b"<\xe9>" * 500_000,
        b"<meta " * 700 + b"\xff",
        b"<meta " + b"a" * 4_000 + b"\xff",
        b"<?xml " + b"encoding " * 450 + b"\xff",
        bytes(range(256)) * 8_000,
    ],
    ids=["run", "tags", "metas", "attribute", "declaration", "everything"],
)
@pytest.mark.usefixtures("runaway_guard")
def test_hostile_bytes_cost_no_more_than_others(body: bytes) -> None:
    assert decode(body)[0]
