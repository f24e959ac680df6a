"""Everything that could be wrong, looked at: settings, lists, store, disk, models."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import MonitorError
from monitor.mail import read_addresses
from monitor.settings import Settings
from monitor.store.reading import open_to_read

ROOM_NEEDED = 500_000_000  # bytes; a day's crawl, its translations and the write-ahead log fit well within


@dataclass(frozen=True)
class Finding:
    """One thing looked at, whether it is well, and what to do if not."""

    ok: bool
    text: str


def check_all(settings: Settings) -> list[Finding]:
    """Look at everything; the settings themselves were checked when they were read."""
    return [
        Finding(True, f"settings: store {settings.store}, timezone {settings.timezone}"),
        *_lists(settings),
        *_store(Path(settings.store)),
        _disk(Path(settings.store).resolve().parent),
        *_models(settings),
        *_mail(settings),
    ]


def _lists(settings: Settings) -> Iterator[Finding]:
    from monitor.sources import read_sources
    from monitor.watchlist import read_watchlist

    try:
        yield Finding(True, f"topics: {len(read_watchlist(settings).entries)} watched")
    except MonitorError as error:
        yield Finding(False, f"topics: {error}")
    try:
        sources = read_sources(settings)
        enabled = sum(source.enabled for source in sources)
        advice = "" if enabled else "; enable some in sources.toml"
        yield Finding(True, f"sources: {len(sources)} listed, {enabled} enabled{advice}")
    except MonitorError as error:
        yield Finding(False, f"sources: {error}")


def _store(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(True, f"store: {path} is not there yet; `monitor load` or `monitor run` makes it")
        return
    try:
        with open_to_read(path) as store:
            yield from _integrity(store)
    except MonitorError as error:
        yield Finding(False, f"store: {error}")
        return
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        yield Finding(False, f"store: {path} or its folder cannot be written; change the permissions")


def _integrity(store: sqlite3.Connection) -> Iterator[Finding]:
    verdict = store.execute("PRAGMA quick_check(1)").fetchone()[0]
    yield Finding(verdict == "ok", f"store: integrity {verdict}")
    orphans = len(store.execute("PRAGMA foreign_key_check").fetchall())
    yield Finding(not orphans, f"store: {orphans or 'no'} rows without the row they point to")
    missing = store.execute(
        "SELECT count(*) FROM document WHERE current AND text <> '' AND id NOT IN (SELECT document_id FROM indexed)"
    ).fetchone()[0]
    advice = "; `monitor process` indexes them" if missing else ""
    yield Finding(not missing, f"store: {missing or 'no'} documents missing from the search index{advice}")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    return Finding(free > ROOM_NEEDED, f"disk: {free / 1e9:.1f} GB free in {folder}")


def _models(settings: Settings) -> Iterator[Finding]:
    from monitor.equipment import list_used

    for used in list_used(settings):
        state = used.origin if used.present else f"not on this machine; {used.advice}"
        yield Finding(used.present, f"{used.use}: {used.model}, {state}")


def _mail(settings: Settings) -> Iterator[Finding]:
    """Whether the digest can be sent to whom the settings name; nothing where they name nobody."""
    try:
        to = read_addresses(settings.mail_to, "mail_to")
    except MonitorError as error:
        yield Finding(False, f"mail: {error}")
        return
    if to:
        server = settings.smtp_server
        yield Finding(bool(server), f"mail: to {', '.join(to)} by {server or 'no server; give smtp_server'}")
