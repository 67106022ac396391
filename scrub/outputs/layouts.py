"""The folders that pages are sorted into. A new layout is one function and one row in LAYOUTS."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from scrub.outputs.names import stem_of
from scrub.values import Page

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _flat(_: Page) -> str:
    return ""


def _host(page: Page) -> str:
    try:
        host = urlsplit(page.url or "").hostname
    except ValueError:
        host = None
    return f"{stem_of(host)}/" if host else "no-host/"


def _date(page: Page) -> str:
    found = _DATE.match(page.date or "")
    return f"{found[1]}/{found[2]}/{found[3]}/" if found else "undated/"


def _hash(page: Page) -> str:
    where = (page.url or page.source or "").encode(errors="surrogatepass")
    return hashlib.sha256(where).hexdigest()[:2] + "/"


# Name: the folder of a page below the folder of outputs, with a slash behind it.
LAYOUTS = {"flat": _flat, "host": _host, "date": _date, "hash": _hash}
