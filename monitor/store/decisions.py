"""What the reader decided: read, starred, muted, a language or tags corrected, stories joined or parted.

A decision speaks of a subject as the command line writes it: `document:12` (the first version's id, so that a new
version keeps it; of two joined or parted, the smaller), `story:3`, `outlet:Le Monde`. Stages read decisions; nothing
but the reader writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

Kind = Literal["language", "tag", "untag", "join", "part", "read", "star", "mute"]

OPPOSITE: dict[Kind, Kind] = {"tag": "untag", "untag": "tag", "join": "part", "part": "join"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: `value` is a language code, a tag as `kind:name`, the other document, or nothing."""

    kind: Kind
    subject: str
    value: str = ""


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
    """All that was decided of these subjects, in an order that does not change."""
    rows = db.execute(
        "SELECT kind, subject, value FROM decision WHERE subject IN (SELECT value FROM json_each(?))"
        " ORDER BY subject, kind, value",
        [json.dumps(list(subjects))],
    )
    return [Decision(*row) for row in rows]
