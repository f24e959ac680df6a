"""The sample documents, taken the whole way as a first run does, against what a careful reader finds in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filled_store import call
from sqlite_utils import Database

from monitor.store.reading import open_to_read

SAMPLES = Path("seeds/documents")
CLEAN = Path(__file__).parent / "cases" / "samples"
LABELS: list[dict[str, Any]] = tomllib.loads((CLEAN / "labels.toml").read_text(encoding="utf-8"))["document"]
IDS = [label["clean"] for label in LABELS]
each_sample = pytest.mark.parametrize("label", LABELS, ids=IDS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = call(tmp_path_factory.mktemp("samples") / "monitor.db", ["load", SAMPLES], ["process"])
    with open_to_read(path) as connection:
        yield Database(connection)


def find(store: Database, label: dict[str, Any]) -> dict[str, Any]:
    """The current row that came from the label's file (and address, where the file holds several)."""
    rows = list(
        store.query(
            "SELECT DISTINCT d.* FROM document d JOIN origin o ON o.document_id = d.id"
            " WHERE o.address LIKE ? AND d.url LIKE ? AND d.current",
            [f"%{label['file']}", label.get("url", "%")],
        )
    )
    assert len(rows) == 1, f"{label['clean']}: {len(rows)} documents"
    return rows[0]


@each_sample
def test_reads_as_it_was_written(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label)
    title, _, text = (CLEAN / label["clean"]).read_text(encoding="utf-8").partition("\n\n")
    assert row["text"].split() == text.split()
    if label.get("title_made"):
        assert row["title_made"]
        assert row["title"].rstrip("…").strip() in " ".join(text.split())
    else:
        assert (row["title"], row["title_made"]) == (title, 0)


@each_sample
def test_is_known_for_what_it_is(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label)
    assert row["language"] == label["language"]
    for name in ("outlet", "published_at", "version"):
        if name in label:
            assert row[name] == label[name]


@each_sample
def test_mentions_what_a_reader_would_mark(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label)
    found = {m["text"] for m in store.query("SELECT text FROM mention WHERE document_id = ?", [row["id"]])}
    assert set(label.get("mentions", [])) <= found
    amounts = {
        (a["text"], a["value"], a["unit"])
        for a in store.query("SELECT * FROM amount WHERE document_id = ?", [row["id"]])
    }
    for text, value, unit in label.get("amounts", []):
        assert any(value == v and unit in ("", u) and text in (t, text) for t, v, u in amounts), (text, amounts)


def test_copies_point_at_their_original(store: Database) -> None:
    ids = {label["clean"]: find(store, label)["id"] for label in LABELS}
    expected = {ids[label["clean"]]: ids[label["copy_of"]] for label in LABELS if "copy_of" in label}
    parts = {ids[label["clean"]]: ids[label["part_of"]] for label in LABELS if "part_of" in label}
    part = store.query("SELECT id, duplicate_of FROM document WHERE copied_share BETWEEN 0.3 AND 0.99")
    assert {row["id"]: row["duplicate_of"] for row in part} == parts
    whole = store.query("SELECT id, duplicate_of FROM document WHERE duplicate_of IS NOT NULL AND copied_share > 0.99")
    assert {row["id"]: row["duplicate_of"] for row in whole} == expected


def test_every_span_points_at_its_text(store: Database) -> None:
    for table in ("mention", "amount", "date", "quote"):
        fields = f"SELECT x.*, d.title, d.text AS body FROM {table} x JOIN document d ON d.id = document_id"
        rows = list(store.query(fields))
        assert rows, f"no {table} in the samples"
        for row in rows:
            field = row["title"] if row["field"] == "title" else row["body"]
            assert field[row["start"] : row["end"]] == row["text"]
