"""The store as the corpus stages see it: earlier documents and the stories so far."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from sqlite_utils import Database

from monitor.document import Document
from monitor.store.documents import read_documents
from monitor.store.fingerprints import MONTH, count_day
from monitor.store.lines import find_repeated
from monitor.store.vectors import VectorDays

NEAREST = 30
SHARING = """
    SELECT d.id FROM shingle s JOIN document d ON d.id = s.document_id AND d.current
    WHERE s.month IN (SELECT value FROM json_each(:months)) AND s.hash IN (SELECT value FROM json_each(:hashes))
      AND abs(julianday(d.dated_at) - julianday(:at)) <= :days
    GROUP BY d.id ORDER BY count(*) DESC, d.dated_at, d.content_hash, d.id LIMIT :most"""

# a month of names is counted: what is rare today may be on every page tomorrow
COMPARED = frozenset({"fingerprint", "story", "decisions"})
NAMED = 15  # days around a document in which others are looked for by its names: strong evidence wakes a quiet story
COMMON = 200  # documents of a month: a name that so many have leads nowhere
MANY = 2000
COUNTS = """
    SELECT w.value, (SELECT count(*) FROM (SELECT 1 FROM fingerprint_name n
        WHERE n.name = w.value AND n.day BETWEEN :from AND :to LIMIT :most))
    FROM json_each(:words) w"""
DOCUMENTS = "SELECT count(*) FROM (SELECT 1 FROM fingerprint WHERE day BETWEEN :from AND :to LIMIT :many)"
NAMING = """
    SELECT d.id FROM fingerprint_name n JOIN document d ON d.id = n.document_id AND d.current
    WHERE n.name IN (SELECT value FROM json_each(:names)) AND n.day BETWEEN :from AND :to AND d.id <> :id
      AND (d.id IN (SELECT value FROM json_each(:done)) OR EXISTS (
          SELECT 1 FROM story_document s WHERE s.document_id = d.id))
    GROUP BY d.id ORDER BY count(*) DESC, abs(julianday(d.dated_at) - julianday(:at)), d.dated_at, d.content_hash, d.id
    LIMIT :most"""
STORY = """
    SELECT s.story_id FROM story_document s JOIN document d ON d.id = s.document_id
    WHERE d.version_of = (SELECT version_of FROM document WHERE id = ?) ORDER BY d.version DESC LIMIT 1"""
MEMBERS = """
    SELECT d.id FROM story_document s JOIN document d ON d.id = s.document_id AND d.current
    WHERE s.story_id = ? ORDER BY d.dated_at, d.content_hash, d.id"""


class StoreCorpus:
    """Answers what a corpus stage asks of everything stored; reads inside the runner's transaction.

    One serves a whole pass: the vectors of the days at hand stay in memory from batch to batch.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._vectors = VectorDays(db)

    def find_sharing(self, shingles: Sequence[int], dated_at: str, days: int) -> list[Document]:
        """The current documents dated within `days` of `dated_at` that share sampled shingles, the most alike first.

        At most NEAREST of them: a text that more documents repeat has its original among those all the same, since
        copies of it share as much with each other as with it, and the oldest of equals come first.
        """
        day = count_day(dated_at)
        months = list(range((day - days - 1) // MONTH, (day + days + 1) // MONTH + 1))
        values = {"at": dated_at, "days": days, "most": NEAREST}
        ids = self._ids(SHARING, {**values, "hashes": json.dumps(list(shingles)), "months": json.dumps(months)})
        return read_documents(self._db, ids, frozenset())

    def find_repeated(self, outlet: str, text: str) -> dict[str, float]:
        """The lines of a received `text`, as they came, that its outlet repeats: in what share of its documents."""
        return find_repeated(self._db, outlet, text)

    def find_story(self, document_id: int) -> int | None:
        """The story of this document or of its latest version that has one."""
        return next(iter(self._ids(STORY, [document_id])), None)

    def find_near(self, document: Document, done: frozenset[int], days: int, most: int) -> list[Document]:
        """Documents in stories: the `most` nearest by vector within `days`, as many by the rare names they share.

        Named within NAMED days, or, where this one has no date of its own, at any time before its receipt. Of the later
        ones those that were in a story before this pass, or are among `done`.
        """
        told = document.fingerprint
        if not told:
            return []
        day = count_day(document.dated_at)
        ids = self._vectors.find_nearest(told.vector, document.age, day, days, most)
        # nobody knows how long a text without a date had been lying there when it was received
        first = 0 if document.published_precision == "none" else day - NAMED
        counts = self._count(tuple(told.names), min(first, day - MONTH), day)
        values = {
            "names": json.dumps([name for name, count in counts.items() if count < COMMON]), "from": first,
            "to": day + NAMED, "at": document.dated_at, "done": json.dumps(sorted(done)), "most": most,
            "id": document.id,
        }  # fmt: skip
        ids += self._ids(NAMING, values)
        return read_documents(self._db, [i for i in dict.fromkeys(ids) if i != document.id], COMPARED)

    def count_names(self, words: Sequence[str], dated_at: str) -> tuple[dict[str, int], int]:
        """In how many documents of the month before `dated_at` each word of a name stands, and how many those are.

        Counted up to COMMON and MANY, so that asking costs the same however much is stored.
        """
        day = count_day(dated_at)
        documents = self._ids(DOCUMENTS, {"from": day - MONTH, "to": day, "many": MANY})[0]
        return self._count(words, day - MONTH, day), documents

    def _count(self, words: Sequence[str], first: int, last: int) -> dict[str, int]:
        values = {"from": first, "to": last, "words": json.dumps(list(words)), "most": COMMON}
        return {row[0]: row[1] for row in self._db.execute(COUNTS, values)}

    def find_members(self, story_id: int) -> list[Document]:
        """The current documents of a story."""
        return read_documents(self._db, self._ids(MEMBERS, [story_id]), COMPARED)

    def new_story_ids(self) -> Iterator[int]:
        """Story numbers never used before, ascending."""
        return count(1 + sum(self._ids("SELECT seq FROM sqlite_sequence WHERE name = 'story'", [])))

    def _ids(self, sql: str, values: list[Any] | dict[str, Any]) -> list[int]:
        return [row[0] for row in self._db.execute(sql, values)]
