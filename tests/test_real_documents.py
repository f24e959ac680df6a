"""The five real documents, repaired and read: everything that a careful reader marked in them is found."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from monitor.document import Document
from monitor.settings import Settings
from monitor.watchlist import read_watchlist
from pipelines.stage import Corpus
from pipelines.stages.language import LanguageStage
from pipelines.stages.mentions import MentionsStage
from pipelines.stages.repair import RepairStage

HERE = Path(__file__).resolve().parent
FOLDERS = [parent / "shared" / "seeds" for parent in HERE.parents]
FACTS: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "real" / "facts.toml").read_text(encoding="utf-8"))[
    "document"
]
KINDS = ("organisation", "person", "product", "place", "event", "topic")


class Alone:
    """No other document to compare with."""

    def find_repeated(self, outlet: str, text: str) -> dict[str, float]:
        return {}


@cache
def read(file: str) -> Document:
    """The document as the stage of mentions leaves it, received long after it was written."""
    path = next((folder / file for folder in FOLDERS if (folder / file).is_file()), None)
    if path is None:
        pytest.skip(f"{file} is not here")
    text = path.read_text(encoding="utf-8")
    received = Document(key=file, raw_text=text, received_at="2026-11-26T08:00:00Z", dated_at="2026-11-26T08:00:00Z")
    repaired = RepairStage().find_changes([received], cast(Corpus, Alone())).documents
    return MentionsStage(read_watchlist(Settings()))(LanguageStage()(repaired))[0]


def names(table: str) -> set[tuple[str, str, str]]:
    """The marked names: as printed, kind, what they stand for."""
    rows = set()
    for line in table.strip().splitlines():
        kind = next(word for word in line.split() if word in KINDS)
        printed, _, stands_for = line.partition(f" {kind}")
        rows.add((printed, kind, stands_for.strip() or printed))
    return rows


each = pytest.mark.parametrize("facts", FACTS, ids=[facts["file"][:3] for facts in FACTS])


@each
def test_names(facts: dict[str, Any]) -> None:
    found = {(m.text, m.tag.kind, m.tag.name) for m in read(facts["file"]).mentions if m.field == "text"}
    assert names(facts["names"]) - found == set()


@each
def test_amounts(facts: dict[str, Any]) -> None:
    found = {(a.text, a.value, a.unit) for a in read(facts["file"]).amounts}
    assert {(text, float(value), unit) for text, value, unit in facts["amounts"]} - found == set()


@each
def test_dates(facts: dict[str, Any]) -> None:
    document = read(facts["file"])
    found = {(d.text, d.value) for d in document.dates}
    marked = {(text, value) for text, value in facts["dates"] if value}
    assert marked - found == set()
    assert {text for text, value in facts["dates"] if not value} <= {text for text, _ in found}
    assert document.published_at == facts.get("published", "")


@each
def test_quotes(facts: dict[str, Any]) -> None:
    said = [q.speaker.name if q.speaker else q.speaker_text for q in read(facts["file"]).quotes]
    assert {who: sum(who in name for name in said) for who in facts["quotes"]} == facts["quotes"]
