"""A crawl: the sources that are due, asked by the spider in this process, and what became of each."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from monitor.digest.labels import LABELS
from monitor.settings import Settings
from monitor.sources import Source
from monitor.store.sources import Standing
from spiders.agenda import close_visit, due_visits
from spiders.visits import Visit

PRESS = "spiders.press.Press"
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


def look_at(settings: Settings, sources: Iterable[Source], most_pages: int, say: Callable[[Visit], None]) -> None:
    """Ask sources, and a few pages of each, without a store: nothing is kept; `say` gets each visit at its end."""
    visits = [Visit(source, Standing(0)) for source in sources]
    run_spider(settings, PRESS, visits=visits, on_end=lambda visit, _: say(visit), most_pages=most_pages)


def _crawl(db: Database, settings: Settings, visits: list[Visit], report: Report, tell: Say) -> None:
    nameless: list[Visit] = []  # whose host has no address: theirs to mend only where other hosts have one

    def end(visit: Visit, crawler: Any) -> None:
        if visit.status == "dns":
            nameless.append(visit)
        else:
            close(visit, crawler)

    def close(visit: Visit, crawler: Any) -> None:
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
    if report.failed:
        tell(str(LABELS["en"]["mend"]))


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
