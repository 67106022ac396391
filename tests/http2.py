"""A small HTTP/2 server on loopback."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from web import serving


@contextmanager
def serving_http2(bodies: Mapping[str, bytes], tls: ssl.SSLContext) -> Iterator[tuple[str, set[int]]]:
    """The address of a server of these bodies, and the numbers of the streams it was asked on."""
    streams: set[int] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        try:
            while True:
                writer.write(connection.data_to_send())
                await writer.drain()
                received = await reader.read(65536)
                if not received:
                    break
                for event in connection.receive_data(received):
                    if isinstance(event, RequestReceived) and event.stream_id and event.headers:
                        streams.add(event.stream_id)
                        path = next(value for name, value in event.headers if name in (":path", b":path"))
                        headers = [(":status", "200"), ("content-type", "text/html")]
                        connection.send_headers(event.stream_id, headers)
                        connection.send_data(event.stream_id, bodies[str(path)], end_stream=True)
        finally:
            writer.close()

    with serving(tls=tls, talk=talk) as web:
        yield web.url("").rstrip("/"), streams
