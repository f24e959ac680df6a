"""A store of any earlier version is brought up to date, step by step and told, with all that was in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.search.indexing import index_changed, note_changed
from monitor.search.searching import search_documents
from monitor.store.facts import BLOCK, WIDTHS, spell_fact
from monitor.store.reading import LAST_MIGRATION, open_to_read
from monitor.store.schema import MIGRATIONS
from monitor.store.writing import open_to_write

NAMES = [migration.name for migration in MIGRATIONS._migrations]
RECEIVED = """INSERT INTO document (id, key, url, outlet, raw_title, raw_text, title, text, author, published_at,
    published_precision, received_at, dated_at, language_hint, language, version_of, version, content_hash)
    VALUES (1, 'a', 'https://a.example/1', 'L’Écho du Port', 'Douane', 'La douane ouvre un bureau.', 'Douane',
    'La douane ouvre un bureau.', '', '2018-11-05', 'day', '2018-11-05T06:00:00Z', '2018-11-05', '', 'fr', 1, 1, 'h')"""


def make_old(path: Path, next_one: str) -> None:
    """A store as it was before the migration `next_one`, with a document."""
    db = Database(path)
    MIGRATIONS.apply(db, stop_before=next_one)
    with db.atomic():
        db.execute(RECEIVED)
    db.close()


def read_schema(path: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.mark.parametrize("next_one", [NAMES[1], "index_without_lengths", LAST_MIGRATION])
def test_it_becomes_what_a_new_one_is(tmp_path: Path, next_one: str) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    make_old(old, next_one)
    told: list[str] = []
    with open_to_write(old, "test", told.append) as db:
        with db.atomic():
            note_changed(db, [1])
        index_changed(db)
    steps = len(NAMES) - NAMES.index(next_one)
    assert [line.partition("step ")[2].partition(":")[0] for line in told] == [
        f"{n} of {steps}" for n in range(1, steps + 1)
    ]
    with open_to_write(new, "test", told.append):
        assert len(told) == steps  # a new store needs no telling
    assert read_schema(old) == read_schema(new)
    with open_to_read(old) as store:
        assert [hit.id for hit in search_documents(store, "douane lang:fr after:2018-11-05").hits] == [1]


@pytest.mark.parametrize("filled", [True, False])
def test_facts_do_not_tell_whether_the_first_of_their_two_steps_filled_them(tmp_path: Path, filled: bool) -> None:
    """It did once, in wider rows; the second step writes them all, so that the first need not."""
    old, never = tmp_path / "old.db", tmp_path / "never.db"
    make_old(old, "narrow_facts" if filled else "flat_facts")
    make_old(never, "searchable_documents")
    if filled:
        with sqlite3.connect(old) as connection:
            wide = [(name, 0, bytes(20 * BLOCK)) for name in WIDTHS]
            connection.executemany("INSERT INTO fact VALUES (?, ?, ?)", [*wide, ("version", 0, b"1")])
    for path in (old, never):
        with open_to_write(path, "test"):
            pass
    assert read_facts(old) == read_facts(never)
    assert read_facts(old)["outlet", 0].startswith(bytes(WIDTHS["outlet"]) + spell_fact("outlet", "L’Écho du Port"))


def read_facts(path: Path) -> dict[tuple[str, int], bytes]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, block, facts FROM fact WHERE name <> 'version'")
        return {(name, block): facts for name, block, facts in rows}


def test_a_reader_is_sent_to_the_command_that_does_it(monitor: Callable, tmp_path: Path) -> None:
    make_old(tmp_path / "monitor.db", LAST_MIGRATION)
    told = monitor("search", "douane")
    assert told.status == 2
    assert "made by an older version; `monitor process`" in told.err
    done = monitor("process", "--stage", "language")
    assert done.status == 0
    assert "is of an older version; step 1 of 1" in done.err
    assert monitor("search", "lang:fr").status == 0
