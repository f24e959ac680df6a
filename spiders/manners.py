"""How the crawl behaves: who it says it is, how often it asks, what it leaves alone, and how much it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from monitor.document import TIME
from monitor.settings import Settings, read_settings
from monitor.sources import Source

MOST_BYTES = 10 * 1024 * 1024  # of a feed, as sent and as unpacked
PAGE_BYTES = 5 * 1024 * 1024  # of a page
# Of Scrapy's: the others are ways in from outside and files nobody asked for, and named as None they are loaded still.
EXTENSIONS = (
    "scrapy.extensions.corestats.CoreStats",
    "scrapy.extensions.logstats.LogStats",
    "scrapy.extensions.spiderstate.SpiderState",
    "scrapy.extensions.throttle.AutoThrottle",
)
ROBOTS_FAILED = "robots_failed"  # in a request's meta: what failed was its host's robots.txt
REST = timedelta(hours=1)  # after "429 Too Many Requests" without a word of how long
LONGEST_REST = timedelta(days=7)
PATIENCE = 1800.0  # seconds that one source's pages may take at the pace its robots.txt asks for


ALWAYS: dict[str, Any] = {  # of Scrapy's settings, whatever ours are; by what it finds us stands in `monitor.settings`
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "news-monitor",
    "DOWNLOAD_DELAY_JITTER": 0,  # never sooner than said
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_ITEMS": 1,  # Scrapy starts so many workers for every answer, which gives one document
    "WARN_ON_GENERATOR_RETURN_VALUE": False,  # reads the source of every callback to find a beginner's mistake
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # the newest first, as the sources name them
    "DOWNLOAD_MAXSIZE": MOST_BYTES,
    "DOWNLOAD_WARNSIZE": 0,
    "REDIRECT_MAX_TIMES": 5,
    "RETRY_TIMES": 1,
    "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
    "HTTPERROR_ALLOW_ALL": True,  # every answer is evidence
    "URLLENGTH_LIMIT": 0,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),  # the web alone, wherever a page leads
    "TWISTED_DNS_RESOLVER": "spiders.guard.PublicResolver",
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "spiders.manners.Robots": 100,
        "spiders.reservations.Reservations": 110,
        "spiders.manners.Rest": 560,
    },
    "EXTENSIONS_BASE": dict.fromkeys(EXTENSIONS, 0),
    "EXTENSIONS": {"spiders.manners.Pace": 10},
}


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """What our settings mean in Scrapy's, and ALWAYS.

    A `download_delay` of 0 switches politeness between requests off, for intranets and tests; robots.txt never is.
    """
    polite = settings.download_delay > 0
    contact = f"; {settings.contact}" if settings.contact else ""
    return {
        **ALWAYS,
        "USER_AGENT": f"news-monitor/{version('news-monitor')} (reads for one person{contact})",
        "DOWNLOAD_DELAY": settings.download_delay,
        "AUTOTHROTTLE_ENABLED": polite,
        "AUTOTHROTTLE_START_DELAY": settings.download_delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if polite else 8,
        "DOWNLOAD_TIMEOUT": settings.download_timeout,
        "PRIVATE_ADDRESSES": settings.allow_private_addresses,
        "HTTPPROXY_ENABLED": settings.allow_private_addresses,  # a proxy looks names up itself, and guards nothing
    }


class Bridge:
    """Scrapy's add-on by which `scrapy crawl` finds the settings of `monitor.toml` and the environment."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: Any) -> None:
        """Add ours, under what the command line says."""
        settings.update(scrapy_settings(read_settings()), priority="project")


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 has it: none there allows all; out of reach, or a server in trouble, nothing."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._out_of_reach: dict[str, Exception] = {}  # host → why its robots.txt could not be had

    async def process_request(self, request: Any, spider: Any = None) -> None:
        """Let the request pass, or fail it as its host's robots.txt failed."""
        await super().process_request(request)
        error = self._out_of_reach.get(urlsplit(request.url).netloc)
        if error and not request.meta.get("dont_obey_robotstxt"):
            request.meta[ROBOTS_FAILED] = True
            raise error

    async def robot_parser(self, request: Any) -> Any:
        """The host's rules. Of several requests that wait for them, Scrapy 2.19 tells the first alone; look again."""
        await super().robot_parser(request)
        return self._parsers[urlsplit(request.url).netloc]

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._out_of_reach[netloc] = exc
        super()._robots_error(exc, netloc)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500:
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)


