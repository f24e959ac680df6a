"""What the reader decided: the newest word counts, and it goes with the document it speaks of."""

from __future__ import annotations

import pytest
from fresh_store import fresh_store
from sqlite_utils import Database

from monitor.document import Decision
from monitor.store.decisions import decide, read_decisions, withdraw

AT = "2026-01-05T08:00:00Z"
FR, EN = Decision("language", "document:1", "fr"), Decision("language", "document:1", "en")
JOINED, PARTED = Decision("join", "document:1", "document:2"), Decision("part", "document:1", "document:2")
TAGGED, UNTAGGED = Decision("tag", "document:1", "topic:trade"), Decision("untag", "document:1", "topic:trade")
OTHER_TAG = Decision("tag", "document:1", "topic:sport")
READ, STARRED = Decision("read", "story:3"), Decision("star", "story:3")


@pytest.fixture
def db() -> Database:
    return fresh_store()


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ([FR, EN], [EN]),  # a document has one language
        ([JOINED, PARTED], [PARTED]),
        ([PARTED, JOINED], [JOINED]),
        ([TAGGED, OTHER_TAG, UNTAGGED], [OTHER_TAG, UNTAGGED]),  # other tags are another matter
        ([READ, READ, STARRED], [READ, STARRED]),
    ],
)
def test_the_newest_word_counts(db: Database, made: list[Decision], kept: list[Decision]) -> None:
    for decision in made:
        decide(db, decision, AT)
    assert read_decisions(db, ["document:1", "story:3"]) == kept


def test_a_decision_can_be_withdrawn(db: Database) -> None:
    decide(db, STARRED, AT)
    withdraw(db, STARRED)
    withdraw(db, STARRED)  # once more does nothing
    assert read_decisions(db, ["story:3"]) == []


def test_decisions_go_with_their_document_and_no_other(db: Database) -> None:
    values = {"id": 2, "url": "", "outlet": "", "raw_title": "", "raw_text": "", "author": "", "published_at": ""}
    values |= {"published_precision": "none", "received_at": AT, "dated_at": AT, "language_hint": "", "version": 1}
    db["document"].insert(values | {"key": "k", "content_hash": ""})
    for decision in (JOINED, FR, Decision("read", "document:22")):
        decide(db, decision, AT)
    db.execute("DELETE FROM document WHERE id = 2")
    assert read_decisions(db, ["document:1", "document:22"]) == [FR, Decision("read", "document:22")]
