"""The sample documents, taken the whole way as a first run does, against what a careful reader finds in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from monitor.cli import cli
from monitor.store.reading import open_to_read

SAMPLES = Path("seeds/documents")
CLEAN = Path(__file__).parent / "cases" / "samples"
LABELS: list[dict[str, Any]] = tomllib.loads((CLEAN / "labels.toml").read_text(encoding="utf-8"))["document"]
IDS = [label["file"] for label in LABELS]
each_sample = pytest.mark.parametrize("label", LABELS, ids=IDS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("samples") / "monitor.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_TRANSLATION_MODEL", "none")
        for arguments in (["load", str(SAMPLES)], ["process"]):
            assert cli.main([*arguments, "--store", str(path), "--quiet"], standalone_mode=False) == 0
    with open_to_read(path) as connection:
        yield Database(connection)


def find(store: Database, file: str) -> dict[str, Any]:
    """The row that came from `file`, or from line N of it where it is written file#N."""
    name, _, line = file.partition("#")
    origin = f"%{name}:{line}" if line else f"%{name}%"
    rows = list(
        store.query(
            "SELECT d.* FROM document d JOIN origin o ON o.document_id = d.id WHERE o.address LIKE ? AND d.current",
            [origin],
        )
    )
    assert len(rows) == 1, f"{file}: {len(rows)} documents"
    return rows[0]


@each_sample
def test_reads_as_it_was_written(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label["file"])
    title, _, text = (CLEAN / label["clean"]).read_text(encoding="utf-8").partition("\n\n")
    assert row["text"].split() == text.split()
    if label.get("title_made"):
        assert row["title_made"]
        assert row["title"].rstrip("…").strip() in " ".join(text.split())
    else:
        assert (row["title"], row["title_made"]) == (title, 0)


@each_sample
def test_is_known_for_what_it_is(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label["file"])
    assert row["language"] == label["language"]
    for name in ("outlet", "published_at", "version"):
        if name in label:
            assert row[name] == label[name]


@each_sample
def test_mentions_what_a_reader_would_mark(store: Database, label: dict[str, Any]) -> None:
    row = find(store, label["file"])
    found = {m["text"] for m in store.query("SELECT text FROM mention WHERE document_id = ?", [row["id"]])}
    assert set(label.get("mentions", [])) <= found
    amounts = {
        (a["text"], a["value"], a["unit"])
        for a in store.query("SELECT * FROM amount WHERE document_id = ?", [row["id"]])
    }
    for text, value, unit in label.get("amounts", []):
        assert any(value == v and unit in ("", u) and text in (t, text) for t, v, u in amounts), (text, amounts)


def test_copies_point_at_their_original(store: Database) -> None:
    ids = {label["file"]: find(store, label["file"])["id"] for label in LABELS}
    expected = {ids[label["file"]]: ids[label["copy_of"]] for label in LABELS if "copy_of" in label}
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
