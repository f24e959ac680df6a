"""The store as the corpus stages see it: earlier documents and the stories so far."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from monitor.document import Document
from monitor.store.documents import read_documents
from monitor.store.lines import find_repeated

NEAREST = 30
SHARING = """
    SELECT d.id FROM shingle s JOIN document d ON d.id = s.document_id AND d.current
    WHERE s.hash IN (SELECT value FROM json_each(:hashes))
      AND abs(julianday(d.dated_at) - julianday(:at)) <= :days
    GROUP BY d.id ORDER BY count(*) DESC, d.dated_at, d.content_hash, d.id LIMIT :most"""


class StoreCorpus:
    """Answers what a corpus stage asks of everything stored; reads inside the runner's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_sharing(self, shingles: Sequence[int], dated_at: str, days: int) -> list[Document]:
        """The current documents dated within `days` of `dated_at` that share sampled shingles, the most alike first.

        At most NEAREST of them: a text that more documents repeat has its original among those all the same, since
        copies of it share as much with each other as with it, and the oldest of equals come first.
        """
        ids = self._ids(SHARING, {"hashes": json.dumps(list(shingles)), "at": dated_at, "days": days, "most": NEAREST})
        return read_documents(self._db, ids, frozenset())

    def find_repeated(self, outlet: str, text: str) -> list[str]:
        """The lines of a received `text` that other documents of its outlet repeat, as they came."""
        return find_repeated(self._db, outlet, text)

    def find_story(self, document_id: int) -> int | None:
        """The story of this document or of its latest version that has one."""
        return next(
            iter(
                self._ids(
                    "SELECT s.story_id FROM story_document s JOIN document d ON d.id = s.document_id"
                    " WHERE d.version_of = (SELECT version_of FROM document WHERE id = ?)"
                    " ORDER BY d.version DESC",
                    [document_id],
                )
            ),
            None,
        )

    def new_story_ids(self) -> Iterator[int]:
        """Story numbers never used before, ascending."""
        first = next(iter(self._ids("SELECT seq FROM sqlite_sequence WHERE name = 'story'", [])), 0) + 1
        while True:
            yield first
            first += 1

    def _ids(self, sql: str, values: list[Any] | dict[str, Any]) -> list[int]:
        return [row[0] for row in self._db.execute(sql, values)]
