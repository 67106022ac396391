"""No request reaches a forbidden address, however it is spelled or reached.

Names are resolved and connections opened by doubles that record and refuse: should the guard break,
these tests fail, and still no packet leaves the machine.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin

import httpcore
import pytest
from fetched import fetch_all, quick, reason
from web import Web, answer, redirect, serving

from scrub.errors import FetchError
from scrub.fetcher import FetchOptions, Session
from scrub.fetcher.addresses import forbidden, literal
from scrub.fetcher.spelling import spell

OPEN = quick(allow_private=False)
METADATA = [
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376", "0251.254.43518",
    "169.254.43518", "169.16689662", "169.254.169.254.", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]",
    "[::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]", "[2002:a9fe:a9fe::1]", "[fe80::1]",
    "[::ffff:0:169.254.169.254]", "[64:ff9b:1:a9fe:a9:fe00:808:808]", "[64:ff9b:1:a9:fe:a9fe:808:808]", "[64:ff9b:1:0:a9:fea9:fe08:808]",
    "[2001:0:1::5601:5601]", "[fe80::5efe:a9fe:a9fe]", "[2a00:1450::5efe:a9fe:a9fe]", "[fd00:ec2::254]", "[fd20:ce::254]", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "０xa9fea9fe", "169。254。169。254", "%31%36%39.254.169.254", "0.0.0.0", "0", "[::]", "224.0.0.1", "255.255.255.255",
]  # fmt: skip
PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "127.0.0.1.", "[::1]", "[::ffff:7f00:1]", "[::ffff:127.0.0.1]",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1", "[fc00::1]", "[fec0::1]", "[64:ff9b::10.0.0.1]",
    "[2002:7f00:1::]", "192.0.2.1",
    "[::ffff:0:7f00:1]", "[64:ff9b:1::8.8.8.8]", "[64:ff9b:1:7f00:0:100:808:808]", "[3fff::1]", "[5f00::1]",
]  # fmt: skip


class Recorder:
    """Opens no connection, and remembers which ones it was asked for; one address may be passed on."""

    def __init__(self, passed_on: tuple[str, int] | None = None) -> None:
        self.asked: list[str] = []
        self._passed_on = passed_on
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        self.asked.append(host)
        if self._passed_on is None:
            raise httpcore.ConnectError("refused by the test")
        place, port = self._passed_on
        assert place == "127.0.0.1"
        return await self._real.connect_tcp(place, port, timeout)

    async def sleep(self, seconds: float) -> None:
        """Never asked for."""


class Names:
    """A resolver with a few names; each look-up of a name gives its next answer."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        found = self._answers[host]
        return found.pop(0) if len(found) > 1 else found[0]


@pytest.mark.parametrize("host", METADATA)
@pytest.mark.parametrize("allow_private", [False, True])
def test_metadata_and_link_local_addresses_are_never_connected_to(host: str, allow_private: bool) -> None:
    recorder, names = Recorder(), Names()
    said = reason(
        f"http://{host}/latest/meta-data/",
        quick(allow_private=allow_private),
        connector=recorder,
        resolve=names,
    )
    assert said.startswith("forbidden address: ")
    assert (recorder.asked, names.asked) == ([], [])


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_addresses_are_connected_to_only_if_admitted(host: str, scheme: str) -> None:
    recorder, names = Recorder(), Names()
    said = reason(f"{scheme}://{host}/", OPEN, connector=recorder, resolve=names)
    assert said.startswith("forbidden address: forbidden: ")
    assert "--allow-private admits it" in said
    assert recorder.asked == []
    assert reason(f"{scheme}://{host}/", quick(), connector=recorder, resolve=names).startswith("unreachable")
    assert recorder.asked != []
    assert names.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "fd00::1"],
)
def test_a_name_is_as_forbidden_as_its_address(address: str) -> None:
    recorder = Recorder()
    said = reason(
        "http://inside.example/", OPEN, connector=recorder, resolve=Names(inside_example=[[address]])
    )
    assert said.startswith(f"forbidden address: forbidden: inside.example is {address}, ")
    assert recorder.asked == []


def test_one_forbidden_address_among_many_forbids_the_name() -> None:
    recorder = Recorder()
    names = Names(both_example=[["8.8.8.8", "192.168.0.1"]])
    assert "both.example is 192.168.0.1" in reason(
        "http://both.example/", OPEN, connector=recorder, resolve=names
    )
    assert recorder.asked == []


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_checked() -> None:
    """The first look-up is public and is the one that counts; later ones are checked anew."""
    with serving(Web({"/robots.txt": answer(b"", "Connection: close"), "/": answer()})) as web:
        recorder = Recorder(passed_on=("127.0.0.1", web.port))
        names = Names(flips_example=[["8.8.8.8"], ["169.254.169.254"]])
        said = reason("http://flips.example/", OPEN, connector=recorder, resolve=names)
    assert "flips.example is 169.254.169.254" in said
    assert recorder.asked == ["8.8.8.8"]
    assert names.asked == ["flips.example"] * 2  # once a connection, never between check and connection


