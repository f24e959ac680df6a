"""What the reader decided, as the page shows it: read, starred, muted, corrected."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

OF = """SELECT kind, subject, value, at FROM decision WHERE subject IN (SELECT value FROM json_each(:them))
    OR value IN (SELECT value FROM json_each(:them)) ORDER BY at DESC, subject"""
ALL = "SELECT kind, subject, value, at FROM decision ORDER BY at DESC, subject, kind, value LIMIT 2000"


@dataclass(frozen=True)
class Verdicts:
    """Decisions by subject; empty where nothing was decided."""

    found: tuple[dict[str, Any], ...] = ()

    @cached_property
    def _by(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(row["kind"], row["subject"]): row for row in reversed(self.found)}

    def has(self, kind: str, subject: str) -> bool:
        """Whether `kind` was decided of `subject`."""
        return (kind, subject) in self._by

    def is_read(self, subject: str, changed_at: str) -> bool:
        """Whether `subject` was read and has not changed since: a story that grew is to be read again."""
        return str(self._by.get(("read", subject), {"at": ""})["at"]) >= (changed_at or "~")

    def mutes(self, outlets: Iterable[str]) -> bool:
        """Whether every one of `outlets` is muted."""
        listed = set(outlets)
        return bool(listed) and all(self.has("mute", f"outlet:{outlet}") for outlet in listed)


def read_verdicts(store: sqlite3.Connection, subjects: Iterable[str]) -> Verdicts:
    """What was decided of these subjects (`document:12`, `story:3`, `outlet:Le Monde`)."""
    rows = store.execute(OF, {"them": json.dumps(list(subjects))})
    return Verdicts(tuple(dict(row) for row in rows))


def all_verdicts(store: sqlite3.Connection) -> Verdicts:
    """All that was ever decided and not taken back, the newest first."""
    return Verdicts(tuple(dict(row) for row in store.execute(ALL)))
