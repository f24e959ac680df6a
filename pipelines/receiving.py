"""Scrapy's item pipeline: what the crawl found goes into the store as it came. Nothing here may take long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from monitor.store.pages import Arrival, Sighting, note_arrival, note_sighting
from monitor.store.receiving import Receipt, receive
from monitor.store.writing import now


class Receiving:
    """Receives into the store that the spider was given (`spider.db`); a spider without one only looks."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Receiving:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_item(self, item: Arrival | Sighting) -> Arrival | Sighting:
        """Store one page, or one more source of a known page, in one transaction; say what became of it."""
        db = self._crawler.spider.db
        if db is None:
            return item
        at = now()
        with db.atomic():
            if isinstance(item, Sighting):
                note_sighting(db, item, at)
                return item
            receipt = _receive(db, item, at)
            if item.status != "file":  # a file is no page to ask for again
                note_arrival(db, item, at)
        return replace(item, receipt=receipt)


def _receive(db: Database, arrival: Arrival, at: str) -> Receipt | None:
    if arrival.document is None:
        return None
    if not arrival.is_dress:
        return receive(db, arrival.document, at)
    for origin in arrival.document.origins:
        note_sighting(db, Sighting(origin.source, arrival.document.key, origin.address), at)
    return Receipt.KNOWN
