"""Sources tried out: what one visit says of each, and the feeds that an outlet's front page leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy.http import Request, Response

from monitor.document import Document
from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.sources import Source
from monitor.terminal import count
from spiders.address import canonical_address
from spiders.answers import UNREACHED, NotUnderstood, explain_failure, header, read_listing, say_problem
from spiders.body import parse_html
from spiders.charset import decode_page
from spiders.crawl import run_spider
from spiders.feeds import Entry, NotAFeed, read_feed
from spiders.health import judge
from spiders.naming import host_of, name_feed, name_outlet
from spiders.page import read_page
from spiders.sections import find_feeds
from spiders.visits import Visit

MOST_FEEDS = 12  # tried of one front page
Identify = Callable[[Sequence[Document]], list[Document]]  # names the documents' languages


def describe_visit(visit: Visit, identify: Identify) -> tuple[str, bool]:
    """What was found, in one line, and whether it is well."""
    state, evidence = judge(visit, (), datetime.now(UTC))
    documents = [arrival.document for arrival in visit.arrivals if arrival.document]
    named = identify([replace(d, title=d.raw_title, text=d.raw_text) for d in documents])
    languages = ", ".join(f"{n} {language}" for language, n in Counter(d.language for d in named).most_common())
    titles = sum(bool(d.raw_title) for d in documents)
    dates = sum(d.published_precision in ("second", "day") for d in documents)
    tried = f"; of {count(visit.fetched, 'page')} tried: {titles} title, {dates} date, {len(documents)} text"
    pages = tried if visit.fetched else ""
    bugs = f"; {count(len(visit.bugs), 'page')} this program fails on: {visit.bugs[0]}" if visit.bugs else ""
    written = f" ({languages})" if languages else ""
    return f"{visit.source.name}: {state} – {evidence}{pages}{written}{bugs}", state in ("ok", "quiet") and not bugs


def find_sources(settings: Settings, url: str, identify: Identify, language: str = "") -> list[Source]:
    """The sources at `url`: itself where it is a feed or sitemap, else the feeds its page names, else its links.

    What is written there in no stated `language` is in the one that `identify` finds in the titles.
    Raises MonitorError where nothing there can be followed.
    """
    found: Scout = run_spider(settings, "spiders.checking.Scout", url=url, identify=identify, language=language).spider
    if not found.sources:
        raise MonitorError(f"{url}: {found.problem or 'it names no article'}{found.advice}")
    return found.sources


class Scout(scrapy.Spider):
    """Looks at one address, and at the feeds it names; `sources` is what can be followed, in the page's order."""

    name = "scout"

    def __init__(
        self, url: str, identify: Identify, language: str = "", settings: Settings | None = None, **rest: Any
    ) -> None:
        super().__init__(**rest)
        self.url, self.identify, self.language, self.own = url, identify, language, settings
        self.feeds: dict[str, tuple[Source, frozenset[str]]] = {}  # address → the feed and what it names
        self.asked: list[str] = []  # addresses, as the pages name them
        self.sources: list[Source] = []
        self.problem = ""
        self.advice = "; try the outlet's page of feeds"

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the address."""
        yield Request(self.url, self.look, errback=self.miss, dont_filter=True)  # it may lead to itself, with a cookie

    def look(self, response: Response) -> Iterator[Request]:
        """Take it as a source, or ask for the feeds it names."""
        page = read_page(response.body, response.url, {"content-type": header(response, "Content-Type")})
        tree = read_tree(response)
        title = tree.findtext(".//title") if tree is not None else ""
        outlet = name_outlet(page.outlet, " ".join((title or "").split()), response.url)
        self.front = response, outlet, self.language or page.language
        yield from self.ask_feeds(*self.front, self.try_feed_or_list)

    def ask_feeds(self, response: Response, outlet: str, language: str, callback: Any) -> Iterator[Request]:
        """Ask for the feeds that a page names."""
        tree = read_tree(response)
        feeds = find_feeds(tree, response.url)[:MOST_FEEDS] if tree is not None else []
        for feed in (feed for feed in feeds if feed.url not in self.asked):
            self.asked.append(feed.url)
            named = {"outlet": outlet, "language": language, "title": feed.title}
            told = {**named, "asked": feed.url}
            yield Request(feed.url, callback, errback=self.miss, cb_kwargs=told, dont_filter=True)

    def try_feed_or_list(self, response: Response, outlet: str, language: str, **named: str) -> Iterator[Request]:
        """A feed that the front names, or the page where the outlet lists its feeds."""
        if not self.try_feed(response, outlet, language, **named):
            yield from self.ask_feeds(response, outlet, language, self.try_feed)

    def try_feed(self, response: Response, outlet: str, language: str, title: str, asked: str) -> bool:
        """Take a feed that a page names, if it is one with entries."""
        try:
            if response.status != 200:
                raise NotAFeed(f"HTTP {response.status} at the feed it names, {response.url}")
            feed = read_feed(response.body, response.url, header(response, "Content-Type"))
        except NotAFeed as problem:
            self.problem = str(problem)
            return False
        if feed.entries:
            written = self.language or feed.language[:2] or language or self.guess(feed.entries)
            unnamed = outlet in ("", host_of(self.url))
            whose = name_outlet(feed.title, feed.title, response.url) if unnamed else outlet
            source = Source(name_feed(whose, (feed.title, title)), whose, response.url, written, "feed")
            self.feeds[asked] = source, frozenset(canonical_address(entry.url) for entry in feed.entries)
        return True

    def miss(self, failure: Any) -> None:
        """No answer."""
        status, problem = explain_failure(failure)
        self.problem = self.problem or say_problem(status, problem)
        if status in UNREACHED:
            self.advice = "; is the address right, and this machine on the network?"
        elif status == "private":
            self.advice = ""

    def closed(self, reason: str) -> None:
        """Keep the feeds that name what none before does; without any, the address itself."""
        known: set[str] = set()
        for source, named in (self.feeds[address] for address in self.asked if address in self.feeds):
            if not named <= known:
                self.sources.append(source)
            known |= named
        if not self.sources and hasattr(self, "front"):
            self.take(*self.front)

    def take(self, response: Response, outlet: str, language: str) -> None:
        """The address itself as a source, if it can be understood."""
        try:
            listing = read_listing(response, "")
        except NotUnderstood as problem:
            self.problem = self.problem or str(problem)
            return
        if listing.kind == "feed":
            self.try_feed(response, "", language, "", response.url)
            self.sources += [source for source, _ in self.feeds.values()]
        else:
            written = language or self.guess(listing.entries)
            self.sources.append(Source(outlet, outlet, response.url, written, listing.kind))

    def guess(self, entries: Sequence[Entry]) -> str:
        """The language of the entries' titles; English where they do not tell."""
        titles = "\n".join(entry.title for entry in entries[:20])
        found = self.identify([Document(key="", raw_text="", text=titles)])[0].language
        return "en" if found == "und" else found


def read_tree(response: Response) -> Any:
    """The page as a tree; None where the answer is none."""
    said = header(response, "Content-Type")
    is_page = "html" in said and response.status == 200
    return parse_html(decode_page(response.body, said)[0]) if is_page else None
