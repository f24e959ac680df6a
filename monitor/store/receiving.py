"""Documents arriving: new, known, or a new version of what is there. What was received is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from monitor.document import Document, Origin
from monitor.search.indexing import note_changed
from monitor.store.lines import learn_lines

# what was copied from a version may not be in the next one
COMPARED_AGAIN = """DELETE FROM step WHERE stage = 'duplicates'
    AND document_id IN (SELECT id FROM document WHERE duplicate_of = ?)"""


class Receipt(StrEnum):
    """What became of a document that arrived."""

    NEW = "new"
    VERSION = "version"  # its address is known, its content is not
    KNOWN = "known"


def receive(db: Database, document: Document, at: str) -> Receipt:
    """Store `document` as it came, at time `at` (UTC), in one transaction, and where it was seen.

    One that equals an earlier version is known: an old file read again does not undo a correction.
    """
    with db.atomic():
        current = _row(db, "SELECT * FROM document WHERE key = ? AND current", document.key)
        same = _row(
            db, "SELECT id FROM document WHERE key = ? AND content_hash = ?", document.key, document.content_hash
        )
        if current is None:
            document_id, receipt = _insert(db, document, at, version=1), Receipt.NEW
            db.execute("UPDATE document SET version_of = id WHERE id = ?", [document_id])
        elif same is not None:
            document_id, receipt = same["id"], Receipt.KNOWN
        else:
            db.execute("UPDATE document SET current = 0 WHERE id = ?", [current["id"]])
            db.execute(COMPARED_AGAIN, [current["id"]])
            document_id = _insert(db, document, at, current["version"] + 1, current["version_of"])
            note_changed(db, [document_id])  # what it replaces leaves the index, even where this one is rejected
            _note_changes(db, document_id, current, document)
            receipt = Receipt.VERSION
        if receipt is not Receipt.KNOWN:
            learn_lines(db, current["version_of"] if current else document_id, document.outlet, document.raw_text)
        for origin in document.origins:
            _add_origin(db, document_id, origin, at)
        return receipt


def _note_changes(db: Database, document_id: int, old: Mapping[str, Any], new: Document) -> None:
    found = [("title", old["raw_title"], new.raw_title)] if old["raw_title"] != new.raw_title else []
    found += [("text", *change) for change in find_changes(old["raw_text"], new.raw_text)]
    db.conn.executemany("INSERT INTO change VALUES (?, ?, ?, ?)", [(document_id, *change) for change in found])


def find_changes(old: str, new: str) -> list[tuple[str, str]]:
    """What stood in `old` and what stands in its place in `new`, paragraph by paragraph; "" where there is nothing."""
    before, after = ([line for line in text.split("\n") if line.strip()] for text in (old, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [("\n".join(before[a:b]), "\n".join(after[c:d])) for step, a, b, c, d in steps if step != "equal"]


def _row(db: Database, sql: str, *values: Any) -> dict[str, Any] | None:
    return next(db.query(sql, values), None)


def _insert(db: Database, document: Document, at: str, version: int, version_of: int | None = None) -> int:
    values = {
        "key": document.key,
        "url": document.url,
        "outlet": document.outlet,
        "raw_title": document.raw_title,
        "raw_text": document.raw_text,
        "author": document.author,
        "published_at": document.published_at,
        "published_precision": document.published_precision,
        "received_at": at,
        "dated_at": document.published_at or at,
        "language_hint": document.language_hint,
        "version_of": version_of,
        "version": version,
        "content_hash": document.content_hash,
        "extra": json.dumps(document.extra, ensure_ascii=False, sort_keys=True),
    }
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    cursor = db.execute(f"INSERT INTO document ({names}) VALUES ({marks})", values)
    return int(cursor.lastrowid or 0)


def _add_origin(db: Database, document_id: int, origin: Origin, at: str) -> None:
    db.execute("INSERT OR IGNORE INTO source (name, kind) VALUES (?, 'load')", [origin.source])
    db.execute(
        "INSERT OR IGNORE INTO origin SELECT ?, id, ?, ? FROM source WHERE name = ?",
        [document_id, origin.address, at, origin.source],
    )
