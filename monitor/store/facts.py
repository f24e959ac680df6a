"""What ranking and filters ask of a document, laid flat: a fact a row of bytes, a document's at its number's place.

Cutting a piece out of one long row of bytes takes SQLite a tenth of the time that looking up a row of a table takes,
and a common word has fifty thousand documents to ask.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count, groupby
from typing import Any

BLOCK = 4096  # documents
WIDTHS = {"dated_at": 5, "language": 3, "length": 6, "outlet": 6}  # bytes: each search takes a copy of what it asks
LONGEST = 10 ** WIDTHS["length"] - 1
NUMBER = "+document_fts.rowid"  # with the plus the index is not asked for each number anew
VERSION = "SELECT facts FROM fact WHERE name = 'version'"
WHOLE = "SELECT CAST(group_concat(facts, '') AS BLOB) FROM (SELECT facts FROM fact WHERE name = ? ORDER BY block)"

_read_last: dict[str, tuple[bytes, bytes]] = {}  # by fact: the version, and the row


def fact(name: str) -> str:
    """A fact of a document found, in SQL: bytes, as `spell_fact` spells them."""
    return f"substr(:{name}, {WIDTHS[name]} * {NUMBER} + 1, {WIDTHS[name]})"


def compare(name: str, operator: str, value: str) -> str:
    """A condition in SQL: that a fact of a document found is less than a value, equal to it, or more."""
    return f"{fact(name)} {operator} x'{spell_fact(name, value).hex()}'"


def spell_fact(name: str, value: str | int) -> bytes:
    """A fact as bytes of its width, in the order of what they spell; outlets are told apart, in no order."""
    if name == "dated_at":
        return _count_seconds(str(value)).to_bytes(WIDTHS[name])
    if name == "outlet":
        return hashlib.sha256(str(value).encode()).digest()[: WIDTHS[name]]
    text = str(min(int(value), LONGEST)) if name == "length" else str(value)
    return text.encode()[: WIDTHS[name]].ljust(WIDTHS[name])


def _count_seconds(at: str) -> int:
    """The seconds before a time or a day; each day begins with one that is the day itself. 0 for the empty text."""
    if not at:
        return 0
    moment = datetime.fromisoformat(at)
    start = moment.toordinal() * (24 * 3600 + 1)
    return start if len(at) == 10 else start + 1 + moment.hour * 3600 + moment.minute * 60 + moment.second


def execute_flat(store: sqlite3.Connection, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
    """Execute a statement that may ask facts, with a value for each ? of it."""
    numbers = count(1)
    sql = re.sub(r"\?", lambda _: f"?{next(numbers)}", sql)
    asked = [name for name in WIDTHS if f":{name}" in sql]
    for name in asked:  # numbered too: each is handed over once, however often it is asked
        sql = sql.replace(f":{name}", f"?{next(numbers)}")
    return store.execute(sql, [*values, *(_read(store, name) for name in asked)])


def _read(store: sqlite3.Connection, name: str) -> bytes:
    """A fact of all documents, kept in memory until it changes."""
    version = read_version(store)
    known, facts = _read_last.get(name, (b"", b""))
    if version != known:
        facts = store.execute(WHOLE, [name]).fetchone()[0] if version else b""
        _read_last[name] = version, facts
    return facts


def read_version(store: sqlite3.Connection) -> bytes:
    """What is another one whenever facts or the signs of vectors change, in this store or any; b"" before the first."""
    row = store.execute(VERSION).fetchone()
    return row[0] if row else b""


def renew_version(db: sqlite3.Connection) -> None:
    """Say that facts or the signs of vectors changed. Inside the caller's transaction."""
    db.execute("INSERT OR REPLACE INTO fact VALUES ('version', 0, ?)", [os.urandom(16)])


def write_facts(db: sqlite3.Connection, documents: Iterable[dict[str, Any]]) -> None:
    """Lay these documents' facts flat: each has id, dated_at, language, outlet, length. In the caller's transaction."""
    for block, group in groupby(documents, lambda document: document["id"] // BLOCK):
        neighbours = list(group)
        for name, width in WIDTHS.items():
            _write(db, name, width, block, {d["id"] % BLOCK: spell_fact(name, d[name]) for d in neighbours})
    renew_version(db)


def _write(db: sqlite3.Connection, name: str, width: int, block: int, facts: dict[int, bytes]) -> None:
    known = db.execute("SELECT facts FROM fact WHERE name = ? AND block = ?", [name, block]).fetchone()
    whole = bytearray(known[0] if known else BLOCK * width)
    for place, fact in facts.items():
        whole[place * width : (place + 1) * width] = fact
    if not known:
        _fill(db, name, width, block)
    db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?, ?)", [name, block, bytes(whole)])


def _fill(db: sqlite3.Connection, name: str, width: int, block: int) -> None:
    """Blank blocks before this one where there are none: each has its place."""
    blank = bytes(BLOCK * width)
    first = db.execute("SELECT coalesce(max(block), -1) + 1 FROM fact WHERE name = ?", [name]).fetchone()[0]
    db.executemany("INSERT INTO fact VALUES (?, ?, ?)", ((name, n, blank) for n in range(first, block)))
