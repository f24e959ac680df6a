"""What is copied from what: known shares, paragraphs of its own, forms filled in twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fresh_store import fresh_store
from sqlite_utils import Database
from starlette.testclient import TestClient
from story_cases import Case, read_cases
from story_shares import Shared, read_shares

from monitor.document import Document
from monitor.settings import Settings
from monitor.showing import show_document
from monitor.store.fingerprints import count_month
from monitor.store.receiving import receive
from monitor.store.schema import MIGRATIONS
from monitor.store.steps import start_run
from monitor.web.app import make_app
from pipelines.runner import Pass
from pipelines.stages.duplicates import DuplicatesStage
from pipelines.stories.shingles import compare

NOON = "2026-01-04T12:00:00Z"
SHARES = [case for folder in ("tuning", "scoring") for case in read_shares(folder)]
MIXED = [case for case in SHARES if case.how != "template"]
FORMS = [case for case in SHARES if case.how == "template"]
COPIES = [case for case in read_cases("scoring") if case.copy_of][:8]


@pytest.mark.parametrize("case", MIXED, ids=lambda case: case.id)
def test_the_share_is_right_and_what_was_copied_is_no_form(case: Shared) -> None:
    overlap = compare(case.text, case.earlier)
    assert overlap.share == pytest.approx(case.share, abs=0.05)
    assert not overlap.template


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case.id)
def test_two_fillings_of_one_form_are_no_copies(case: Shared) -> None:
    overlap = compare(case.text, case.earlier)
    assert overlap.template or overlap.share < 0.3


REPORT = (
    "The port of {port} handled {boxes} containers in {month}, {way} {change} percent on the year, its authority said "
    "on {day}. Ships waited {hours} hours on average. {name}, who runs the terminal, put it down to {why}. "
    "The next figures are due on {next}."
)
FILLED = REPORT.format(port="Cork", boxes="21,300", month="May", way="up", change="7", day="Monday", hours="14",
                       name="Donal Sheehy", why="a new line to Vigo", next="9 July")  # fmt: skip
OTHER = REPORT.format(port="Esbjerg", boxes="17,900", month="June", way="down", change="2", day="Tuesday", hours="22",
                      name="Birgit Storm", why="two weeks of gales", next="12 July")  # fmt: skip


def test_a_form_is_told_from_a_copy_with_a_number_put_right() -> None:
    assert compare(OTHER, FILLED).template
    corrected = compare(FILLED.replace("21,300", "21,800"), FILLED)
    assert corrected.share > 0.8
    assert not corrected.template


@pytest.fixture(scope="module")
def store() -> Iterator[Database]:
    db = fresh_store()
    ids = {case.copy_of for case in COPIES} | {case.id for case in COPIES}
    for case in read_cases("scoring"):
        if case.id in ids:
            receive(db, Document(key=case.id, raw_title=case.title, raw_text=case.text, outlet=case.outlet,
                                 published_at=case.dated_at, published_precision="second"), NOON)  # fmt: skip
    db.execute("UPDATE document SET text = raw_text")
    Pass(db, start_run(db, "process", NOON), (DuplicatesStage(),), 16).process()
    yield db
    db.close()


@pytest.mark.parametrize("case", COPIES, ids=lambda case: case.id)
def test_what_is_new_in_a_copy_is_stored(store: Database, case: Case) -> None:
    sql = """SELECT c.text, c.copied_share, c.own_spans, o.key FROM document c JOIN document o ON o.id = c.duplicate_of
        WHERE c.key = ?"""
    text, share, spans, original = store.execute(sql, [case.id]).fetchone()
    assert original == case.copy_of
    assert share == pytest.approx(case.copied_share, abs=0.05)
    own = [text[start:end] for start, end in json.loads(spans)]
    assert own == [case.text.split("\n\n")[-1]]


def test_a_wire_piece_in_twelve_papers_is_one_text_with_twelve_outlets(tmp_path: Path) -> None:
    db = fresh_store(tmp_path / "press.db")
    piece = COPIES[0].text
    for n in range(12):
        added = " ".join(f"{word}{n}" for word in ("our", "reporter", "asked", "what", "readers", "here", "think"))
        receive(db, Document(key=str(n), outlet=f"Paper {n}", raw_title=f"Headline {n}", raw_text=f"{piece}\n\n{added}",
                             published_at=f"2026-01-01T{n:02}:00:00Z", published_precision="second"), NOON)  # fmt: skip
    with db.atomic():
        db.execute("UPDATE document SET text = raw_text")
    Pass(db, start_run(db, "process", NOON), (DuplicatesStage(),), 5).process()
    rows = db.execute("SELECT duplicate_of, copied_share FROM document ORDER BY id").fetchall()
    assert [row[0] for row in rows] == [None, *[1] * 11]
    assert all(0.5 < row[1] < 1 for row in rows[1:])
    db.conn.row_factory = sqlite3.Row
    assert "adds         our5 reporter5 asked5" in show_document(db.conn, 6, "en").text
    assert "adds  " not in show_document(db.conn, 1, "en").text
    page = TestClient(make_app(Settings(store=str(tmp_path / "press.db"))), base_url="http://localhost")
    assert "Ce qu’il ajoute</summary><p lang" in page.get("/document/6", params={"language": "fr"}).text
    assert "Ce qu’il ajoute" not in page.get("/document/1", params={"language": "fr"}).text


@pytest.mark.parametrize("batch_size", [1, 2, 16])
def test_what_is_printed_again_long_after_is_no_copy_wherever_batches_end(batch_size: int) -> None:
    db = fresh_store()
    for n, day in enumerate(("2020-01-01", "2020-01-20", "2020-06-01", "2023-01-01", "2023-01-02")):
        piece = Document(key=day, raw_text=f"{COPIES[0].text} {n}", published_at=day, published_precision="day")
        receive(db, piece, NOON)
    db.execute("UPDATE document SET text = raw_text")
    Pass(db, start_run(db, "process", NOON), (DuplicatesStage(),), batch_size).process()
    rows = db.execute("SELECT duplicate_of FROM document ORDER BY id").fetchall()
    assert [row[0] for row in rows] == [None, 1, None, None, 4]


def test_shingles_of_an_older_store_come_under_their_months() -> None:
    db = Database(memory=True)
    MIGRATIONS.apply(db, stop_before="shingle_months")
    for key, day in (("a", "2026-01-04"), ("b", "2025-06-30")):
        receive(
            db, Document(key=key, raw_text=key, published_at=day, published_precision="day"), "2026-01-05T12:00:00Z"
        )
    db.conn.executemany("INSERT INTO shingle (hash, document_id) VALUES (?, ?)", [(7, 1), (9, 1), (7, 2)])
    MIGRATIONS.apply(db)
    rows = db.execute("SELECT document_id, hash, month FROM shingle ORDER BY 1, 2").fetchall()
    january, june = count_month("2026-01-04"), count_month("2025-06-30")
    assert rows == [(1, 7, january), (1, 9, january), (2, 7, june)]
