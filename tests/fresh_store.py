"""An empty store: what the migrations make, made once and copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlite_utils import Database

from monitor.store.schema import MIGRATIONS


def fresh_store(path: Path | str = "") -> Database:
    """The store at `path`, empty where there is none, or an empty one in memory; foreign keys are kept, as always."""
    db = Database(path) if path else Database(memory=True)
    if not db.schema:
        _migrated().conn.backup(db.conn)
    db.execute("PRAGMA foreign_keys = ON")
    return db


@cache
def _migrated() -> Database:
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    return db
