"""Inputs as the commands read them: addresses over the network, everything else from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from scrub.commands.flags import Network
from scrub.inputs import Failure, Reading, read
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.fetcher import Session


def read_inputs(
    names: Iterable[str], kind: str | None, encoding: str | None, field: str | None, network: Network
) -> Iterator[Page | Failure]:
    """The pages of the inputs, with a Failure where there is none.

    Raises InputError where the archive for the downloads cannot be written.
    """
    with Addresses(network) as addresses:
        yield from read(names, Reading(kind, encoding, addresses.fetch, field))


class Addresses(ExitStack):
    """One session for all addresses, opened with the first; at once where an archive is to be kept."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network
        self._session = self._open() if network.warc else None

    def fetch(self, url: str) -> Page:
        """The page at an address. Raises FetchError."""
        self._session = self._session or self._open()
        return self._session.fetch(url)

    def _open(self) -> Session:
        from scrub.fetcher import Session

        return self.enter_context(Session(self._network.options, self._network.warc))
