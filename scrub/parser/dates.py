"""Dates as pages write them, to ISO 8601.

A date without a time stays a date; a time keeps the offset it was written with and gets none where
none was written. Impossible dates, dates before 1990 (no web page is that old) and dates more than
two days ahead (clocks and time zones explain two) are no dates.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

_FIRST_YEAR = 1990
_AHEAD = timedelta(days=2)
_PAST = datetime.now(UTC).date()  # and all before it: no clock need be asked
_LONGEST = 200  # characters of text that are looked at

# Names and abbreviations of the months, in order: en de fr es it pt nl pl ru tr id, and some more
# forms of the same languages (genitives, spellings without accents).
_MONTH_NAMES = """
january jan januar jänner janner jän janvier janv enero ene gennaio gen janeiro januari stycznia styczeń sty января янв январь ocak oca
february feb februar février fevrier févr fév febrero febbraio fevereiro fev februari lutego luty lut февраля фев февраль şubat şub subat pebruari peb
march mar märz marz mär mars marzo março marco maart mrt marca marzec марта мар март mart maret
april apr avril avr abril abr aprile april kwietnia kwiecień kwi апреля апр апрель nisan nis
may mai mayo maggio mag maio mei maja maj мая май mayıs mayis
june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июн июнь haziran haz
july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июл июль temmuz tem
august aug août aout agosto ago augustus sierpnia sierpień sie августа авг август agustus ağustos agustos ağu agt agu
september sep sept septembre septiembre setiembre settembre set setembro września wrzesień wrz сентября сен сент сентябрь eylül eylul eyl
october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября окт октябрь ekim eki
november nov novembre noviembre novembro listopada listopad lis ноября ноя нояб ноябрь kasım kasim kas nopember
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudnia grudzień gru декабря дек декабрь aralık aralik ara
"""
_MONTH = {
    name: number for number, line in enumerate(_MONTH_NAMES.strip().splitlines(), 1) for name in line.split()
}

# Hours from UTC of the zone names that mean one thing (RFC 2822 section 4.3, and the European ones).
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "wib": 7, "jst": 9, "kst": 9,
}  # fmt: skip

_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})|年\s?(\d{1,2})月\s?(\d{1,2})日?)(?!\d)"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\.?\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|ème|[.ºª°])?[\s-]*(?:de\s+|of\s+|d['’]\s*)?([^\W\d_]{3,12})"
    r"[.,]?[\s-]*(?:del?\s+)?(\d{4})(?!\d)",
    re.I,
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)", re.I)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?:[:.h](\d\d))?(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\b\.?)?"
    r"\s*\(?(?:(?:gmt|utc)?([+-]\d\d):?(\d\d)?\b|([a-z]{1,4})\b)?",
    re.I,
)
_URL_DATE = re.compile(r"[/_-]((?:19|20)\d\d)([/_-]?)(\d\d)\2(\d\d)(?!\d)")
_URL_MONTH_NAME = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?=/)", re.I)


def parse_date(text: str, *, month_first: bool = False) -> str | None:
    """ISO 8601 form of the first date in text, or None where there is no credible one.

    month_first says how 05/01/2023 is meant, where the numbers do not decide it.
    """
    text = text.strip()[:_LONGEST]
    if text[4:5] == "-" and (found := _read_iso(text)):
        return found
    for read in (_read_year_first, _read_compact, _read_epoch, _read_day_month, _read_month_day):
        found = read(text)
        if found:
            return found
    return _read_year_last(text, month_first)


def date_in_url(url: str) -> str | None:
    """The date that an address carries: /2023/05/01/, /20230501-, /2023/may/1/."""
    path = url[:2000].partition("?")[0]
    for match in _URL_DATE.finditer(path):
        if found := _iso(match[1], match[3], match[4]):
            return found
    named = _URL_MONTH_NAME.search(path)
    return _iso(named[1], _month(named[2]), named[3]) if named else None


def _read_iso(text: str) -> str | None:
    """What most pages have in their metadata, and ten times as fast as looking for it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _credible(moment.date()):
        return None
    return moment.isoformat(timespec="seconds") if len(text) > len("2023-05-01") else text


def _read_year_first(text: str) -> str | None:
    match = _YEAR_FIRST.search(text)
    return _iso(match[1], match[3] or match[5], match[4] or match[6], text[match.end() :]) if match else None


def _read_compact(text: str) -> str | None:
    match = _COMPACT.match(text)
    if not match:
        return None
    clock = f"T{match[4]}:{match[5]}:{match[6] or '00'}{text[match.end() :]}" if match[4] else ""
    return _iso(match[1], match[2], match[3], clock)


def _read_epoch(text: str) -> str | None:
    """Seconds or milliseconds since 1970."""
    if not _EPOCH.fullmatch(text):
        return None
    moment = datetime.fromtimestamp(int(text[:10]), UTC)
    return moment.isoformat() if _credible(moment.date()) else None


def _read_day_month(text: str) -> str | None:
    matches = _DAY_MONTH.finditer(text)
    return next((iso for m in matches if (iso := _iso(m[3], _month(m[2]), m[1], text[m.end() :]))), None)


def _read_month_day(text: str) -> str | None:
    matches = _MONTH_DAY.finditer(text)
    return next((iso for m in matches if (iso := _iso(m[3], _month(m[1]), m[2], text[m.end() :]))), None)


def _read_year_last(text: str, month_first: bool) -> str | None:
    match = _YEAR_LAST.search(text)
    if not match:
        return None
    first, mark, second, year = match.groups()
    rest = text[match.end() :]
    orders = [(second, first), (first, second)]
    if month_first and mark == "/":
        orders.reverse()
    return next((iso for month, day in orders if (iso := _iso(year, month, day, rest))), None)


def _month(name: str) -> str:
    return str(_MONTH.get(name.lower().replace("\u0307", ""), 0))  # Turkish İ lowers to i and a dot


def _iso(year: str, month: str, day: str, rest: str = "") -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if not _credible(found):
        return None
    clock = _clock(rest)
    return datetime.combine(found, clock).isoformat() if clock else found.isoformat()


def _credible(found: date) -> bool:
    return found.year >= _FIRST_YEAR and (found <= _PAST or found <= datetime.now(UTC).date() + _AHEAD)


def _clock(rest: str) -> time | None:
    """The time of day that follows a date within a few words, with its offset."""
    for match in _TIME.finditer(rest[:40]):
        hour, minute, second, half, *offset = match.groups()
        if minute is None and half is None:
            continue
        try:
            return time(_hour(int(hour), half), int(minute or 0), int(second or 0), tzinfo=_offset(*offset))
        except ValueError:
            return None
    return None


def _hour(hour: int, half: str | None) -> int:
    if half and 1 <= hour <= 12:
        return hour % 12 + (12 if half[0] in "pP" else 0)
    return hour


def _offset(hours: str | None, minutes: str | None, zone: str | None) -> timezone | None:
    """The offset as written. Raises ValueError for a day or more."""
    if hours:
        sign = -1 if hours[0] == "-" else 1
        return timezone(timedelta(hours=int(hours), minutes=sign * int(minutes or 0)))
    known = _ZONES.get(zone.lower()) if zone else None
    return None if known is None else timezone(timedelta(hours=known))
