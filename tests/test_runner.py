"""The runner: one outcome a document, poison isolated, a kill survived, totals that add up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest
from fresh_store import fresh_store
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from monitor.document import Document
from monitor.store.receiving import receive
from monitor.store.steps import make_pending, start_run
from monitor.store.writing import open_to_write
from pipelines.runner import Pass, Report
from pipelines.stage import AnyStage, Postpone, Reject
from pipelines.stages.duplicates import DuplicatesStage
from pipelines.stages.stories import StoriesStage

NOON = "2026-11-23T12:00:00Z"


class Killed(BaseException):
    """As if the machine went off."""


@dataclass(frozen=True)
class Tidy:
    """Stands for repair; documents say themselves what goes wrong."""

    suffix: str = ""
    calls: list[int] = field(default_factory=list, compare=False)
    die_after: int = field(default=10**9, compare=False)

    name: ClassVar[str] = "repair"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"raw_text"})
    gives: ClassVar[frozenset[str]] = frozenset({"title", "text"})

    @property
    def model(self) -> str:
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        for document in batch:
            if "poison" in document.raw_text:
                raise ZeroDivisionError("poisoned")
            if "never" in document.raw_text:
                raise Reject("nothing to read")
            if "later" in document.raw_text:
                raise Postpone("a model is missing")
        self.calls.extend(d.id for d in batch)
        if len(self.calls) > self.die_after:
            raise Killed
        return [replace(d, title=d.raw_title, text=d.raw_text + self.suffix) for d in batch]


def stages(**settings: object) -> tuple[AnyStage, ...]:
    return (Tidy(**settings), DuplicatesStage(), StoriesStage())  # type: ignore[arg-type]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_to_write(tmp_path / "store.db", "test") as store:
        yield store


def fill(db: Database, texts: Sequence[str]) -> None:
    for n, text in enumerate(texts):
        receive(db, Document(key=str(n), raw_title=f"No. {n}", raw_text=text), NOON)


def process(db: Database, line: tuple[AnyStage, ...], batch_size: int = 2) -> Report:
    return Pass(db, start_run(db, "process", NOON), line, batch_size).process()


OUTCOMES = [
    # texts                                             failed rejected postponed done
    (["a", "b", "c"], (0, 0, 0, 3)),
    (["a", "poison", "b"], (1, 0, 0, 2)),  # its neighbours in the batch go on
    (["poison 1", "poison 2", "never", "later", "a"], (2, 1, 1, 1)),
    (["l’été", "l’été", "never", "never again"], (0, 2, 0, 2)),
    ([], (0, 0, 0, 0)),
]


@pytest.mark.parametrize(("texts", "expected"), OUTCOMES)
def test_every_document_ends_in_one_outcome(db: Database, texts: list[str], expected: tuple[int, ...]) -> None:
    fill(db, texts)
    counts = process(db, stages()).counts()
    assert tuple(counts[name] for name in ("failed", "rejected", "postponed", "done")) == expected
    assert counts["taken"] == sum(expected) == len(texts)


def test_a_culprit_is_named_with_its_error(db: Database) -> None:
    fill(db, ["a", "poison"])
    report = process(db, stages())
    assert report.troubles == ["document 2 failed in repair: ZeroDivisionError: poisoned"]
    row = next(db.query("SELECT outcome, error FROM step WHERE document_id = 2"))
    assert row == {"outcome": "failed", "error": "ZeroDivisionError: poisoned"}


def test_nothing_is_done_twice(db: Database) -> None:
    fill(db, ["a", "b", "never", "poison"])
    process(db, stages())
    line = stages()
    assert process(db, line).counts()["taken"] == 0
    assert line[0].calls == []  # type: ignore[union-attr]


def test_the_postponed_come_again(db: Database) -> None:
    fill(db, ["later", "a"])
    process(db, stages())
    assert process(db, stages()).counts() == {"taken": 1, "done": 0, "postponed": 1, "rejected": 0, "failed": 0}


def test_a_setting_makes_a_stage_and_the_later_ones_pending(db: Database) -> None:
    fill(db, ["a", "b"])
    process(db, stages())
    process(db, stages(suffix="!"))
    assert [r[0] for r in db.execute("SELECT text FROM document ORDER BY id")] == ["a!", "b!"]
    hashes = db.execute("SELECT count(DISTINCT run_id) FROM step").fetchone()[0]
    assert hashes == 1  # every step is of the second run


def test_again(db: Database) -> None:
    fill(db, ["a", "b"])
    process(db, stages())
    make_pending(db, ["duplicates", "stories"])
    line = stages()
    assert process(db, line).counts()["done"] == 2
    assert line[0].calls == []  # type: ignore[union-attr]


def test_a_stage_that_returns_others_is_a_bug(db: Database) -> None:
    class Forgetful(Tidy):
        def __call__(self, batch: Sequence[Document]) -> list[Document]:
            return super().__call__(batch)[1:]

    fill(db, ["a"])
    report = process(db, (Forgetful(), DuplicatesStage(), StoriesStage()))
    assert report.counts()["failed"] == 1
    assert "returned other documents" in report.troubles[0]


CLOCKS = {"received_at", "dated_at", "seen_at", "joined_at", "at", "ms", "run_id", "first_at", "last_at"}


def contents(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the store but for its clock columns and the list of runs."""
    found = {}
    for table in ("document", "origin", "step", "story", "story_document", "story_text", "source"):
        columns = [c.name for c in db[table].columns if c.name not in CLOCKS]
        found[table] = sorted(tuple(r) for r in db.execute(f"SELECT {', '.join(columns)} FROM {table}"))
    return found


