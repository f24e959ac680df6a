"""One visit to one source: what is counted while the crawl is under way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from monitor.sources import Source
from monitor.store.pages import Arrival
from monitor.store.receiving import Receipt
from monitor.store.sources import Standing


@dataclass
class Visit:
    """Everything one visit found; filled as answers come in, in whatever order."""

    source: Source
    standing: Standing
    status: str = ""  # of the source's own address: HTTP status, or what went wrong
    problem: str = ""  # why the source could not be understood
    form: str = ""  # RSS 2.0, news sitemap, section page …
    kind: str = ""
    entries: int = 0  # addresses the source named
    newest: str = ""  # the latest date among them
    whole: bool = True  # False: the source was cut off
    left: int = 0  # pages that were not asked for, which the next visit will be
    etag: str = ""
    last_modified: str = ""
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)  # of an index: address → ETag, Last-Modified
    unchanged_parts: int = 0
    lost_parts: int = 0  # did not answer, or not with a sitemap
    hosts: set[str] = field(default_factory=set)
    open: int = 1  # requests without an answer yet
    arrivals: list[Arrival] = field(default_factory=list)  # without their documents, except when only looking
    notes: Counter[str] = field(default_factory=Counter)  # why pages gave no document → how many
    from_feed: Counter[str] = field(default_factory=Counter)  # why documents have the feed's text → how many
    receipts: Counter[Receipt] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)

    def forget_version(self, part: str = "") -> None:
        """Have the source, or this part of it, sent whole at the next visit."""
        if part:
            self.parts.pop(part, None)
        else:
            self.etag = self.last_modified = ""

    def arrive(self, arrival: Arrival) -> None:
        """Count what came of one page."""
        self.arrivals.append(arrival)
        if arrival.note:
            (self.from_feed if arrival.is_from_feed else self.notes)[arrival.note] += 1
        if arrival.receipt:
            self.receipts[arrival.receipt] += 1

    @property
    def is_unchanged(self) -> bool:
        """Whether the source, or every part of it, answered that nothing changed since the last visit."""
        return self.status == "304" or (self.unchanged_parts > 0 and not self.entries)

    @property
    def fetched(self) -> int:
        """Pages asked for, those apart that have not changed."""
        return sum(arrival.status != "304" or arrival.note != "" for arrival in self.arrivals)

    @property
    def with_text(self) -> int:
        """Pages that gave an article."""
        return sum(arrival.document is not None or arrival.receipt is not None for arrival in self.arrivals)

    @property
    def new(self) -> int:
        """Documents and versions not seen before."""
        return self.receipts[Receipt.NEW] + self.receipts[Receipt.VERSION]
