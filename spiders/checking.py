"""Sources tried out: what one visit says of each, and the feeds that an outlet's front page leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Request, Response

from monitor.document import Document
from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.sources import Source
from spiders.answers import NotUnderstood, explain_failure, header, read_listing
from spiders.body import parse_html
from spiders.charset import decode_page
from spiders.crawl import run_spider
from spiders.feeds import NotAFeed, read_feed
from spiders.health import judge
from spiders.page import read_page
from spiders.sections import find_feeds
from spiders.visits import Visit

MOST_FEEDS = 12  # tried of one front page


def describe_visit(visit: Visit, identify: Callable[[Sequence[Document]], list[Document]]) -> tuple[str, bool]:
    """What was found, in one line, and whether it is well. `identify` names the documents' languages."""
    state, evidence = judge(visit, (), datetime.now(UTC))
    documents = [arrival.document for arrival in visit.arrivals if arrival.document]
    named = identify([replace(d, title=d.raw_title, text=d.raw_text) for d in documents])
    languages = ", ".join(f"{n} {language}" for language, n in Counter(d.language for d in named).most_common())
    titles = sum(bool(d.raw_title) for d in documents)
    dates = sum(d.published_precision in ("second", "day") for d in documents)
    pages = (
        f"; of {visit.fetched} pages tried: {titles} title, {dates} date, {len(documents)} text"
        if visit.fetched
        else ""
    )
    bugs = f"; {len(visit.bugs)} pages this program fails on: {visit.bugs[0]}" if visit.bugs else ""
    written = f" ({languages})" if languages else ""
    return f"{visit.source.name}: {state} – {evidence}{pages}{written}{bugs}", state in ("ok", "quiet") and not bugs


def find_sources(settings: Settings, url: str, language: str = "") -> list[Source]:
    """The sources at `url`: itself where it is a feed or sitemap, else the feeds its page names, else its links.

    Raises MonitorError where nothing there can be followed.
    """
    found: Scout = run_spider(settings, "spiders.checking.Scout", url=url, language=language).spider
    if not found.sources:
        raise MonitorError(f"{url}: {found.problem or 'nothing to follow there'}; try the outlet's page of feeds")
    return found.sources


class Scout(scrapy.Spider):
    """Looks at one address, and at the feeds it names."""

    name = "scout"

    def __init__(self, url: str, language: str = "", settings: Settings | None = None, **rest: Any) -> None:
        super().__init__(**rest)
        self.url, self.language, self.own = url, language, settings
        self.sources: list[Source] = []
        self.problem = ""

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the address."""
        yield Request(self.url, self.look, errback=self.miss)

    def look(self, response: Response) -> Iterator[Request]:
        """Take it as a source, or ask for the feeds it names."""
        said = header(response, "Content-Type")
        page = read_page(response.body, response.url, {"content-type": said})
        language = self.language or page.language or "en"
        host = (urlsplit(response.url).hostname or "").removeprefix("www.")
        tree = parse_html(decode_page(response.body, said)[0]) if "html" in said else None
        feeds = find_feeds(tree, response.url)[:MOST_FEEDS] if tree is not None and response.status == 200 else []
        for feed in feeds:
            named = {"outlet": page.outlet or host, "language": language, "title": feed.title}
            yield Request(feed.url, self.try_feed, errback=self.miss, cb_kwargs=named)
        if not feeds:
            self.take(response, page.outlet or host, language)

    def take(self, response: Response, outlet: str, language: str) -> None:
        """The address itself as a source, if it can be understood."""
        try:
            listing = read_listing(response, "")
        except NotUnderstood as problem:
            self.problem = str(problem)
            return
        self.sources.append(Source(outlet, outlet, response.url, language, listing.kind))

    def try_feed(self, response: Response, outlet: str, language: str, title: str) -> None:
        """A feed that the page names, if it is one with entries."""
        try:
            feed = read_feed(response.body, response.url, header(response, "Content-Type"))
        except NotAFeed as problem:
            self.problem = str(problem)
            return
        if feed.entries:
            name = feed.title or title or outlet
            written = self.language or feed.language[:2] or language
            self.sources.append(Source(name, outlet, response.url, written, "feed"))

    def miss(self, failure: Any) -> None:
        """No answer."""
        self.problem = self.problem or explain_failure(failure)[1]