class Pace:
    """Keeps to the Crawl-delay of robots.txt, however fast AutoThrottle would go."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self.delays: dict[str, float] = {}
        crawler.signals.connect(self.read_delay, signals.robots_parsed)
        crawler.signals.connect(self.hold_back, signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Pace:
        """Scrapy's way to make one."""
        return cls(crawler)

    def read_delay(self, robotparser: Any, request: Any) -> None:
        """Note what a host's robots.txt asks for, and begin."""
        host = urlsplit(request.url).hostname or ""
        delay = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if delay:
            self.delays[host] = float(delay)
            self._slow_down(host)

    def hold_back(self, request: Any) -> None:
        """After each answer AutoThrottle may have set a shorter delay."""
        self._slow_down(str(request.meta.get("download_slot", "")))

    def _slow_down(self, host: str) -> None:
        slot = self._crawler.engine.downloader.slots.get(host)
        if slot and host in self.delays:
            slot.delay = max(slot.delay, self.delays[host])
            slot.concurrency = 1

    def most_pages(self, host: str, most: int) -> int:
        """How many of `most` pages there is time for at the host's pace."""
        return max(1, min(most, int(PATIENCE / self.delays.get(host, 0.001))))


class Rest:
    """Leaves a host alone that asks for it: "429 Too Many Requests", or any answer with Retry-After but success."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self.until: dict[str, str] = {}  # host → time
        crawler.signals.connect(self.read_answer, signals.response_downloaded)  # before the next of its queue is asked

    @classmethod
    def from_crawler(cls, crawler: Any) -> Rest:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Drop the request while its host rests."""
        until = self.until.get(urlsplit(request.url).hostname or "", "")
        if until > datetime.now(UTC).strftime(TIME):
            raise _waiting(until)

    def read_answer(self, request: Any, response: Any) -> None:
        """Note that a host asks to wait."""
        said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
        if response.status == 429 or (said and response.status >= 500):
            until = self.until[urlsplit(request.url).hostname or ""] = rest_until(said, datetime.now(UTC))
            self._drop_waiting(str(request.meta.get("download_slot", "")), until)

    def _drop_waiting(self, host: str, until: str) -> None:
        """Requests that stand in line at the downloader have been let through before."""
        slot = self._crawler.engine.downloader.slots.get(host)
        while slot and slot.queue and until > datetime.now(UTC).strftime(TIME):
            slot.queue.popleft()[1].errback(_waiting(until))


def _waiting(until: str) -> IgnoreRequest:
    return IgnoreRequest(f"the site asks to wait until {until}")


def rest_until(said: str, now: datetime) -> str:
    """When a Retry-After (seconds, or a date) ends: an hour from now where it says nothing, at most a week."""
    try:
        wait = timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said) - now
    except (ValueError, TypeError, OverflowError):
        wait = REST
    return (now + min(max(wait, timedelta(0)), LONGEST_REST)).strftime(TIME)


def unless_changed(etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask for a body only where it is no longer the one these were sent with (RFC 9110, 13.1)."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def cookie_header(source: Source, url: str) -> dict[str, str]:
    """The source's cookies, for addresses of its own site alone (the domain it registered)."""
    if not source.cookies:
        return {}
    import tldextract

    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # with the list it comes with
    own, other = (extract(address).top_domain_under_public_suffix for address in (source.address, url))
    return {"Cookie": source.cookies} if own and own == other else {}
