"""Commands that keep the store well: forget, export, backup, doctor."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from monitor.commands.options import Call, command_options, refuse_store
from monitor.document import TIME
from monitor.errors import MonitorError
from monitor.store.complaints import explain_complaints
from monitor.store.reading import open_to_read
from monitor.terminal import count, echo

if TYPE_CHECKING:
    from sqlite_utils import Database


@click.command()
@click.argument("documents", nargs=-1, type=int, metavar="[ID]…")
@click.option("--outlet", help="Every document of this outlet.")
@click.option("--older-than", metavar="TIME", help="Every document dated before: 2026-01-31, or 90d for days ago.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@command_options
def forget(call: Call, documents: tuple[int, ...], outlet: str | None, older_than: str | None, yes: bool) -> int:
    """Remove documents, with everything derived from them, for good."""
    from monitor.store.forgetting import erase_traces, find_documents, forget_documents
    from monitor.store.writing import open_to_write

    if not documents and outlet is None and older_than is None:
        raise MonitorError("forget what? give document numbers, --outlet NAME or --older-than TIME")
    with open_to_read(call.store) as store:  # asking holds no lock: a crawl may go on
        ids = find_documents(store, documents, outlet, parse_time(older_than) if older_than else None)
    if not ids:
        raise MonitorError("no such documents in the store; `monitor search` and `monitor status` show what is there")
    if not (yes or click.confirm(f"Remove {count(len(ids), 'document')} with all versions for good?")):
        call.say("nothing was removed")
        return 1
    with open_to_write(call.store, "forget", call.say) as db:
        forget_documents(db, ids)
        erase_traces(db)
    call.say(f"removed {count(len(ids), 'document')}")
    return 0


def forget_expired(call: Call, db: Database) -> None:
    """Remove what is older than the `keep_days` setting."""
    from monitor.store.forgetting import find_documents, forget_documents

    if call.settings.keep_days:
        ids = find_documents(db, (), None, parse_time(f"{call.settings.keep_days}d"))
        forget_documents(db, ids)
        if ids:
            call.say(f"removed {count(len(ids), 'document')} older than {count(call.settings.keep_days, 'day')}")


def parse_time(text: str) -> str:
    """`2026-01-31` as it is; `90d` as the time that many days ago, UTC. Raises MonitorError for anything else."""
    if days := re.fullmatch(r"(\d{1,5})d", text):
        return (datetime.now(UTC) - timedelta(days=int(days[1]))).strftime(TIME)
    try:
        return datetime.strptime(text, "%Y-%m-%d").strftime("%Y-%m-%d")
    except ValueError as error:
        raise MonitorError(f"{text}: not a time; write a day such as 2026-01-31, or 90d for 90 days ago") from error


@click.command()
@click.argument("view", default="reading")
@click.option("--format", "style", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write here instead of standard output.")
@command_options
def export(call: Call, view: str, style: str, output: Path | None) -> int:
    """Write a table or view as JSON lines or CSV. By default the view `reading`: a line a document."""
    if output:
        refuse_store(output, call.store)
    with open_to_read(call.store) as store:
        tables = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        open_to_all = sorted(t for t in tables if not re.search(r"^_|^sqlite_|_fts", t))
        if view not in open_to_all:
            raise MonitorError(f"no table or view is called {view!r}; there are {', '.join(open_to_all)}")
        rows = store.execute(f'SELECT * FROM "{view}"')
        try:
            with output.open("w", encoding="utf-8", newline="") if output else closing(sys.stdout) as file:
                _write(rows, style, file)
        except OSError as error:
            raise MonitorError(f"{output}: cannot be written ({error.strerror}); choose another --output") from error
    return 0


def _write(rows: sqlite3.Cursor, style: str, file: TextIO) -> None:
    if style == "csv":
        writer = csv.writer(file)
        writer.writerow(column[0] for column in rows.description)
        writer.writerows(rows)
    else:
        file.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@command_options
def backup(call: Call, path: Path) -> int:
    """Copy the store to PATH. Whole and consistent, even while it is being written."""
    if path.exists():
        raise MonitorError(f"{path}: is there already; give another name, nothing is overwritten")
    with open_to_read(call.store) as store, explain_complaints(path), closing(sqlite3.connect(path)) as copy:
        store.backup(copy)
    call.say(f"copied to {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


@click.command()
@command_options
def doctor(call: Call) -> int:
    """Check everything that could be wrong. Settings, lists, store, disk, models."""
    from monitor.checkup import check_all

    findings = check_all(call.settings)
    for finding in findings:
        echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


COMMANDS = (forget, export, backup, doctor)
