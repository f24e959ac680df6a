"""Documents arriving at the store: new, known, versions; and what was received stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fresh_store import fresh_store
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from monitor.document import Document, Origin
from monitor.store.receiving import Receipt, receive

NOON = "2026-11-23T12:00:00Z"
PIECE = Document(key="https://a.example/1", url="https://a.example/1", raw_title="Thé", raw_text="L’été fut court.")


@pytest.fixture
def db() -> Iterator[Database]:
    store = fresh_store()
    yield store
    store.close()


ARRIVALS = [
    # what arrives second                                              what it is
    (PIECE, Receipt.KNOWN),
    (replace(PIECE, raw_text="L’été fut long."), Receipt.VERSION),  # corrected: a version, never an overwrite
    (replace(PIECE, raw_title="Le thé"), Receipt.VERSION),
    (replace(PIECE, outlet="Un autre titre"), Receipt.KNOWN),  # same words under the same address
    (replace(PIECE, key="https://a.example/2"), Receipt.NEW),  # a copy elsewhere is a document of its own
]


@pytest.mark.parametrize(("second", "expected"), ARRIVALS)
def test_what_arrives_second(db: Database, second: Document, expected: Receipt) -> None:
    assert receive(db, PIECE, NOON) is Receipt.NEW
    assert receive(db, second, NOON) is expected
    first = next(db.query("SELECT * FROM document WHERE id = 1"))
    assert (first["raw_title"], first["raw_text"]) == (PIECE.raw_title, PIECE.raw_text)


def test_an_old_version_read_again_undoes_no_correction(db: Database) -> None:
    receipts = [receive(db, replace(PIECE, raw_text=text), NOON) for text in ("a", "b", "a", "b")]
    assert receipts == [Receipt.NEW, Receipt.VERSION, Receipt.KNOWN, Receipt.KNOWN]
    assert [r[0] for r in db.execute("SELECT raw_text FROM document WHERE current")] == ["b"]


def test_one_document_from_two_feeds_has_two_origins(db: Database) -> None:
    for name in ("Fil éco", "Fil monde", "Fil éco"):
        receive(db, replace(PIECE, origins=(Origin(name, PIECE.url),)), NOON)
    assert [r[0] for r in db.execute("SELECT count(*) FROM origin")] == [2]
    assert [r[0] for r in db.execute("SELECT count(*) FROM document")] == [1]


def test_a_document_is_dated_by_publication_else_by_receipt(db: Database) -> None:
    receive(db, PIECE, NOON)
    receive(db, replace(PIECE, key="2", published_at="2018-02-03", published_precision="day"), NOON)
    assert [r[0] for r in db.execute("SELECT dated_at FROM document ORDER BY id")] == [NOON, "2018-02-03"]


@given(texts=st.lists(st.sampled_from(["un", "deux", "trois"]), max_size=12))
def test_the_newest_version_is_the_current_one_and_the_others_count_up(texts: list[str]) -> None:
    db = fresh_store()
    for text in texts:
        receive(db, replace(PIECE, raw_text=text), NOON)
    rows = db.execute("SELECT raw_text, version, version_of, current FROM document ORDER BY id").fetchall()
    changes = list(dict.fromkeys(texts))
    assert rows == [(text, n, 1, n == len(changes)) for n, text in enumerate(changes, 1)]
    db.close()


def test_fields_nobody_knows_are_kept(db: Database, tmp_path: Path) -> None:
    receive(db, replace(PIECE, extra={"rubrique": "Économie", "n": 3}), NOON)
    assert next(db.query("SELECT extra FROM document"))["extra"] == '{"n": 3, "rubrique": "Économie"}'