@pytest.mark.parametrize("die_after", range(6))
def test_a_killed_run_resumes_to_the_same_store(tmp_path: Path, die_after: int) -> None:
    texts = ["a", "même texte", "b", "Même texte !", "poison", "c", "a"]
    stores = []
    for name, kill in (("whole", False), ("killed", True)):
        with open_to_write(tmp_path / f"{name}.db", "test") as db:
            fill(db, texts)
            if kill:
                with pytest.raises(Killed):
                    process(db, stages(die_after=die_after))
        with open_to_write(tmp_path / f"{name}.db", "test") as db:
            process(db, stages())
            stores.append(contents(db))
    assert stores[0] == stores[1]


@given(order=st.permutations(list(range(6))), batch_size=st.integers(1, 7))
def test_stories_do_not_depend_on_the_order_of_arrival(order: list[int], batch_size: int) -> None:
    texts = ["un", "deux", "Un.", "trois", "DEUX", "un"]
    db = fresh_store()
    for n in order:
        day = f"2018-02-0{n + 1}"
        piece = Document(key=str(n), raw_text=texts[n], published_at=day, published_precision="day")
        receive(db, piece, NOON)
    process(db, stages(), batch_size)
    rows = db.execute(
        "SELECT d.key, s.story_id FROM story_document s JOIN document d ON d.id = s.document_id ORDER BY d.key"
    )
    assert [tuple(r) for r in rows] == [("0", 1), ("1", 2), ("2", 1), ("3", 3), ("4", 2), ("5", 1)]
    db.close()


def test_a_new_version_takes_the_place_of_the_old_one(db: Database) -> None:
    fill(db, ["a", "b"])
    process(db, stages())
    before = dict(db.execute("SELECT document_id, story_id FROM story_document"))
    receive(db, Document(key="0", raw_title="No. 0", raw_text="a, corrigé"), NOON)
    process(db, stages())
    after = dict(db.execute("SELECT document_id, story_id FROM story_document ORDER BY document_id"))
    assert after == {2: before[2], 3: before[1]}
    indexed = "SELECT rowid FROM document_fts WHERE document_fts MATCH 'title : no' ORDER BY rowid"
    assert [r[0] for r in db.execute(indexed)] == [2, 3]


def test_a_full_disk_is_no_fault_of_the_document(db: Database) -> None:
    fill(db, ["a"])
    db.execute("CREATE TRIGGER full BEFORE INSERT ON step BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(sqlite3.IntegrityError):
        process(db, stages())
    assert db.execute("SELECT text FROM document").fetchone()[0] == ""
