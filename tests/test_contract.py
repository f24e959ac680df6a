"""What others build on: tables, columns, views and commands. Columns may be added here, none renamed or removed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest
from filled_store import fill_store

from monitor.cli import cli
from monitor.store.reading import LAST_MIGRATION
from monitor.store.schema import MIGRATIONS

COLUMNS = {
    "source": "id name kind address outlet language country enabled state etag last_modified retry_at note",
    "source_check": "source_id at status entries fetched with_text new evidence",
    "document": "id key url outlet raw_title raw_text title title_made text author published_at published_precision"
    " received_at dated_at language language_confidence version_of version current duplicate_of copied_share",
    "origin": "document_id source_id address seen_at",
    "repair": "document_id field start end kind before after reason",
    "translation": "document_id language title text model ok note sentences",
    "summary": "document_id language text method spans",
    "tag": "id kind name name_fr code scheme wikidata merged_into",
    "mention": "document_id tag_id field start end text",
    "document_tag": "document_id tag_id score reason",
    "amount": "document_id field start end text value value_max unit approximate",
    "date": "document_id field start end text value value_end precision",
    "quote": "document_id field start end text speaker_tag_id speaker_text",
    "story": "id state first_at last_at merged_into",
    "story_text": "story_id language title summary",
    "story_document": "document_id story_id score reason joined_at",
    "step": "document_id stage version model settings_hash run_id ms outcome error at",
    "run": "id command started_at ended_at received done rejected postponed failed",
    "digest": "id date cutoff_at content",
    "story_tag": "story_id tag_id documents",
    "reading": "id outlet title_en title_fr summary_en summary_fr tags",
    "today": "id title_en title_fr",
    "source_health": "name state checked_at",
}
COMMANDS = """init load crawl process run digest search show sources topics models forget export status backup doctor
    schedule serve""".split()  # noqa: SIM905  easier to read

NEWS = [
    (
        "en",
        "Cainiao opens a depot in Lyon",
        "Cainiao has opened a depot in Lyon. It cost 42 million euros, the firm said.",
    ),
    (
        "fr",
        "Un dépôt pour Cainiao à Lyon",
        "Cainiao a ouvert un dépôt à Lyon. Il a coûté 42 millions d’euros, dit l’entreprise.",
    ),
]


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = (
        {"url": f"https://paper-{language}.example/1", "title": title, "text": text, "outlet": f"Paper {language}"}
        for language, title, text in NEWS
    )
    return fill_store(tmp_path_factory.mktemp("contract"), records)


@pytest.fixture
def store(processed: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    for file in processed.parent.iterdir():
        copy(file, tmp_path)
    with sqlite3.connect(f"file:{tmp_path / 'monitor.db'}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_tables_and_views_have_their_columns(store: sqlite3.Connection) -> None:
    for table, columns in COLUMNS.items():
        found = {column[0] for column in store.execute(f"SELECT * FROM {table}").description}
        assert set(columns.split()) <= found, table


def test_the_search_index_goes_by_the_document(store: sqlite3.Connection) -> None:
    found = store.execute("SELECT rowid FROM document_fts WHERE document_fts MATCH 'Lyon'").fetchall()
    assert {row[0] for row in found} == {row[0] for row in store.execute("SELECT id FROM document")}


def test_the_store_is_kept_the_way_it_promises(store: sqlite3.Connection, tmp_path: Path) -> None:
    assert store.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.execute("PRAGMA foreign_key_check").fetchall() == []


def test_readers_know_the_last_migration() -> None:
    assert [m.name for m in MIGRATIONS._migrations][-1] == LAST_MIGRATION


def test_spans_point_at_what_they_name(store: sqlite3.Connection) -> None:
    for table in ("mention", "amount"):
        rows = store.execute(
            f"SELECT x.*, CASE x.field WHEN 'title' THEN d.title ELSE d.text END AS body"
            f" FROM {table} x JOIN document d ON d.id = x.document_id"
        ).fetchall()
        assert len(rows) >= 2
        assert all(row["body"][row["start"] : row["end"]] == row["text"] for row in rows)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_it_does(monitor: Callable, name: str) -> None:
    assert name in cli.commands
    told = monitor(name, "--help")
    assert told.status == 0
    assert told.out.startswith("Usage: monitor")


def test_search_answers_in_json(store: sqlite3.Connection, monitor: Callable) -> None:
    hits = [json.loads(line) for line in monitor("search", "depot", "--json").out.splitlines()]
    assert hits[0]["language"] == "en"
    assert {"id", "title", "outlet", "url", "dated_at", "score", "snippet"} <= hits[0].keys()
    only = [json.loads(line) for line in monitor("search", "cainiao", "lang:fr", "--json").out.splitlines()]
    assert [hit["language"] for hit in only] == ["fr"]


def test_digest_is_frozen(store: sqlite3.Connection, monitor: Callable) -> None:
    first = monitor("digest", "--format", "json").out
    again = monitor("digest", "--format", "json").out
    assert first == again
    [content] = json.loads(first)
    assert {d["title"] for s in content["stories"] for d in s["documents"]} == {title for _, title, _ in NEWS}
    day = content["date"]
    assert json.loads(monitor("digest", "--date", day, "--format", "json").out) == [content]
    for style in ("text", "markdown", "html"):
        assert "Lyon" in monitor("digest", "--format", style, "--language", "fr").out


def test_a_second_time_adds_nothing(store: sqlite3.Connection, monitor: Callable, tmp_path: Path) -> None:
    told = monitor("load", tmp_path / "news.jsonl")
    assert "loaded: 0 new, 0 new versions, 2 known already" in told.err
    assert "nothing was pending" in monitor("process").err


def test_output_never_overwrites_the_store(store: sqlite3.Connection, monitor: Callable, tmp_path: Path) -> None:
    for command in (["digest"], ["export"]):
        told = monitor(*command, "--output", tmp_path / "monitor.db")
        assert told.status == 2
        assert "this is the store itself" in told.err
    assert monitor("status").status == 0


def test_a_word_to_leave_out_needs_no_quotes(store: sqlite3.Connection, monitor: Callable) -> None:
    hits = [json.loads(line) for line in monitor("search", "cainiao", "-firm", "--json").out.splitlines()]
    assert [hit["language"] for hit in hits] == ["fr"]


def test_topics_check_explains_a_match(monitor: Callable) -> None:
    told = monitor("topics", "check", "JD Vance met the head of JD.com in Hangzhou.")
    assert told.status == 0
    assert "JD.com" in told.out
    assert "`Vance` stands beside it" in told.out


QUAY = "The port authority opened the new quay on Monday, and forty ships are expected before the end of the year."


def test_an_original_that_arrives_late_takes_its_copy_along(monitor: Callable, tmp_path: Path) -> None:
    for n, day in ((1, "2020-01-02"), (2, "2020-01-01")):
        record = {"url": f"https://a.example/{n}", "title": "Quay", "text": QUAY, "published_at": day}
        (tmp_path / f"{n}.jsonl").write_text(json.dumps(record), encoding="utf-8")
        assert monitor("load", tmp_path / f"{n}.jsonl").status == monitor("process").status == 0
    with sqlite3.connect(tmp_path / "monitor.db") as store:
        assert store.execute("SELECT id, duplicate_of FROM document ORDER BY id").fetchall() == [(1, 2), (2, None)]
        assert store.execute("SELECT count(DISTINCT story_id), count(*) FROM story_document").fetchone() == (1, 2)


def test_a_copy_of_what_was_withdrawn_is_none(monitor: Callable, tmp_path: Path) -> None:
    texts = [
        ("1", QUAY),
        ("2", QUAY),
        ("1", "We withdrew this article, since not one word of it was true. We are sorry."),
    ]
    for n, (page, text) in enumerate(texts):
        record = {"url": f"https://a.example/{page}", "title": "Quay", "text": text, "published_at": f"2020-01-0{page}"}
        (tmp_path / f"{n}.jsonl").write_text(json.dumps(record), encoding="utf-8")
        assert monitor("load", tmp_path / f"{n}.jsonl").status == monitor("process").status == 0
    with sqlite3.connect(tmp_path / "monitor.db") as store:
        assert store.execute("SELECT duplicate_of FROM document WHERE current").fetchall() == [(None,), (None,)]


def test_reprocessing_keeps_the_reasons(store: sqlite3.Connection, monitor: Callable) -> None:
    before = store.execute("SELECT document_id, story_id, reason FROM story_document").fetchall()
    assert monitor("process", "--again", "stories").status == 0
    after = store.execute("SELECT document_id, story_id, reason FROM story_document").fetchall()
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
