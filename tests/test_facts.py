"""Facts laid flat say what the documents' rows say, whatever their numbers and however often they change."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from search_store import add_documents, make_store
from sqlite_utils import Database

from monitor.search.indexing import index_changed, note_changed
from monitor.search.searching import search_documents
from monitor.store.facts import BLOCK, WIDTHS, execute_flat, fact, spell_fact, write_facts
from monitor.store.search_tables import FACTS

DATES = st.sampled_from(["2018-11-01", "2018-11-01T07:30:00Z", "1999-12-31"])
DOCUMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.one_of(st.integers(1, 50), st.sampled_from([BLOCK - 1, BLOCK, 3 * BLOCK + 7])),
            "dated_at": DATES,
            "language": st.sampled_from(["fr", "en", "und"]),
            "outlet": st.sampled_from(["", "Le Monde", "L’Écho du Port"]),
            "length": st.integers(1, 2_000_000),
        }
    ),
    max_size=8,
)


def read(db: Database, number: int) -> dict[str, bytes]:
    columns = ", ".join(fact(name) for name in WIDTHS)
    row = execute_flat(db.conn, f"SELECT {columns} FROM (SELECT {number} AS rowid) document_fts", []).fetchone()
    return dict(zip(WIDTHS, row, strict=True))


@given(written=DOCUMENTS, again=DOCUMENTS)
def test_the_last_word_on_each_document_is_read(written: list[dict[str, Any]], again: list[dict[str, Any]]) -> None:
    db = Database(memory=True)
    db.execute(FACTS)
    for group in (written, again):
        write_facts(db.conn, group)
    for document in {d["id"]: d for d in [*written, *again]}.values():
        assert read(db, document["id"]) == {name: spell_fact(name, document[name]) for name in WIDTHS}
    db.close()


@given(times=st.lists(st.one_of(st.datetimes(), st.dates()), min_size=2, max_size=2))
def test_times_and_days_keep_their_order(times: list[date]) -> None:
    one, other = (f"{t.isoformat('T', 'seconds')}Z" if isinstance(t, datetime) else t.isoformat() for t in times)
    assert (spell_fact("dated_at", one) < spell_fact("dated_at", other)) == (one < other)


def test_a_search_asks_what_was_indexed_last() -> None:
    """What is kept in memory is read anew when it changes, and belongs to its store."""
    german = {"title": "Zoll", "text": "Der Zoll prüft.", "language": "de"}
    one, other = make_store([german]), make_store([{**german, "language": "fr"}])
    for db in (one, other):
        db.conn.row_factory = sqlite3.Row
    for code, numbers in (("de", [1]), ("fr", [])):
        assert [hit.id for hit in search_documents(one.conn, f"zoll lang:{code}").hits] == numbers
        assert [hit.id for hit in search_documents(other.conn, f"zoll lang:{code}").hits] == [1][len(numbers) :]
    add_documents(one, [{**german, "url": "https://a.example/2"}])
    assert {hit.id for hit in search_documents(one.conn, "zoll lang:de").hits} == {1, 2}
    with one.atomic():
        one.execute("UPDATE document SET language = 'fr' WHERE id = 2")
        note_changed(one, [2])
    index_changed(one)
    assert [hit.id for hit in search_documents(one.conn, "zoll lang:fr").hits] == [2]
    for db in (one, other):
        db.close()
