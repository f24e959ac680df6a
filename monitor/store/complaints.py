"""What SQLite says of the file, told to a person in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import MonitorError

ADVICE = {
    "readonly": "it is read-only; change its permissions or choose another --store",
    "full": "the disk is full; free some room and run the same command again: all that was committed is safe",
    "unable to open": "it cannot be opened; check that its folder exists and may be written",
    "locked": "another program is writing to it; try again when it has ended",
    "disk I/O": "the disk failed to read or write; run `monitor doctor`",
    "malformed": "it is damaged; restore a backup, or run `monitor doctor` for details",
    "not a database": "it is damaged; restore a backup, or run `monitor doctor` for details",
}


@contextmanager
def explain_complaints(path: Path) -> Iterator[None]:
    """Raise MonitorError for an SQLite error about the file at `path`; let an error about a statement through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        advice = next((advice for sign, advice in ADVICE.items() if sign in str(error)), None)
        if advice is None:
            raise
        raise MonitorError(f"{path}: {advice}") from error


def check_is_sqlite(path: Path) -> None:
    """Raise MonitorError if something other than an SQLite file lies at `path`; an empty file will do."""
    if path.is_dir():
        raise MonitorError(f"{path}: is a folder; give --store the name of a file")
    if path.exists() and path.stat().st_size:
        try:
            with path.open("rb") as file:
                start = file.read(16)
        except OSError as error:
            raise MonitorError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
        if start != b"SQLite format 3\0":
            raise MonitorError(f"{path}: not an SQLite file, left as it is; give --store another name")
