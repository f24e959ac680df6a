"""Removing documents for good, with every version and everything derived from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from monitor.search.indexing import drop_documents
from monitor.store.steps import make_pending
from monitor.store.stories import refresh

THESE = "(SELECT value FROM json_each(:ids))"
VERSIONS = f"SELECT id FROM document WHERE version_of IN (SELECT version_of FROM document WHERE id IN {THESE})"
STORIES = f"SELECT DISTINCT story_id FROM story_document WHERE document_id IN {THESE}"
COPIES = f"SELECT id FROM document WHERE duplicate_of IN {THESE}"
TAGS = f"""
    SELECT tag_id FROM mention WHERE document_id IN {THESE} UNION
    SELECT tag_id FROM document_tag WHERE document_id IN {THESE} UNION
    SELECT speaker_tag_id FROM quote WHERE document_id IN {THESE} AND speaker_tag_id IS NOT NULL"""
# other spellings of those names: the next document that uses one writes it down again
SPELLINGS = "DELETE FROM tag WHERE merged_into IN (SELECT value FROM json_each(?))"
# names that only what was removed had named
UNUSED = """
    DELETE FROM tag WHERE id IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM mention WHERE tag_id = tag.id)
        AND NOT EXISTS (SELECT 1 FROM document_tag WHERE tag_id = tag.id)
        AND NOT EXISTS (SELECT 1 FROM quote WHERE speaker_tag_id = tag.id)
        AND NOT EXISTS (SELECT 1 FROM tag merged WHERE merged.merged_into = tag.id)"""


def find_documents(
    db: Database | sqlite3.Connection, ids: Sequence[int], outlet: str | None, before: str | None
) -> list[int]:
    """The current documents for which all that is given holds: one of `ids`, of `outlet`, dated before."""
    sql, values = "SELECT id FROM document WHERE current", []
    if ids:
        sql += " AND version_of IN (SELECT version_of FROM document WHERE id IN (SELECT value FROM json_each(?)))"
        values.append(json.dumps(list(ids)))
    if outlet is not None:
        sql += " AND outlet = ?"
        values.append(outlet)
    if before:
        sql += " AND dated_at < ?"
        values.append(before)
    return [row[0] for row in db.execute(f"{sql} ORDER BY id", values)]


def forget_documents(db: Database, ids: Iterable[int]) -> None:
    """Remove these documents and all versions of them; copies of them look for another original in the next run.

    One transaction. What frozen digests say of them stays: a digest is an issue that was published.
    """
    with db.atomic():
        gone = _find(db, VERSIONS, ids)
        left, orphans, tags = (_find(db, sql, gone) for sql in (STORIES, COPIES, TAGS))
        make_pending(db, ["duplicates"], orphans)
        drop_documents(db, gone)
        marks = [json.dumps(gone)]
        db.execute("UPDATE document SET version_of = NULL WHERE id IN (SELECT value FROM json_each(?))", marks)
        db.execute("DELETE FROM document WHERE id IN (SELECT value FROM json_each(?))", marks)
        for statement in (SPELLINGS, UNUSED):
            db.execute(statement, [json.dumps(tags)])
        refresh(db, left)


def _find(db: Database, sql: str, ids: Iterable[int]) -> list[int]:
    return [row[0] for row in db.execute(sql, {"ids": json.dumps(list(ids))})]


def erase_traces(db: Database) -> None:
    """Leave no word of what was removed in the file's free pages, in the index or in the write-ahead log.

    Index and file are written anew, which takes minutes in a store of a million documents.
    """
    db.execute("INSERT INTO document_fts (document_fts) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
