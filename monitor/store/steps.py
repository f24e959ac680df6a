"""What is pending, and what became of it: the store remembers, so that a killed run resumes by asking."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Signature:
    """What must be equal for a stage's earlier output to stand."""

    stage: str
    version: str
    model: str
    settings_hash: str


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document in one stage."""

    document_id: int
    outcome: str  # done, rejected, postponed, failed
    ms: float
    error: str = ""


PENDING = """
    SELECT d.id FROM document d
    LEFT JOIN step s ON s.document_id = d.id AND s.stage = :stage
    WHERE d.current
      AND (s.document_id IS NULL OR s.outcome = 'postponed' OR s.version <> :version OR s.model <> :model
           OR s.settings_hash <> :settings_hash)
      AND NOT EXISTS (SELECT 1 FROM step b WHERE b.document_id = d.id AND b.outcome IN ('rejected', 'failed')
                      AND b.stage IN (SELECT value FROM json_each(:earlier)))
    ORDER BY d.dated_at, d.content_hash, d.id"""


def pending(db: Database | sqlite3.Connection, signature: Signature, earlier: Sequence[str]) -> list[int]:
    """The documents this stage has yet to do, oldest first, leaving out those that an earlier stage gave up."""
    values = {
        "stage": signature.stage,
        "version": signature.version,
        "model": signature.model,
        "settings_hash": signature.settings_hash,
        "earlier": json.dumps(list(earlier)),
    }
    return [row[0] for row in db.execute(PENDING, values)]


def write_steps(db: Database, run_id: int, signature: Signature, steps: Iterable[Step], at: str) -> None:
    """Replace what was known of these documents in this stage."""
    s = signature
    db.conn.executemany(
        "INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (x.document_id, s.stage, s.version, s.model, s.settings_hash, run_id, x.ms, x.outcome, x.error, at)
            for x in steps
        ],
    )


def make_pending(db: Database, stages: Sequence[str], document_ids: Iterable[int] | None = None) -> None:
    """Forget the steps of `stages`, for these documents or for all, so that they run again."""
    if document_ids is None:
        db.execute("DELETE FROM step WHERE stage IN (SELECT value FROM json_each(?))", [json.dumps(list(stages))])
        return
    db.conn.executemany(
        "DELETE FROM step WHERE document_id = ? AND stage = ?", [(d, s) for d in document_ids for s in stages]
    )


def start_run(db: Database, command: str, at: str) -> int:
    """Open a run and return its number."""
    with db.atomic():
        return int(db.execute("INSERT INTO run (command, started_at) VALUES (?, ?)", [command, at]).lastrowid or 0)


def end_run(db: Database, run_id: int, counts: dict[str, int], at: str) -> None:
    """Close a run with its counts: received, taken, done, rejected, postponed, failed."""
    columns = "".join(f", {name} = :{name}" for name in counts)
    with db.atomic():
        db.execute(f"UPDATE run SET ended_at = :at{columns} WHERE id = :id", {**counts, "at": at, "id": run_id})
