"""The spider of the press: asks each source what is new, and each new page what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from sqlite_utils import Database

from monitor.document import Origin
from monitor.settings import Settings
from monitor.store.pages import Arrival, Known, Sighting, due_pages, known_pages
from monitor.store.writing import now
from spiders.address import canonical_address
from spiders.agenda import stand_alone
from spiders.answers import Listing, NotUnderstood, all_headers, explain_failure, header, is_unchanged, read_listing
from spiders.articles import Asked, make_arrival, read_article
from spiders.feeds import Entry
from spiders.local import read_addresses, read_local, read_version
from spiders.manners import PAGE_BYTES, Pace, cookie_header, unless_changed
from spiders.page import read_opt_outs
from spiders.reservations import SAYS
from spiders.sitemaps import MOST_BYTES, choose_parts, choose_recent
from spiders.underway import Underway
from spiders.visits import Visit

MOST_PAGES = 200  # of one source in one crawl; the others wait for the next
MOST_DUE = 50  # pages of one source asked again in one crawl
MOST_PARTS = 20  # sitemaps of one index
MOST_SHEETS = 10  # pages of one article
Found = Iterator[Request | Arrival | Sighting]


class Press(scrapy.Spider):
    """Takes visits (sources that are due) and fills them; a visit whose last request is answered goes to `on_end`.

    `db` is the store that tells what is known, and that the item pipeline receives into; without one nothing is known
    and nothing stored. `most_pages` limits the pages asked for of each source.
    """

    name = "press"

    def __init__(
        self,
        visits: Iterable[Visit] = (),
        db: Database | None = None,
        settings: Settings | None = None,
        on_end: Callable[[Visit, Any], None] = lambda *_: None,
        most_pages: int = MOST_PAGES,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.visits, self.db, self.own, self.on_end = list(visits), db, settings or Settings(), on_end
        self.most_pages = most_pages
        self.underway = Underway(db)
        self.store_error: BaseException | None = None

    @classmethod
    def from_crawler(cls, crawler: Any, *arguments: Any, **named: Any) -> Press:
        """Make the spider and have it told what became of what it gave."""
        if "visits" not in named:
            held = ExitStack()
            named |= stand_alone(named.pop("source", ""), held)
            crawler.signals.connect(held.close, signals.spider_closed, weak=False)
        spider: Press = super().from_crawler(crawler, *arguments, **named)
        crawler.signals.connect(spider.count_arrival, signals.item_scraped)
        crawler.signals.connect(spider.note_store_error, signals.item_error)
        crawler.signals.connect(spider.note_bug, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request | Arrival | Sighting]:
        """Ask every source, or read it where it lies on this machine."""
        for visit in self.visits:
            if visit.source.kind == "load":
                for found in self.read_files(visit):
                    yield found
                continue
            headers = unless_changed(visit.standing.etag, visit.standing.last_modified)
            yield self.request(visit, visit.source.address, self.read_source, self.miss_source, headers, priority=10)

    def request(
        self,
        visit: Visit,
        url: str,
        callback: Callable[..., Any],
        errback: Callable[..., Any],
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Request:
        """A request on behalf of a visit, with the source's language and cookies."""
        language = {"Accept-Language": f"{visit.source.language}, *;q=0.5"}
        return Request(
            url,
            callback,
            errback=errback,
            headers={**language, **(headers or {}), **cookie_header(visit.source, url)},
            dont_filter=True,
            priority=more.pop("priority", 0),
            meta={"download_maxsize": most_bytes} if (most_bytes := more.pop("most_bytes", 0)) else {},
            cb_kwargs={"visit": visit, **more},
        )

    # ------------------------------------------------------------------------------------------- sources

    def read_source(self, response: Response, visit: Visit) -> Found:
        """Read what the source names and ask for what is new."""
        visit.status = str(response.status)
        if is_unchanged(response):
            visit.etag, visit.last_modified = visit.standing.etag, visit.standing.last_modified
        else:
            visit.etag, visit.last_modified = header(response, "ETag"), header(response, "Last-Modified")
        yield from self.follow_listing(response, visit, depth=0)
        yield from self.ask_again(visit)
        self.close_one(visit)

    def read_part(self, response: Response, visit: Visit, part: str, depth: int) -> Found:
        """Read a sitemap that an index named."""
        if is_unchanged(response):
            visit.parts[part] = visit.standing.parts.get(part, ("", ""))
            visit.unchanged_parts += 1
        else:
            visit.parts[part] = header(response, "ETag"), header(response, "Last-Modified")
        yield from self.follow_listing(response, visit, depth, part)
        self.close_one(visit)

    def follow_listing(self, response: Response, visit: Visit, depth: int, part: str = "") -> Found:
        """Ask for what a feed, sitemap or front names; a part of an index that is not understood is passed over."""
        if is_unchanged(response):
            return
        try:
            listing = read_listing(response, visit.source.kind)
        except NotUnderstood as problem:
            if depth == 0:
                visit.problem = str(problem)
            visit.lost_parts += depth > 0
            visit.parts.pop(part, None)
            return
        visit.form, visit.kind = visit.form or listing.form, visit.kind or listing.kind
        visit.whole = visit.whole and listing.whole
        if listing.is_index:  # its parts may change where it does not, so it is read each time
            visit.forget_version(part)
            yield from self.ask_parts(visit, listing, depth)
            return
        entries = choose_recent(listing.entries, datetime.now(UTC)) if listing.kind == "sitemap" else listing.entries
        if refusals := read_opt_outs({"TDM-Reservation": response.meta.get(SAYS, ""), **all_headers(response)}):
            entries = tuple(replace(entry, opt_outs=refusals) for entry in entries)
        visit.entries += len(listing.entries)
        dates = [entry.published_at or entry.updated_at for entry in listing.entries]
        visit.newest = max([visit.newest, *dates])
        yield from list(self.ask_pages(visit, entries))  # all under way before the first of them arrives

    def ask_parts(self, visit: Visit, listing: Listing, depth: int) -> Iterator[Request]:
        """Ask for the sitemaps of an index; two levels of indexes are enough for any outlet."""
        if depth >= 2:
            return
        for entry in choose_parts(listing.entries, datetime.now(UTC))[:MOST_PARTS]:
            visit.open += 1
            headers = unless_changed(*visit.standing.parts.get(entry.url, ("", "")))
            more = {"most_bytes": MOST_BYTES, "part": entry.url, "depth": depth + 1}
            yield self.request(visit, entry.url, self.read_part, self.miss_part, headers, **more)

    def miss_source(self, failure: Any) -> Found:
        """The source did not answer: its pages are not asked for either."""
        visit = failure.request.cb_kwargs["visit"]
        visit.status, visit.problem = explain_failure(failure)
        self.close_one(visit)
        yield from ()

    def miss_part(self, failure: Any) -> Found:
        """A part of a sitemap index did not answer; the others do."""
        visit = failure.request.cb_kwargs["visit"]
        visit.lost_parts += 1
        self.close_one(visit)
        yield from ()

    def read_files(self, visit: Visit) -> Found:
        """Receive the documents of a file or folder that changed, or ask for the pages that a list in it names."""
        path = Path(visit.source.address)
        visit.status, visit.kind, visit.etag = "200", "load", read_version(path)
        if visit.etag and visit.etag == visit.standing.etag:
            visit.status = "304"
        elif addresses := read_addresses(path):
            visit.form, visit.entries = "list of addresses", len(addresses)
            yield from list(self.ask_pages(visit, addresses))
        else:
            visit.form = "files"
            for arrival in islice(read_local(visit), None if self.db is not None else self.most_pages):
                visit.open += 1
                yield arrival
        self.close_one(visit)

    # ------------------------------------------------------------------------------------------- pages

    def ask_pages(self, visit: Visit, entries: Iterable[Entry]) -> Found:
        """Ask for the pages that are new or said to have changed; tell the store who else names the others."""
        named: dict[str, Entry] = {}
        for entry in entries:
            named.setdefault(canonical_address(entry.url), entry)
        named.pop(canonical_address(visit.source.address), None)  # a link that says nothing leads back here
        known = known_pages(self.db, named) if self.db is not None else {}
        most = self.most_pages_of(visit, next(iter(named.values())).url) if named else 0
        for address, entry in named.items():
            if address in known and not (entry.updated_at > known[address].asked_at):
                yield Sighting(visit.source.name, address, entry.url)
            elif address in self.underway:
                yield from self.underway.share(address, Origin(visit.source.name, entry.url))
            elif most > 0:
                most -= 1
                yield self.ask_page(visit, address, entry, known.get(address))
            else:
                visit.left += 1

    def most_pages_of(self, visit: Visit, url: str) -> int:
        """How many pages the source may ask for, at the pace of the host they lie on."""
        pace = self.crawler.get_extension(Pace)
        most = self.most_pages - len(visit.arrivals) - visit.open + 1
        return int(pace.most_pages(urlsplit(url).hostname or "", most)) if pace else most

    def ask_again(self, visit: Visit) -> Iterator[Request]:
        """Ask for the source's pages whose time has come, whether it still names them or not."""
        if self.db is None or visit.problem:
            return
        for page in due_pages(self.db, visit.standing.id, now(), MOST_DUE):
            if page.address not in self.underway:
                yield self.ask_page(visit, page.address, Entry(page.url), page)

    def ask_page(self, visit: Visit, address: str, entry: Entry, known: Known | None = None) -> Request:
        """A page's request, conditional where the page is known."""
        visit.open += 1
        visit.hosts.add(urlsplit(entry.url).hostname or "")
        self.underway.begin(address, Origin(visit.source.name, entry.url))
        headers = unless_changed(known.etag, known.last_modified) if known else {}
        more = {"asked": Asked(address, entry, known), "most_bytes": PAGE_BYTES}
        return self.request(visit, entry.url, self.read_page, self.miss_page, headers, **more)

    def read_page(self, response: Response, visit: Visit, asked: Asked) -> Found:
        """Read one page of an article; the article arrives with its last page."""
        try:
            reading = read_article(response, visit.source, asked, self.own)
        except Exception as bug:  # a page that our own code fails on is no reason to fail with the others
            said = f"{type(bug).__name__}: {bug}"
            visit.bugs.append(f"{response.url}: {said}")
            reading = make_arrival(visit.source, asked, str(response.status), f"not read ({said})"[:200])
        if isinstance(reading, Asked):
            if len(reading.pages) < MOST_SHEETS:
                url = reading.pages[-1].next_page
                yield self.request(visit, url, self.read_page, self.miss_page, asked=reading, most_bytes=PAGE_BYTES)
                return
            reading = read_article(response, visit.source, replace(asked, is_last=True), self.own)
        if isinstance(reading, Arrival):  # which the last page gives
            yield from self.underway.land(reading)

    def miss_page(self, failure: Any) -> Found:
        """A page did not answer. Of an article in several pages, those that did are enough."""
        visit, asked = failure.request.cb_kwargs["visit"], failure.request.cb_kwargs["asked"]
        status, problem = explain_failure(failure)
        arrival = make_arrival(visit.source, asked, status, problem)
        if asked.pages:
            reading = read_article(None, visit.source, replace(asked, is_last=True), self.own)
            arrival = reading if isinstance(reading, Arrival) else arrival
        yield from self.underway.land(arrival)

    # ------------------------------------------------------------------------------------------- what came of it

    def count_arrival(self, item: Arrival | Sighting) -> None:
        """An item is through the pipeline."""
        if isinstance(item, Arrival):
            visit = next(visit for visit in self.visits if visit.source.name == item.source)
            visit.arrive(item if self.db is None else replace(item, document=None))
            self.close_one(visit)

    def close_one(self, visit: Visit) -> None:
        """A request of the visit is answered; with the last one the visit ends."""
        visit.open -= 1
        if visit.open == 0:
            self.on_end(visit, self.crawler)

    def note_bug(self, failure: Any, response: Response) -> None:
        """A source that our own code fails on is no reason to fail with the others."""
        visit = response.cb_kwargs["visit"]
        visit.bugs.append(f"{response.url}: {failure.type.__name__}: {failure.value}")
        self.close_one(visit)

    def note_store_error(self, failure: Any) -> None:
        """The store cannot be written: nothing more to do here."""
        if self.store_error is None:
            self.store_error = failure.value
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="store"))
