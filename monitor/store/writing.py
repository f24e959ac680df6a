"""The store opened for its one writer: the lock, the file, the migrations."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from monitor.document import TIME
from monitor.errors import MonitorError
from monitor.store.complaints import check_is_sqlite, explain_complaints
from monitor.store.schema import MIGRATIONS
from monitor.terminal import count


class Busy(MonitorError):
    """Another command is writing to this store."""


def now() -> str:
    """The time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime(TIME)


@contextmanager
def open_to_write(path: Path, command: str, say: Callable[[str], None] = lambda _: None) -> Iterator[Database]:
    """Open the store for the one writer it may have, creating or migrating it as needed, and `say` what takes long.

    `command` is told to whoever comes second. Raises Busy while another writer holds the lock, and MonitorError
    where the file is no store of ours or cannot be written.
    """
    with explain_complaints(path), _lock(path, command):
        check_is_sqlite(path)
        db = Database(path)
        try:
            db.enable_wal()
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = NORMAL")  # safe with a write-ahead log, and much faster
            _bring_up_to_date(db, path, say)
            yield db
        finally:
            db.close()


def _bring_up_to_date(db: Database, path: Path, say: Callable[[str], None]) -> None:
    """Apply what migrations are missing, one by one: a stopped command goes on with the one it was at."""
    if not MIGRATIONS.applied(db):
        MIGRATIONS.apply(db)
    missing = [migration.name for migration in MIGRATIONS.pending(db)]
    for place, name in enumerate(missing, start=1):
        step = f"step {place} of {len(missing)}: {name.replace('_', ' ')}"
        minutes = ceil(path.stat().st_size / 1e9)  # a gigabyte of the longest step so far takes two thirds of one
        say(f"{path} is of an older version; {step} (takes up to {count(minutes, 'minute')})")
        MIGRATIONS.apply(db, stop_before=missing[place:])


@contextmanager
def _lock(path: Path, command: str) -> Iterator[None]:
    try:
        holder = open(f"{path}.lock", "a+", encoding="utf-8")  # noqa: SIM115  closed below, when the work is done
    except OSError as error:
        raise MonitorError(f"{path}: cannot be written here ({error.strerror}); choose another --store") from error
    with holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{path}: {_name_of(holder)} is writing to this store; try again when it has ended") from error
        holder.truncate(0)
        print(f"`monitor {command}` (process {os.getpid()}, since {now()})", file=holder, flush=True)
        yield


def _name_of(holder: IO[str]) -> str:
    holder.seek(0)
    return holder.read().strip() or "another command"
