"""Addresses as honest and as hostile pages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.urls import defang, host_of, hosts_of, is_safe_link, registrable_domain, resolve

HOSTS = [
    ("https://example.com", "example.com"),
    ("https://example.com/", "example.com"),
    ("http://www.example.com/a/b?c=//other.example#d", "www.example.com"),
    ("HTTPS://WWW.Example.COM/Path", "www.example.com"),
    ("//cdn.example.com/lib.js", "cdn.example.com"),
    ("https://example.com:8080/x", "example.com"),
    ("https://example.com?q=http://other.example/", "example.com"),
    ("https://example.com#x", "example.com"),
    ("https://example.com./x", "example.com"),
    ("https://a_b.example.com/", "a_b.example.com"),
    ("http://192.0.2.7:80/", "192.0.2.7"),
    ("http://[2001:DB8::1]:443/x", "2001:db8::1"),
    ("https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example"),
    ("https://münchen.example/", "münchen.example"),
    ("http://localhost/", "localhost"),
]

DECEPTIVE_HOSTS = [
    ("https://bank.example@evil.example/", "evil.example"),
    ("https://user:secret@evil.example:8080/", "evil.example"),
    ("https://bank.example:443@evil.example/", "evil.example"),
    ("https://a@b@evil.example/", "evil.example"),
    ("https://evil.example\\@bank.example/", "evil.example"),
    ("https:\\\\evil.example\\path", "evil.example"),
    ("\\\\evil.example/", "evil.example"),
    ("/\\evil.example", "evil.example"),
    ("/\t/evil.example", "evil.example"),
    ("https:/evil.example/", "evil.example"),
    ("https:////evil.example/", "evil.example"),
    ("  https://evil.example/  ", "evil.example"),
    ("\x01https://evil.example/", "evil.example"),
    ("ht\ntps://evil.exam\tple/", "evil.example"),
    ("https://%65vil.example/", "evil.example"),
    ("https://ｅｖｉｌ。example/", "evil.example"),
    ("https://ev\u00adil.exam\u200bple/", "evil.example"),
]

NO_HOSTS = [
    "", " ", "#top", "?page=2", "/a/b.html", "page.html", "../up", "a/b:c", "javascript:void(0)",
    "javascript://evil.example/%0aalert(1)", "mailto:someone@example.com", "tel:+4912345", "ftp://example.com/",
    "data:text/html,//x.example/", "http:", "http://", "https:///", "//", "http://a b.example/",
    "http://<script>/", "http://[::1", "http://[ ]/", "http://[::1]x/", "http://example.com:port/", "https://%2f.example/",
    "https://ev\u2100il.example/", "http://" + "a" * 300 + ".example/", "about:blank", "://example.com",
    "////index..min.js?loader=", "https://.example.com/", "http://a..b.example/", "http://a@b..example/",
]  # fmt: skip


@pytest.mark.parametrize(("href", "host"), HOSTS + DECEPTIVE_HOSTS)
def test_host(href: str, host: str) -> None:
    assert host_of(href) == host


@pytest.mark.parametrize("href", NO_HOSTS)
def test_no_host(href: str) -> None:
    assert host_of(href) == ""


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("news.example.co.uk", "example.co.uk"),
        ("co.uk", "co.uk"),
        ("shop.name.blogspot.com", "name.blogspot.com"),
        ("blogspot.com", "blogspot.com"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("www.食狮.公司.cn", "食狮.公司.cn"),
        ("a.b.unknowntld", "b.unknowntld"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1.2.3.4", "2001:db8::1.2.3.4"),
        ("", ""),
        (".", "."),
        ("a..b", "a..b"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        ("https://example.com/a/b", "c", "https://example.com/a/c"),
        ("https://example.com/a/b", "/c", "https://example.com/c"),
        ("https://example.com/a/b", "//other.example/c", "https://other.example/c"),
        ("https://example.com/a/b", " http://other.ex\nample/ ", "http://other.example/"),
        ("https://example.com/a", "#x", "https://example.com/a#x"),
        ("https://example.com/a", "mailto:a@b.example", "mailto:a@b.example"),
        (None, " a/b ", "a/b"),
        ("https://example.com/", "http://[bad", "http://[bad"),
        ("http://[bad", "x", "x"),
    ],
)
def test_resolve(base: str | None, href: str, address: str) -> None:
    assert resolve(base, href) == address


@pytest.mark.parametrize(
    "href",
    [
        "https://example.com/", "HTTP://example.com", "//example.com", "/a", "a/b:c", "?a=b:c", "#a:b", "",
        "mailto:someone@example.com", "tel:+49123", " https://example.com",
    ],
)  # fmt: skip
def test_safe_link(href: str) -> None:
    assert is_safe_link(href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "java\x00script:alert(1)", "\x01javascript:alert(1)", "javascript\t:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "blob:https://example.com/1", "javascript://example.com/%0aalert(1)",
        "ftp://example.com/", "view-source:https://example.com",
    ],
)  # fmt: skip
def test_unsafe_link(href: str) -> None:
    assert not is_safe_link(href)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://evil.example/a.php?b=c.d", "hxxps://evil[.]example/a.php?b=c.d"),
        ("HTTP://Evil.Example", "hxxp://Evil[.]Example"),
        ("//evil.example/x", "//evil[.]example/x"),
        ("http://user@a.evil.example:80/x", "hxxp://user@a[.]evil[.]example:80/x"),
        ("evil.example/x", "evil[.]example/x"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("/a/b.html", "/a/b.html"),
        ("", ""),
    ],
)
def test_defang(url: str, shown: str) -> None:
    assert defang(url) == shown


hostile = st.one_of(
    st.text(),
    st.text(alphabet="htps:/\\@.[]%#?\t\n ae1。\u00ad", max_size=40),
    st.builds("http://{}/{}".format, st.text(max_size=20), st.text(max_size=10)),
)


@given(hostile, hostile)
def test_nothing_raises(base: str, href: str) -> None:
    host = host_of(href)
    assert host == host.lower()
    assert not set(host) & set("/\\@?# \t\n")
    registrable_domain(host)
    resolve(base, href)
    is_safe_link(href)
    defang(href)


@given(hostile)
def test_the_host_is_found_again_in_its_own_address(href: str) -> None:
    host = host_of(href)
    if host and ":" not in host:
        assert host_of(f"https://{host}/") == host


beginnings = st.sampled_from(
    ["https://", "http://", "//", "http:/", "https:", "http://a.example", "http://a.example ", "/"]
)
endings = st.text(alphabet="/\\ \t@:?#.ab8", max_size=12)


@given(st.lists(st.one_of(hostile, st.builds("{}{}".format, beginnings, endings)), max_size=12))
def test_many_hosts_are_those_of_each(hrefs: list[str]) -> None:
    assert hosts_of(hrefs) == [host_of(href) for href in hrefs]


def test_many_hosts_of_addresses_that_begin_alike() -> None:
    hrefs = [
        "http://a.example/x",
        "http://a.example /x",
        "http://a.example/y",
        "http://a.example\\@b.example/",
    ]
    assert hosts_of(hrefs) == ["a.example", "", "a.example", "a.example"]
