"""The store as the corpus stages see it: earlier documents and the stories so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from monitor.document import Document
from monitor.store.documents import fingerprint, read_documents


class StoreCorpus:
    """Answers what a corpus stage asks of everything stored; reads inside the runner's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_same_text(self, text: str, outside: int) -> list[Document]:
        """The current documents with this text, letter case and punctuation apart, oldest first.

        Versions of document `outside` are left out: a corrected article is no copy of itself.
        """
        ids = self._ids(
            "SELECT id FROM document WHERE current AND fingerprint = ? AND fingerprint <> '' AND version_of <> ?"
            " ORDER BY dated_at, content_hash, id",
            [fingerprint(text), outside],
        )
        return read_documents(self._db, ids, frozenset())

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

    def _ids(self, sql: str, values: list[Any]) -> list[int]:
        return [row[0] for row in self._db.execute(sql, values)]
