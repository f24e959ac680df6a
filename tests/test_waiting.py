"""What is pending is kept as it changes: always the same as asking every document, and not by asking every document."""

from __future__ import annotations

from fresh_store import fresh_store
from hypothesis import example, given
from hypothesis import strategies as st
from sqlite_utils import Database

from monitor.document import Document
from monitor.store.receiving import receive
from monitor.store.steps import Signature, Step, make_pending, note_signature, pending, start_run, write_steps

NOON = "2026-11-23T12:00:00Z"
VERSIONS = (Signature("stories", "1", "", "a"), Signature("stories", "2", "", "a"))
IDS, SIGNATURES = st.integers(1, 3), st.sampled_from(VERSIONS)
CHANGES = st.one_of(
    st.tuples(st.just("step"), IDS, SIGNATURES, st.sampled_from(["done", "failed", "postponed"])),
    st.tuples(st.just("again"), IDS),
    st.tuples(st.just("receive"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("forget"), IDS),
    st.tuples(st.just("sign"), SIGNATURES),
)


def new_store(documents: int) -> Database:
    db = fresh_store()
    start_run(db, "test", NOON)
    note_signature(db, VERSIONS[0])
    for n in range(documents):
        receive(db, Document(key=str(n), raw_text="text 0"), NOON)
    return db


def change(db: Database, what: str, *how: object) -> None:
    ids = {row[0] for row in db.execute("SELECT id FROM document")}
    match what, how:
        case "step", (int(i), Signature() as signature, str(outcome)) if i in ids:
            write_steps(db, 1, signature, [Step(i, outcome, 1.0)], NOON)
        case "again", (int(i),):
            make_pending(db, ["stories"], [i])
        case "receive", (key, text):
            receive(db, Document(key=str(key), raw_text=f"text {text}"), NOON)
        case "forget", (int(i),):
            db.execute("DELETE FROM document WHERE version_of = ?", [i])
        case "sign", (Signature() as signature,):
            note_signature(db, signature)


@given(st.lists(CHANGES, max_size=8))
@example([("step", 1, VERSIONS[0], "done"), ("again", 1)])
@example([("step", 1, VERSIONS[0], "done"), ("step", 1, VERSIONS[1], "done")])
@example([("step", 1, VERSIONS[0], "done"), ("step", 1, VERSIONS[0], "postponed")])
@example([("step", 1, VERSIONS[0], "done"), ("receive", 0, 1), ("forget", 1)])
def test_what_waits_is_what_every_document_would_say(changes: list[tuple[object, ...]]) -> None:
    db = new_store(2)
    for what, *how in changes:
        change(db, str(what), *how)
    kept = [pending(db, signature, []) for signature in VERSIONS]
    db.execute("DELETE FROM signature")
    assert kept == [pending(db, signature, []) for signature in VERSIONS]


def test_what_is_done_is_not_asked_again() -> None:
    db = new_store(200)
    write_steps(db, 1, VERSIONS[0], [Step(i, "done", 1.0) for i in range(1, 200)], NOON)
    assert pending(db, VERSIONS[0], []) == [200]
    assert db.execute("SELECT document_id FROM waiting").fetchall() == [(200,)]
