"""Removing documents for good, with every version and everything derived from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from monitor.search.indexing import drop_documents
from monitor.store.steps import make_pending
from monitor.store.stories import refresh


def find_documents(db: Database, ids: Sequence[int], outlet: str | None, before: str | None) -> list[int]:
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
        whole = "SELECT id FROM document WHERE version_of IN (SELECT version_of FROM document WHERE id IN (%s))"
        gone = [row[0] for row in db.execute(whole % "SELECT value FROM json_each(?)", [json.dumps(list(ids))])]
        marks = [json.dumps(gone)]
        left = [
            row[0]
            for row in db.execute(
                "SELECT DISTINCT story_id FROM story_document WHERE document_id IN (SELECT value FROM json_each(?))",
                marks,
            )
        ]
        orphans = [
            row[0]
            for row in db.execute(
                "SELECT id FROM document WHERE duplicate_of IN (SELECT value FROM json_each(?))", marks
            )
        ]
        make_pending(db, ["duplicates"], orphans)
        drop_documents(db, gone)
        db.execute("UPDATE document SET version_of = NULL WHERE id IN (SELECT value FROM json_each(?))", marks)
        db.execute("DELETE FROM document WHERE id IN (SELECT value FROM json_each(?))", marks)
        refresh(db, left)
