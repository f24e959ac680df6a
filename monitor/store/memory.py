"""Translations remembered by sentence, model and settings, so that nothing is translated twice: a bounded cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class StoreMemory:
    """The memory of one run. What a sentence says is not kept, only its digest, and no more than `room` of them.

    Forgetting a document forgets whatever was last of use when it was translated (a trigger in the schema).
    """

    db: Database
    run_id: int
    version: str  # of the code that translates: what another one wrote does not count
    room: int = 200_000  # sentences; about 40 MB

    def recall(self, model: str, source: str, target: str, sentences: Sequence[str]) -> dict[str, tuple[str, bool]]:
        """Return the translations known, and whether they are sure, by sentence; one never seen is left out."""
        keys = {self._key(model, source, target, sentence): sentence for sentence in sentences}
        wanted = [json.dumps(list(keys))]
        rows = self.db.execute(
            "SELECT key, translation, sure FROM translation_memory WHERE key IN (SELECT value FROM json_each(?))",
            wanted,
        ).fetchall()
        with self.db.atomic():
            self.db.execute(
                "UPDATE translation_memory SET run_id = ?1"
                " WHERE run_id <> ?1 AND key IN (SELECT value FROM json_each(?2))",
                [self.run_id, *wanted],
            )
        return {keys[key]: (translation, bool(sure)) for key, translation, sure in rows}

    def remember(self, model: str, source: str, target: str, translations: Mapping[str, tuple[str, bool]]) -> None:
        """Keep these translations, by sentence."""
        rows = [(self._key(model, source, target, text), *made, self.run_id) for text, made in translations.items()]
        with self.db.atomic():
            self.db.conn.executemany(
                "INSERT OR REPLACE INTO translation_memory (key, translation, sure, run_id) VALUES (?, ?, ?, ?)", rows
            )

    def prune(self) -> None:
        """Drop what is beyond the room: first what has not been of use for the longest time."""
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM translation_memory WHERE key IN"
                " (SELECT key FROM translation_memory ORDER BY run_id DESC, key LIMIT -1 OFFSET ?)",
                [self.room],
            )

    def _key(self, *parts: str) -> str:
        return hashlib.blake2b("\0".join((self.version, *parts)).encode(), digest_size=16).hexdigest()
