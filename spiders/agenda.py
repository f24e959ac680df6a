"""Which sources are due, and what their visits made of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from monitor.document import TIME
from monitor.settings import Settings, read_settings
from monitor.sources import choose_sources, read_sources
from monitor.store.sources import Check, read_checks, sync_sources, write_check
from monitor.store.writing import now, open_to_write
from spiders.health import judge, wait_until
from spiders.manners import Rest
from spiders.visits import Visit

HISTORY = timedelta(weeks=9)


def due_visits(db: Database, settings: Settings, names: Sequence[str]) -> tuple[list[Visit], list[Visit]]:
    """The visits to make to the sources so named, or to all that are on; and those that have to wait."""
    sources = read_sources(settings)
    chosen = choose_sources(sources, names)
    standings = sync_sources(db, sources)
    visits = [Visit(source, standings[source.name]) for source in chosen]
    at = now()
    return [v for v in visits if v.standing.retry_at <= at], [v for v in visits if v.standing.retry_at > at]


def stand_alone(source: str, held: ExitStack) -> dict[str, Any]:
    """What the spider of the press works with under `scrapy crawl press [-a source=NAME]`: the settings, the list and
    the store of the folder it runs in. The store is given back with `held`.
    """
    settings = read_settings()
    db = held.enter_context(open_to_write(Path(settings.store), "scrapy crawl"))
    visits, _ = due_visits(db, settings, [source] if source else [])

    def end(visit: Visit, crawler: Any) -> None:
        logging.getLogger("press").info(close_visit(db, visit, crawler)[0])

    return {"settings": settings, "db": db, "visits": visits, "on_end": end}


def close_visit(db: Database, visit: Visit, crawler: Any) -> tuple[str, bool]:
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


def _retry_at(visit: Visit, state: str, history: Sequence[Check], at: datetime, crawler: Any) -> str:
    """When the source may be asked again: as it said itself, else later with every failure in a row.

    A source whose pages refuse us is left alone like one that refuses itself; one whose pages are no longer
    understood is asked as ever, since asking does it no harm.
    """
    rest = crawler.get_downloader_middleware(Rest)
    hosts = {urlsplit(visit.source.address).hostname or "", *visit.hosts}
    said = max((rest.until.get(host, "") for host in hosts), default="") if rest else ""
    if said or not (visit.problem or (state == "blocked" and visit.fetched)):
        return said
    failing = takewhile(lambda c: c.state == "blocked" or c.status not in ("200", "304"), reversed(history))
    return wait_until(1 + len(list(failing)), at).strftime(TIME)
