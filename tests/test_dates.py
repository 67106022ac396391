"""Dates as pages write them, in many languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrub.parser.dates import date_in_url, parse_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023-05-01", "2023-05-01"),
        ("2023-05-01T10:00:00Z", "2023-05-01T10:00:00+00:00"),
        ("2023-05-01T10:00:00.123+02:00", "2023-05-01T10:00:00+02:00"),
        ("2023-05-01T10:00:00-0530", "2023-05-01T10:00:00-05:30"),
        ("2023-05-01 10:00", "2023-05-01T10:00:00"),
        ("2023/05/01 10:00 AM EST", "2023-05-01T10:00:00-05:00"),
        ("20230501", "2023-05-01"),
        ("20230501T101500Z", "2023-05-01T10:15:00+00:00"),
        ("1682935200", "2023-05-01T10:00:00+00:00"),
        ("1682935200000", "2023-05-01T10:00:00+00:00"),
        ("2023年5月1日", "2023-05-01"),
        ("Mon, 01 May 2023 10:00:00 +0000", "2023-05-01T10:00:00+00:00"),
        ("Mon May 1 2023 10:00:00 GMT+0200 (CEST)", "2023-05-01T10:00:00+02:00"),
        ("01.05.2023", "2023-05-01"),
        ("２０２３-０５-０１", "2023-05-01"),
        ("1.5.2023, 14:30 Uhr", "2023-05-01T14:30:00"),
        ("13/05/2023", "2023-05-13"),
        ("05/13/2023", "2023-05-13"),
        ("01/05/2023", "2023-05-01"),
        ("May 1, 2023", "2023-05-01"),
        ("Published: May 1st, 2023 at 5:07 p.m. EDT", "2023-05-01T17:07:00-04:00"),
        ("Sept. 3, 2021 12:15 am", "2021-09-03T00:15:00"),
        ("28-Aug-2013", "2013-08-28"),
        ("24 December 2019 | 18.30", "2019-12-24T18:30:00"),
        ("1. Mai 2023", "2023-05-01"),
        ("15. März 2021", "2021-03-15"),
        ("1er août 2023", "2023-08-01"),
        ("1 de mayo de 2023", "2023-05-01"),
        ("1 maggio 2023", "2023-05-01"),
        ("1º de março de 2023", "2023-03-01"),
        ("1 mei 2023", "2023-05-01"),
        ("1 września 2022", "2022-09-01"),
        ("1 мая 2023 г., 10:15", "2023-05-01T10:15:00"),
        ("12 Ağustos 2020", "2020-08-12"),
        ("17 Agustus 2020", "2020-08-17"),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "", "yesterday", "2023", "May 2023", "2023-02-30", "32 May 2023", "1 Foo 2023", "2999-01-01", "1970-01-01",
        "1989-12-31", "9999999999", "0", "12345678901", "1/2/3", "10:00", "version 1.2.2003.4x", "0000-00-00",
        "$1,200 in 2023",
    ],
)  # fmt: skip
def test_no_dates(written: str) -> None:
    assert parse_date(written) is None


def test_numbers_alone_follow_the_language() -> None:
    assert parse_date("05/01/2023", month_first=True) == "2023-05-01"
    assert parse_date("05/01/2023") == "2023-01-05"
    assert parse_date("05.01.2023", month_first=True) == "2023-01-05"


def test_the_future_begins_in_two_days() -> None:
    today = datetime.now(UTC).date()
    assert parse_date((today + timedelta(days=1)).isoformat())
    assert parse_date((today + timedelta(days=4)).isoformat()) is None


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://example.com/2023/05/01/story", "2023-05-01"),
        ("https://example.com/news/20230501-story", "2023-05-01"),
        ("https://example.com/story-2023-05-01.html", "2023-05-01"),
        ("https://example.com/world/2019/may/06/story", "2019-05-06"),
        ("https://example.com/2023/05/story", None),
        ("https://example.com/id/1234567890", None),
        ("https://example.com/2023/99/01/", None),
        ("https://example.com/?d=/2023/05/01/", None),
    ],
)
def test_dates_in_addresses(url: str, iso: str | None) -> None:
    assert date_in_url(url) == iso


@given(st.one_of(st.text(max_size=60), st.text(alphabet="0123456789-/.:T+ apmMay年月日", max_size=40)))
def test_any_text_may_be_a_date(text: str) -> None:
    found = parse_date(text)
    assert found is None or date(1990, 1, 1) <= datetime.fromisoformat(found).date()
    date_in_url(text)
