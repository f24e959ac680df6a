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
from itertools import count, groupby
from typing import Any

BLOCK = 4096  # documents
WIDTHS = {"dated_at": 20, "language": 3, "length": 6, "outlet": 12}  # bytes, padded with spaces; of the text's length
LONGEST = 10 ** WIDTHS["length"] - 1
NUMBER = "+document_fts.rowid"  # with the plus the index is not asked for each number anew
VERSION = "SELECT facts FROM fact WHERE name = 'version'"
WHOLE = "SELECT CAST(group_concat(facts, '') AS BLOB) FROM (SELECT facts FROM fact WHERE name = ? ORDER BY block)"

_read_last: dict[str, tuple[bytes, bytes]] = {}  # by fact: the version, and the row


def fact(name: str) -> str:
    """A fact of a document found, in SQL: text, padded."""
    return f"CAST({_piece(name)} AS TEXT)"


def compare(name: str, operator: str, value: str) -> str:
    """A condition in SQL: that a fact of a document found is less than a value, equal to it, or more."""
    return f"{_piece(name)} {operator} x'{_pad(name, value).hex()}'"


def _piece(name: str) -> str:
    return f"substr(:{name}, {WIDTHS[name]} * {NUMBER} + 1, {WIDTHS[name]})"


def _pad(name: str, value: str) -> bytes:
    return value.encode()[: WIDTHS[name]].ljust(WIDTHS[name])


IS_DAY = f"{fact('dated_at')} LIKE '__________ %'"  # known to the day


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


def name_outlet(outlet: str) -> str:
    """What stands for an outlet among the facts; no outlet is called so."""
    return f"#{hashlib.sha256(outlet.encode()).hexdigest()[: WIDTHS['outlet'] - 1]}"


def write_facts(db: sqlite3.Connection, documents: Iterable[dict[str, Any]]) -> None:
    """Lay these documents' facts flat: each has id, dated_at, language, outlet, length. In the caller's transaction."""
    for block, group in groupby(documents, lambda document: document["id"] // BLOCK):
        neighbours = list(group)
        for name, width in WIDTHS.items():
            _write(db, name, width, block, {d["id"] % BLOCK: _spell(name, d) for d in neighbours})
    renew_version(db)


def _spell(name: str, document: dict[str, Any]) -> str:
    if name == "outlet":
        return name_outlet(document["outlet"])
    return str(min(document["length"], LONGEST) if name == "length" else document[name])


def _write(db: sqlite3.Connection, name: str, width: int, block: int, facts: dict[int, str]) -> None:
    known = db.execute("SELECT facts FROM fact WHERE name = ? AND block = ?", [name, block]).fetchone()
    whole = bytearray(known[0] if known else b" " * BLOCK * width)
    for place, fact in facts.items():
        whole[place * width : (place + 1) * width] = _pad(name, fact)
    if not known:
        _fill(db, name, width, block)
    db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?, ?)", [name, block, bytes(whole)])


def _fill(db: sqlite3.Connection, name: str, width: int, block: int) -> None:
    """Blank blocks before this one where there are none: each has its place."""
    blank = b" " * BLOCK * width
    first = db.execute("SELECT coalesce(max(block), -1) + 1 FROM fact WHERE name = ?", [name]).fetchone()[0]
    db.executemany("INSERT INTO fact VALUES (?, ?, ?)", ((name, n, blank) for n in range(first, block)))
