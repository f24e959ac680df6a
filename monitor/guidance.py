"""The next sensible step, whatever the state of things: what `monitor` alone says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.errors import MonitorError
from monitor.settings import Settings
from monitor.store.reading import open_to_read
from monitor.terminal import count

LATE = timedelta(hours=36)  # a daily run that is later than this did not come
RECENT = 20_000  # documents, the newest: older ones were processed long ago, and looking at all takes time
WAITING = f"""SELECT count(*) FROM document d WHERE d.current AND d.id > (SELECT max(id) FROM document) - {RECENT}
    AND NOT EXISTS (SELECT 1 FROM step WHERE document_id = d.id)"""
UNTOLD = """SELECT count(*) FROM story_document s JOIN document d ON d.id = s.document_id AND d.current
    WHERE s.joined_at > coalesce((SELECT max(cutoff_at) FROM digest), '')
    AND NOT EXISTS (SELECT 1 FROM digest_document WHERE document_id = s.document_id)"""


@dataclass(frozen=True, slots=True)
class Step:
    """A command worth typing now, and why."""

    command: str
    why: str


def next_steps(settings: Settings, configured: bool, at: datetime | None = None) -> tuple[str, list[Step]]:
    """Where things stand, in a line, and what to do, the most sensible first.

    `configured`: whether there is a configuration file. Raises MonitorError where the store cannot be read.
    """
    if not Path(settings.store).exists():
        return _without_store(configured)
    with open_to_read(Path(settings.store)) as store:
        documents = store.execute("SELECT count(*) FROM document WHERE current").fetchone()[0]
        if not documents:
            return "The store is empty.", _without_store(configured)[1]
        day = store.execute("SELECT max(date) FROM digest").fetchone()[0]
        stories = store.execute("SELECT count(*) FROM story WHERE state <> 'merged'").fetchone()[0]
        told = f"newest digest of {day}" if day else "no digest yet"
        where = f"{count(documents, 'document')}, {stories} {'story' if stories == 1 else 'stories'}; {told}."
        return where, [*_due(store, at or datetime.now(UTC)), *_reading(bool(day))]


def _without_store(configured: bool) -> tuple[str, list[Step]]:
    if configured:
        steps = [
            Step("monitor sources check", "asks the sources that are on, and says what it found; stores nothing"),
            Step("monitor run", "fetches, processes and prints the first digest"),
        ]
        return "Settings are here, and no document yet.", steps
    steps = [
        Step("monitor init", "writes settings, a list of sources and a watch list into this folder"),
        Step("monitor load PATH", "reads documents from files, if you have some already"),
    ]
    return "Nothing is here yet.", steps


def count_waiting(store: sqlite3.Connection) -> int:
    """How many documents no stage has seen yet."""
    return int(store.execute(WAITING).fetchone()[0])


def _due(store: sqlite3.Connection, at: datetime) -> Iterator[Step]:
    """What waits to be done."""
    if waiting := count_waiting(store):
        yield Step("monitor process", f"{count(waiting, 'document')} not processed yet")
    yield from _late(store, at)
    if untold := store.execute(UNTOLD).fetchone()[0]:
        yield Step("monitor digest", f"{count(untold, 'document')} in no digest yet")
    troubled = store.execute("SELECT count(DISTINCT document_id) FROM step WHERE outcome <> 'done'").fetchone()[0]
    if troubled:
        yield Step("monitor status", f"{count(troubled, 'document')} failed, or wait for something: it says why")
    if sick := store.execute("SELECT count(*) FROM source WHERE state NOT IN ('ok', 'off')").fetchone()[0]:
        yield Step("monitor sources list", f"{count(sick, 'source')} in trouble: it says why")


def _late(store: sqlite3.Connection, at: datetime) -> Iterator[Step]:
    """A run each day is the point of it all: whether one was ever made, and whether the last is too long ago."""
    last = store.execute("SELECT max(started_at) FROM run WHERE command = 'run'").fetchone()[0]
    if last and at - datetime.fromisoformat(last) > LATE:
        days = (at - datetime.fromisoformat(last)).days
        yield Step("monitor run", f"the last was {count(max(days, 1), 'day')} ago")
        yield Step("monitor schedule", "the line for cron, so that it comes each morning")


def _reading(told: bool) -> Iterator[Step]:
    if told:
        yield Step("monitor serve", "read it in a browser")
        yield Step("monitor search WORDS", "everything collected, in both languages at once")


def describe_steps(settings: Settings, configured: bool) -> Iterator[str]:
    """The lines that `monitor` alone prints."""
    try:
        where, steps = next_steps(settings, configured)
    except MonitorError as error:
        yield str(error)
        return
    yield where
    width = max(len(step.command) for step in steps)
    for place, step in enumerate(steps[:4]):
        yield f"{'Next:' if place == 0 else '     '}  {step.command:<{width}}  {step.why}"
    yield "`monitor --help` lists everything."
