"""The pages of one crawl: which are under way, who else named them, and which are one page in another dress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlite_utils import Database

from monitor.document import Origin
from monitor.store.pages import Arrival, Sighting, known_pages


class Underway:
    """Keeps each page to one request a crawl, however many sources name it. `db` tells what earlier crawls stored."""

    def __init__(self, db: Database | None) -> None:
        self._db = db
        self._asked: dict[str, list[Origin] | None] = {}  # address → who named it while under way; None when in
        self._waiting: dict[str, list[Arrival]] = {}  # address under way → other dresses of it that came before

    def __contains__(self, address: str) -> bool:
        return address in self._asked

    def begin(self, address: str, origin: Origin) -> None:
        """The page is asked for."""
        self._asked[address] = [origin]

    def share(self, address: str, origin: Origin) -> Iterator[Sighting]:
        """A second source names a page of this crawl: an origin more, before or after it arrives."""
        waiting = self._asked[address]
        if waiting is None:
            yield Sighting(origin.source, address, origin.address)
        else:
            waiting.append(origin)

    def land(self, arrival: Arrival) -> Iterator[Arrival]:
        """The arrival with everyone who named its page so far; who comes later is told to the store.

        A page that calls itself by another page's address (AMP, print, mobile) is that one's other dress: it waits
        while the other is under way, and is stored only where that gives no article.
        """
        origins, self._asked[arrival.address] = self._asked[arrival.address] or [], None
        key = arrival.document.key if arrival.document else ""
        if arrival.document:
            arrival = replace(arrival, document=replace(arrival.document, origins=tuple(origins)))
        if key != arrival.address and self._asked.get(key) is not None:
            self._waiting.setdefault(key, []).append(arrival)
        else:
            yield replace(arrival, is_dress=self._is_dress(key, arrival.address))
        for other in self._waiting.pop(arrival.address, ()):
            yield replace(other, is_dress=key == arrival.address)

    def _is_dress(self, key: str, address: str) -> bool:
        if key in ("", address) or self._db is None:
            return False
        known = known_pages(self._db, [key]).get(key)
        return bool(known and known.gave_document)
