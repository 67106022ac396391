"""Inputs as the commands read them: addresses over the network, everything else from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from scrub.commands.flags import Network
from scrub.inputs import Failure, Reading, read
from scrub.values import Page

if TYPE_CHECKING:
    from scrub.fetcher import FetchOptions, Session, Walk


def read_inputs(
    names: Iterable[str], kind: str | None, encoding: str | None, field: str | None, network: Network
) -> Iterator[Page | Failure]:
    """The pages of the inputs, with a Failure where there is none.

    Raises InputError where the archive for the downloads cannot be written.
    """
    with Addresses(network) as addresses:
        yield from read(names, Reading(kind, encoding, addresses.fetch, field))


def walker(network: Network) -> Callable[[str, FetchOptions, Iterable[str]], Walk]:
    """Opens a walk over the site at an address; the archive of the network keeps its pages."""

    def walk(url: str, options: FetchOptions, also: Iterable[str]) -> Walk:
        from scrub.fetcher import Walk

        return Walk(url, options, network.warc, also)

    return walk


class Addresses(ExitStack):
    """One session for all addresses, opened with the first; at once where an archive is to be kept.

    Not early: with the first in any case.
    """

    def __init__(self, network: Network, *, early: bool = True) -> None:
        super().__init__()
        self._network = network
        self._session = self._open() if network.warc and early else None

    def fetch(self, url: str) -> Page:
        """The page at an address. Raises FetchError."""
        return self.session.fetch(url)

    @property
    def session(self) -> Session:
        """The session, for probes that ask in their own way."""
        self._session = self._session or self._open()
        return self._session

    def sheet(self, url: str) -> str | None:
        """The text of a style sheet; None where there is none to be had."""
        from scrub.survey.sheets import from_network

        return from_network(self.session.attend)(url)

    def _open(self) -> Session:
        from scrub.fetcher import Session

        return self.enter_context(Session(self._network.options, self._network.warc))