def test_redirects_are_checked_like_any_request() -> None:
    """A redirect to each spelling of each forbidden address, from one public server."""
    hosts = [*METADATA, *PRIVATE, "inside.example"]
    targets = [*(f"http://{host}/" for host in hosts), "//0x7f.1/x", "https://10.1/"]
    with serving(Web({f"/{n}": redirect(target) for n, target in enumerate(targets)})) as web:
        recorder = Recorder(passed_on=("127.0.0.1", web.port))
        names = Names(outside_example=[["8.8.8.8"]], inside_example=[["10.0.0.1"]])
        urls = [f"http://outside.example/{n}" for n in range(len(targets))]
        pages, gone = fetch_all(urls, OPEN, connector=recorder, resolve=names)
    assert pages == []
    assert {one.outcome for one in gone} == {"forbidden address"}
    assert {one.url for one in gone} == {spell(urljoin(urls[0], target)) for target in targets}
    assert set(recorder.asked) == {"8.8.8.8"}
    assert len(web.paths()) == len(targets)


def test_robots_txt_cannot_lead_inside() -> None:
    with serving(Web({"/robots.txt": redirect("http://10.0.0.1/robots.txt")})) as web:
        recorder = Recorder(passed_on=("127.0.0.1", web.port))
        names = Names(outside_example=[["8.8.8.8"]])
        said = reason("http://outside.example/", OPEN, connector=recorder, resolve=names)
    assert "10.0.0.1, a private address" in said
    assert recorder.asked == ["8.8.8.8"]


def test_the_host_header_keeps_the_name_while_the_address_is_connected_to() -> None:
    with serving(Web({"/": answer()})) as web:
        recorder = Recorder(passed_on=("127.0.0.1", web.port))
        pages, _ = fetch_all(
            ["http://outside.example/"],
            OPEN,
            connector=recorder,
            resolve=Names(outside_example=[["8.8.8.8"]]),
        )
    assert pages[0].url == "http://outside.example/"
    assert {asked.headers["host"] for asked in web.log} == {"outside.example"}
    assert recorder.asked == ["8.8.8.8"]


def test_the_server_name_of_tls_keeps_the_name() -> None:
    named: list[str | None] = []

    class Stream:
        async def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> Any:
            assert ssl_context.verify_mode is ssl.CERT_REQUIRED
            assert ssl_context.check_hostname
            named.append(server_hostname)
            raise httpcore.ConnectError("far enough")

        async def aclose(self) -> None:
            pass

        read = write = aclose

        def get_extra_info(self, name: str) -> Any:
            return None

    class Connector(Recorder):
        async def connect_tcp(self, host: str, *rest: Any, **more: Any) -> Any:
            self.asked.append(host)
            return Stream()

    connector = Connector()
    reason(
        "https://outside.example/", OPEN, connector=connector, resolve=Names(outside_example=[["8.8.8.8"]])
    )
    assert set(named) == {"outside.example"}
    assert set(connector.asked) == {"8.8.8.8"}


def test_proxies_of_the_environment_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving(Web({"/": answer()})) as web:
        assert len(fetch_all([web.url()], quick())[0]) == 1


def test_a_library_with_another_inside_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the guard cannot be put in its place, there is an error, not an open door."""
    import httpx

    class Changed(httpx.AsyncHTTPTransport):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            del vars(self._pool)["_network_backend"]

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", Changed)
    with pytest.raises(KeyError):
        Session(quick())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "gopher://a.example/",
        "http://",
        "data:text/html,x",
        "unix:/x",
    ],
)
def test_only_http_and_https_are_fetched(url: str) -> None:
    assert reason(url) == "forbidden address: not an http or https address"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:text/html,x"]
)
def test_redirects_do_not_leave_the_web(target: str) -> None:
    with serving(Web({"/": redirect(target)})) as web:
        assert reason(web.url()) == "broken answer: redirects to something else than http or https"


@pytest.mark.parametrize(
    "host", ["1.2.3.4.5", "256.1.1.1", "0x100000000", "1.2.3.08", "a.1", "[::1", "a b", "-"]
)
def test_what_is_no_host_is_refused_before_any_look_up(host: str) -> None:
    recorder, names = Recorder(), Names()
    assert reason(f"http://{host}/", OPEN, connector=recorder, resolve=names).startswith(
        "forbidden address: not an"
    )
    assert (recorder.asked, names.asked) == ([], [])


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_free(text: str) -> None:
    assert forbidden(text, allow_private=False) is None


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("example.org", None),
        ("1.example", None),
        ("0x7f.1", "127.0.0.1"),
        ("1.2.3", "1.2.0.3"),
        ("[::1]", "::1"),
    ],
)
def test_spellings_are_read_as_browsers_read_them(host: str, address: str | None) -> None:
    assert literal(host) == address


def test_a_session_is_guarded_too() -> None:
    recorder = Recorder()
    with (
        Session(FetchOptions(), connector=recorder, resolve=Names()) as session,
        pytest.raises(FetchError, match="metadata"),
    ):
        session.fetch("http://169.254.169.254/")
    assert recorder.asked == []
