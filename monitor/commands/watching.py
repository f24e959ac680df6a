"""Commands about what is watched and how it goes: sources, topics, status."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from monitor.commands.options import Call, command_options
from monitor.store.reading import open_to_read


@click.group()
def topics() -> None:
    """What is watched: the list, and why a text matches."""


@topics.command("list")
@command_options
def list_topics(call: Call) -> int:
    """List the watched entities and topics with their names in both languages."""
    from monitor.watchlist import read_watchlist

    for watched in read_watchlist(call.settings).entries:
        names = watched.name if watched.name_fr in ("", watched.name) else f"{watched.name} / {watched.name_fr}"
        click.echo(f"{watched.kind:<12} {names}")
    return 0


@click.command()
@command_options
def status(call: Call) -> int:
    """What is pending, what failed and why, the last runs, the store's size."""
    with open_to_read(call.store) as store:
        for line in status_lines(store, call.store):
            click.echo(line)
    return 0


def status_lines(store: sqlite3.Connection, path: Path) -> list[str]:
    """The store's state, a line a fact."""
    lines = [f"store      {path} ({_size(path)})", *_documents(store), *_steps(store), *_troubles(store)]
    return [*lines, *_sources(store), *_runs(store)]


def _size(path: Path) -> str:
    size = sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists())
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def _documents(store: sqlite3.Connection) -> list[str]:
    total, outlets, first, last = store.execute(
        "SELECT count(*), count(DISTINCT outlet), min(dated_at), max(dated_at) FROM document WHERE current"
    ).fetchone()
    if not total:
        return ["documents  none yet; `monitor load PATH` or `monitor crawl` brings some"]
    languages = store.execute("SELECT language, count(*) FROM document WHERE current GROUP BY 1 ORDER BY 2 DESC, 1")
    counts = ", ".join(f"{count} {language}" for language, count in languages)
    stories = store.execute("SELECT count(*) FROM story WHERE state <> 'merged'").fetchone()[0]
    return [
        f"documents  {total} ({counts}) from {outlets} outlets, {first[:10]} to {last[:10]}",
        f"stories    {stories}",
    ]


def _steps(store: sqlite3.Connection) -> list[str]:
    fresh = store.execute(
        "SELECT count(*) FROM document WHERE current AND id NOT IN (SELECT document_id FROM step)"
    ).fetchone()[0]
    lines = [f"pending    {fresh} documents not processed yet; `monitor process` does it"] if fresh else []
    postponed = store.execute(
        "SELECT stage, error, count(*) FROM step WHERE outcome = 'postponed' GROUP BY stage, error ORDER BY stage"
    )
    return lines + [f"postponed  {count} documents in {stage}: {error}" for stage, error, count in postponed]


def _troubles(store: sqlite3.Connection) -> list[str]:
    rows = store.execute(
        "SELECT outcome, document_id, stage, error FROM step WHERE outcome IN ('failed', 'rejected')"
        " ORDER BY outcome, document_id LIMIT 20"
    )
    lines = [f"{outcome:<10} document {document} in {stage}: {error}" for outcome, document, stage, error in rows]
    if any(line.startswith("failed") for line in lines):
        lines.append("           `monitor process --again STAGE` tries failed documents again")
    return lines


def _sources(store: sqlite3.Connection) -> list[str]:
    rows = store.execute("SELECT name, state, note FROM source WHERE state NOT IN ('ok', 'off') ORDER BY name")
    return [
        f"source     {name}: {state} ({note})" if note else f"source     {name}: {state}" for name, state, note in rows
    ]


def _runs(store: sqlite3.Connection) -> list[str]:
    rows = store.execute("SELECT * FROM run ORDER BY id DESC LIMIT 5")
    lines = []
    for row in rows:
        ended = "ended" if row["ended_at"] else "did not end (killed, or still at work)"
        counts = ", ".join(
            f"{row[name]} {name}" for name in ("received", "done", "rejected", "postponed", "failed") if row[name]
        )
        lines.append(f"run {row['id']:<6} {row['started_at']} {row['command']}: {counts or 'nothing new'}; {ended}")
    return lines


COMMANDS = (topics, status)
