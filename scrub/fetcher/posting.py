"""A message to a web hook: one POST of JSON, as guarded as every other request."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from scrub.errors import FetchError
from scrub.fetcher.client import Client
from scrub.fetcher.options import FetchOptions
from scrub.fetcher.outcome import Trouble
from scrub.fetcher.spelling import spell


def post_json(url: str, message: Any, options: FetchOptions, **seams: Any) -> None:
    """Post a message, once, without following redirects. seams are the Client's arguments for tests.

    Raises FetchError where it was not taken: forbidden, unreachable, any status but 200 to 299. The
    address is a secret to many hooks, so the words name only its host.
    """
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
    try:
        spelled = spell(url)
    except ValueError as error:
        raise FetchError(f"the web hook is {error}") from None
    status = asyncio.run(_post(spelled, body, options, seams))
    if not 200 <= status < 300:
        raise FetchError(f"{urlsplit(spelled).hostname}: the web hook answered HTTP {status}")


async def _post(url: str, body: bytes, options: FetchOptions, seams: dict[str, Any]) -> int:
    headers = {"content-type": "application/json; charset=utf-8", "accept": "*/*"}
    async with Client(options, **seams) as client:
        try:
            return (await client.exchange(url, headers, posted=body)).status
        except Trouble as trouble:
            raise FetchError(f"{urlsplit(url).hostname}: {trouble.reason}") from None
