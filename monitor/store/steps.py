"""What is pending, and what became of it: the store remembers, so that a killed run resumes by asking."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


NOT_DONE = """(s.document_id IS NULL OR s.outcome = 'postponed' OR s.version <> :version OR s.model <> :model
    OR s.settings_hash <> :settings_hash)"""
PENDING = f"""
    SELECT d.id FROM {{documents}} d
    LEFT JOIN step s ON s.document_id = d.id AND s.stage = :stage
    WHERE d.current AND {NOT_DONE}
      AND NOT EXISTS (SELECT 1 FROM step b WHERE b.document_id = d.id AND b.outcome IN ('rejected', 'failed')
                      AND b.stage IN (SELECT value FROM json_each(:earlier)))
    ORDER BY d.dated_at, d.content_hash, d.id"""
WAITING = "(SELECT * FROM document WHERE id IN (SELECT document_id FROM waiting WHERE stage = :stage))"
NOTED = """SELECT count(*) FROM signature WHERE stage = :stage
    AND version = :version AND model = :model AND settings_hash = :settings_hash"""

# what a stage has yet to do is kept as it changes: a pass over a large store need not ask every document
SIGNED = "g.version = new.version AND g.model = new.model AND g.settings_hash = new.settings_hash"
WAITS = (
    """CREATE TABLE signature (
        stage TEXT NOT NULL PRIMARY KEY,
        version TEXT NOT NULL,
        model TEXT NOT NULL,
        settings_hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE waiting (
        stage TEXT NOT NULL,                -- which may have it yet to do; all that is not here it has done
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        PRIMARY KEY (stage, document_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX waiting_document ON waiting(document_id)",
    """CREATE TRIGGER waiting_received AFTER INSERT ON document BEGIN
        INSERT OR IGNORE INTO waiting SELECT stage, new.id FROM signature;
    END""",
    f"""CREATE TRIGGER waiting_done AFTER INSERT ON step BEGIN
        DELETE FROM waiting WHERE stage = new.stage AND document_id = new.document_id AND new.outcome <> 'postponed'
            AND EXISTS (SELECT 1 FROM signature g WHERE g.stage = new.stage AND {SIGNED});
        INSERT OR IGNORE INTO waiting SELECT new.stage, new.document_id FROM signature g
            WHERE g.stage = new.stage AND (new.outcome = 'postponed' OR NOT ({SIGNED}));
    END""",
    # a step may go with its document
    """CREATE TRIGGER waiting_again AFTER DELETE ON step BEGIN
        INSERT OR IGNORE INTO waiting SELECT g.stage, d.id FROM signature g, document d
            WHERE g.stage = old.stage AND d.id = old.document_id;
    END""",
)


def note_signature(db: Database, signature: Signature) -> None:
    """Remember with what the stage runs now; where that is new, find what it has yet to do, once."""
    values = asdict(signature)
    if db.execute(NOTED, values).fetchone()[0]:
        return
    with db.atomic():
        db.execute("INSERT OR REPLACE INTO signature VALUES (:stage, :version, :model, :settings_hash)", values)
        db.execute("DELETE FROM waiting WHERE stage = :stage", values)
        db.execute(
            "INSERT INTO waiting SELECT :stage, d.id FROM document d"
            f" LEFT JOIN step s ON s.document_id = d.id AND s.stage = :stage WHERE {NOT_DONE}",
            values,
        )


def pending(db: Database | sqlite3.Connection, signature: Signature, earlier: Sequence[str]) -> list[int]:
    """The documents this stage has yet to do, oldest first, leaving out those that an earlier stage gave up.

    Costs by what is pending where the signature was noted, else by all that is stored.
    """
    values = {**asdict(signature), "earlier": json.dumps(list(earlier))}
    noted = db.execute(NOTED, asdict(signature)).fetchone()[0]
    return [row[0] for row in db.execute(PENDING.format(documents=WAITING if noted else "document"), values)]


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
