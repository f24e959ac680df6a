"""A crawl: the sources that are due, asked by the spider in this process, and what became of each."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from monitor.settings import Settings, read_settings
from monitor.sources import Source, choose_sources, read_sources
from monitor.store.sources import Check, Standing, read_checks, sync_sources, write_check
from monitor.store.writing import TIME, now, open_to_write
from spiders.health import judge, wait_until
from spiders.underway import Underway
from spiders.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from spiders.press import Press

PRESS = "spiders.press.Press"
HISTORY = timedelta(weeks=9)
Say = Callable[[str], None]


@dataclass
class Report:
    """What a crawl did: a line a source, and the totals."""

    lines: list[str] = field(default_factory=list)
    new: int = 0  # documents and versions
    failed: int = 0  # sources blocked or broken
    problems: list[str] = field(default_factory=list)  # our own


def crawl_sources(db: Database, settings: Settings, names: Sequence[str] = (), say: Say = lambda _: None) -> Report:
    """Ask the sources so named, or all that are on, what they have new, and receive it; `say` hears of each at its end.

    Raises MonitorError for a broken list, a name nobody bears, or a store that cannot be written, and
    KeyboardInterrupt when it was told to stop: what was received until then is safe.
    """
    report = Report()

    def tell(line: str) -> None:
        report.lines.append(line)
        say(line)

    due, resting = due_visits(db, settings, names)
    for visit in resting:
        was = visit.standing
        tell(f"{visit.source.name}: {was.state}, not asked before {was.retry_at} ({was.note})")
    if due:
        _crawl(db, settings, due, report, tell)
    elif not resting:
        tell("no source is switched on; set `enabled = true` in sources.toml for those to follow")
    return report


def due_visits(db: Database, settings: Settings, names: Sequence[str]) -> tuple[list[Visit], list[Visit]]:
    """The visits to make to the sources so named, or to all that are on; and those that have to wait."""
    sources = read_sources(settings)
    chosen = choose_sources(sources, names)
    standings = sync_sources(db, sources)
    visits = [Visit(source, standings[source.name]) for source in chosen]
    at = now()
    return [v for v in visits if v.standing.retry_at <= at], [v for v in visits if v.standing.retry_at > at]


def look_at(settings: Settings, sources: Iterable[Source], most_pages: int, say: Callable[[Visit], None]) -> None:
    """Ask sources, and a few pages of each, without a store: nothing is kept; `say` gets each visit at its end."""
    visits = [Visit(source, Standing(0)) for source in sources]
    run_spider(settings, PRESS, visits=visits, on_end=lambda visit, _: say(visit), most_pages=most_pages)


def _crawl(db: Database, settings: Settings, visits: list[Visit], report: Report, tell: Say) -> None:
    nameless: list[Visit] = []  # whose host has no address: theirs to mend only where other hosts have one

    def end(visit: Visit, crawler: Crawler) -> None:
        if visit.status == "dns":
            nameless.append(visit)
        else:
            close(visit, crawler)

    def close(visit: Visit, crawler: Crawler) -> None:
        line, failed = close_visit(db, visit, crawler)
        report.new += visit.new
        report.failed += failed
        report.problems += visit.bugs
        tell(line)

    crawler = run_spider(settings, PRESS, visits=visits, db=db, on_end=end)
    if len(nameless) == len(visits) > 1:
        report.failed += len(nameless)
        tell(f"none of {len(nameless)} sources could be found: is this machine on the network? the next run asks again")
        return
    for visit in nameless:
        close(visit, crawler)


def close_visit(db: Database, visit: Visit, crawler: Crawler) -> tuple[str, bool]:
    """Write what the visit found and what that makes of the source; return it as a line, and whether it failed."""
    at = datetime.now(UTC)
    history = read_checks(db, visit.standing.id, (at - HISTORY).strftime(TIME))
    state, evidence = judge(visit, history, at)
    counts = visit.entries, visit.fetched, visit.with_text, visit.new
    check = Check(at.strftime(TIME), visit.status, *counts, evidence, state)
    whole = visit.whole and not visit.left and not visit.problem
    standing = replace(
        visit.standing,
        kind=visit.kind or visit.standing.kind,
        state=state,
        etag=visit.etag if whole else "",  # what was not read to its end is read again
        last_modified=visit.last_modified if whole else "",
        parts=visit.parts if whole else {},
        retry_at=_retry_at(visit, state, history, at, crawler),
        note="" if state == "ok" else evidence,
    )
    write_check(db, check, standing)
    return f"{visit.source.name}: {state}, {visit.new} new – {evidence}", state in ("blocked", "broken")


def _retry_at(visit: Visit, state: str, history: Sequence[Check], at: datetime, crawler: Crawler) -> str:
    """When the source may be asked again: as it said itself, else later with every failure in a row.

    A source whose pages refuse us is left alone like one that refuses itself; one whose pages are no longer
    understood is asked as ever, since asking does it no harm.
    """
    from urllib.parse import urlsplit

    from spiders.manners import Rest

    rest = crawler.get_downloader_middleware(Rest)
    hosts = {urlsplit(visit.source.address).hostname or "", *visit.hosts}
    said = max((rest.until.get(host, "") for host in hosts), default="") if rest else ""
    if said or not (visit.problem or (state == "blocked" and visit.fetched)):
        return said
    failing = takewhile(lambda c: c.state == "blocked" or c.status not in ("200", "304"), reversed(history))
    return wait_until(1 + len(list(failing)), at).strftime(TIME)


def stand_alone(spider: Press, crawler: Crawler, source: str) -> None:
    """Under `scrapy crawl press [-a source=NAME]`: the settings, the list and the store of the folder it runs in."""
    from scrapy import signals

    spider.own = read_settings()
    held = ExitStack()
    db = held.enter_context(open_to_write(Path(spider.own.store), "scrapy crawl"))
    crawler.signals.connect(held.close, signals.spider_closed, weak=False)
    spider.db, spider.underway = db, Underway(db)
    spider.visits, _ = due_visits(db, spider.own, [source] if source else [])
    spider.on_end = lambda visit, crawler: spider.logger.info(close_visit(db, visit, crawler)[0])


def run_spider(settings: Settings, spider: str, **arguments: Any) -> Any:
    """Run the spider at that dotted path in this process, which can do so once: Twisted's reactor ends with it.

    `on_end`, where given, also gets the crawler. Returns the crawler. Raises KeyboardInterrupt when told to stop, and
    what the store complained of where it could not be written.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings as ScrapySettings
    from scrapy.utils.misc import load_object

    from spiders.manners import scrapy_settings

    own = ScrapySettings()
    own.setmodule("monitor.settings", priority="project")
    own.update({**scrapy_settings(settings), "ADDONS": {}, "LOG_ENABLED": False}, priority="cmdline")
    with _signals_given_back():
        process = AsyncCrawlerProcess(own)  # chooses Twisted's reactor, before the spider's module is read
        crawler = process.create_crawler(load_object(spider))
        process.crawl(crawler, settings=settings, **arguments)
        process.start()
    if error := getattr(crawler.spider, "store_error", None):
        raise error
    if crawler.stats.get_value("finish_reason") == "shutdown":
        raise KeyboardInterrupt
    return crawler


@contextmanager
def _signals_given_back() -> Iterator[None]:
    """Scrapy takes Ctrl-C and the like to end gracefully; afterwards they are ours again."""
    taken = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.getsignal(number) for number in taken]
    try:
        yield
    finally:
        for number, handler in zip(taken, handlers, strict=True):
            signal.signal(number, handler)
