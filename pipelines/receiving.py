"""Scrapy's item pipeline: what the crawl found goes into the store as it came. Nothing here may take long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.store.pages import Arrival, Sighting, note_arrival, note_sighting
from monitor.store.receiving import receive
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
            receipt = receive(db, item.document, at) if item.document else None
            note_arrival(db, item, at)
        return replace(item, receipt=receipt)
