"""The store opened for reading. No sqlite-utils here: a search must start at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import MonitorError
from monitor.store.complaints import check_is_sqlite, explain_complaints

LAST_MIGRATION = "sure_translations"  # a test holds this to schema.py
CACHE = 32_000  # KiB: a search reads the same pages more than once


@contextmanager
def open_to_read(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing store for reading only; never waits for a writer. Rows answer by column name.

    Raises MonitorError where there is no store or it needs a migration first.
    """
    with _open(path) as (connection, migrations):
        if LAST_MIGRATION not in migrations:
            raise MonitorError(f"{path}: made by an older version; `monitor process` brings it up to date")
        yield connection


def require_store(path: Path) -> None:
    """Raise MonitorError where there is no store at `path`, of any version: a mistyped path must not make one."""
    with _open(path):
        pass


@contextmanager
def _open(path: Path) -> Iterator[tuple[sqlite3.Connection, set[str]]]:
    """The store, and the names of its migrations."""
    if not path.exists():
        raise MonitorError(f"{path}: no store here yet; `monitor load PATH` or `monitor run` makes one")
    check_is_sqlite(path)
    with explain_complaints(path):
        connection = sqlite3.connect(_address(path), uri=True)
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        try:
            yield connection, _read_migrations(path, connection)
        finally:
            connection.close()


def _address(path: Path) -> str:
    # a store on a read-only disk has no write-ahead log to share, and SQLite cannot make one
    frozen = not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK)
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if frozen else ''}"


def _read_migrations(path: Path, connection: sqlite3.Connection) -> set[str]:
    try:
        return {row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations")}
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise MonitorError(f"{path}: an SQLite file, but no store of this program; give --store another") from error
        raise
