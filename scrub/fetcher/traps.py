"""Links that are not followed: what is no page, other versions of one, and endless spaces of addresses.

Nothing here is asked of the addresses a person gives; only of those that pages name.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import urlsplit

MAX_LINK = 1_000  # characters
MAX_SEGMENTS = 16
MAX_PARAMETERS = 8
MAX_REPEATED = 2  # times one path segment may occur
SHAPE_LIMIT = 500  # addresses of one shape, if the shape has a query or a date

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|avif|css|m?js|json|woff2?|ttf|eot|pdf|docx?|xlsx?|pptx?|odt|zip|gz|bz2"
    r"|xz|7z|rar|tar|exe|dmg|apk|iso|mp[34]|m4[av]|ogg|wav|flac|avi|mov|mkv|webm|wmv|epub|mobi)\Z",
    re.I,
)
_SESSION = re.compile(
    r"(?:(?<=[?&])|(?<=;))(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid|cfid|cftoken|oscsid|zenid"
    r"|utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)=[^&;/]*&?",
    re.I,
)
_JSESSION_IN_PATH = re.compile(r";jsessionid=[^/?;]*", re.I)
_OTHER_VERSION = re.compile(r"(?:/amp/?\Z|/amp/|/print/?\Z|/print/|/printer-friendly/|\.amp\Z)", re.I)
_OTHER_VERSION_QUERY = re.compile(
    r"(?:^|&)(?:amp|print|printable|view=print|action=print|output=amp|outputtype=amp|format=print|replytocom)(?:=|&|\Z)",
    re.I,
)
_ACTIONS = re.compile(
    r"(?:/|[?&]action=)(?:log-?out|sign-?out|log-?in|sign-?in|register|add-to-cart|wp-login\.php|edit)(?:[/?&]|\Z)",
    re.I,
)
_DATE = re.compile(
    r"(?<!\d)((?:1[89]|2\d)\d\d)[-/](0?[1-9]|1[0-2])(?:[-/]|(?!\d))|(?:year|yr|y)=(\d{4})", re.I
)
_DIGITS = re.compile(r"\d+")
_HEX = re.compile(r"\b[0-9a-f]{16,}\b", re.I)
_OLDEST = 1990  # year; the web is not older


def without_session(url: str) -> str:
    """The address without session ids and campaign marks, which make one page many."""
    url = _JSESSION_IN_PATH.sub("", url)
    if "?" not in url:
        return url
    return _SESSION.sub("", url).rstrip("?&")


def is_trap(url: str) -> bool:
    """Whether following the address would lead to no page, to a page again, or nowhere and ever on."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    return (
        len(url) > MAX_LINK
        or len(segments) > MAX_SEGMENTS
        or parts.query.count("=") > MAX_PARAMETERS
        or max(Counter(segments).values(), default=0) > MAX_REPEATED
        or bool(_FILES.search(parts.path))
        or bool(_OTHER_VERSION.search(parts.path) or _OTHER_VERSION_QUERY.search(parts.query))
        or bool(_ACTIONS.search(f"{parts.path}?{parts.query}"))
        or _outside_of_time(url)
    )


def _outside_of_time(url: str) -> bool:
    """Whether it is a calendar's page of a year before the web, or of one after the next."""
    newest = datetime.now(UTC).year + 1
    years = (int(match[1] or match[3]) for match in _DATE.finditer(url))
    return any(not _OLDEST <= year <= newest for year in years)


def shape_of(url: str) -> str | None:
    """What addresses of one endless space have in common; None for one that is in no such space.

    Numbers and hashes count as alike, and of a query only its names count. A path without a date or
    query may have any number of pages: `/article/123456` is how honest sites look.
    """
    parts = urlsplit(url)
    if not parts.query and not _DATE.search(parts.path):
        return None
    path = _DIGITS.sub("0", _HEX.sub("0", parts.path))
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    return f"{parts.netloc}{path}?{'&'.join(names)}"
