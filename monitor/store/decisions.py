"""What the reader decided: read, starred, muted, a language or tags corrected, stories joined or parted.

Stages read decisions; nothing but the reader writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from monitor.document import Decision, DecisionKind

# that document d, its outlet or its story, is muted
MUTED = """(EXISTS (SELECT 1 FROM decision m WHERE m.kind = 'mute' AND m.subject = 'outlet:' || d.outlet)
    OR EXISTS (SELECT 1 FROM story_document sd JOIN decision m ON m.kind = 'mute'
               AND m.subject = 'story:' || sd.story_id WHERE sd.document_id = d.id))"""

OPPOSITE: dict[DecisionKind, DecisionKind] = {"tag": "untag", "untag": "tag", "join": "part", "part": "join"}


def decide(db: Database, decision: Decision, at: str) -> None:
    """Keep the decision, in place of what it contradicts. Inside the caller's transaction."""
    if decision.kind == "language":  # a document has one
        db.execute("DELETE FROM decision WHERE kind = 'language' AND subject = ?", [decision.subject])
    if opposite := OPPOSITE.get(decision.kind):
        withdraw(db, Decision(opposite, decision.subject, decision.value))
    db.execute(
        "INSERT OR REPLACE INTO decision (kind, subject, value, at) VALUES (?, ?, ?, ?)",
        [decision.kind, decision.subject, decision.value, at],
    )


def withdraw(db: Database, decision: Decision) -> None:
    """Take the decision back, if it was ever made. Inside the caller's transaction."""
    db.execute(
        "DELETE FROM decision WHERE kind = ? AND subject = ? AND value = ?",
        [decision.kind, decision.subject, decision.value],
    )


def read_decisions(db: Database, subjects: Iterable[str]) -> list[Decision]:
    """All that was decided of these subjects, from either side of a pair, in an order that does not change."""
    rows = db.execute(
        "SELECT kind, subject, value FROM decision WHERE subject IN (SELECT value FROM json_each(:them))"
        " OR value IN (SELECT value FROM json_each(:them)) ORDER BY subject, kind, value",
        {"them": json.dumps(list(subjects))},
    )
    return [Decision(*row) for row in rows]
