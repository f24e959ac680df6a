"""A store with documents as the stages leave them, without running any: what a search or a digest is tested on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fresh_store import fresh_store
from sqlite_utils import Database

from monitor.document import Amount, Document, Origin, Summary, Tag, TagScore, Translation
from monitor.search.indexing import index_changed, note_changed
from monitor.store.documents import write_given
from monitor.store.receiving import receive
from monitor.store.stories import refresh
from monitor.store.writing import now

GIVEN = frozenset({"title", "text", "language", "translations", "summaries", "tags", "amounts"})


def make_store(documents: Sequence[Mapping[str, Any]], path: Path | str = "") -> Database:
    """A store with these documents, numbered from 1; its connection reads as the program's does.

    Each has `title`, `text`, `language`, and optionally `outlet`, `date`, `url`, `source`, `received_at`; `tags` as
    {name: name_fr}; `en` and `fr` as (title, text, ok) of a translation; `summary_en` and `summary_fr`; `amounts` as
    (as printed, value, unit, the first word of the sentence).
    """
    db = fresh_store(path)
    add_documents(db, documents)
    return db


def add_documents(db: Database, documents: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add documents to the store, indexed; return their numbers."""
    added = [_add(db, document) for document in documents]
    index_changed(db)
    return added


def _add(db: Database, given: Mapping[str, Any]) -> int:
    before = next(iter(db.execute("SELECT coalesce(max(id), 0) FROM document")))[0]
    url = given.get("url", f"https://a.example/{before + 1}")
    received = Document(
        key=url,
        url=url,
        raw_title=given["title"],
        raw_text=given["text"],
        outlet=given.get("outlet", ""),
        published_at=given.get("date", ""),
        published_precision="none" if "date" not in given else "day" if len(given["date"]) == 10 else "second",
        origins=(Origin(given["source"], url),) if "source" in given else (),
    )
    receive(db, received, given.get("received_at") or now())
    number = next(iter(db.execute("SELECT max(id) FROM document")))[0]
    document = Document(
        key=url,
        id=number,
        raw_text=given["text"],
        title=given["title"],
        text=given["text"],
        language=given["language"],
        translations=tuple(_translation(code, *given[code]) for code in ("en", "fr") if code in given),
        amounts=tuple(_amount(given["text"], *amount) for amount in given.get("amounts", ())),
        summaries=tuple(
            Summary(code, given[f"summary_{code}"], "") for code in ("en", "fr") if f"summary_{code}" in given
        ),
        tags=tuple(TagScore(Tag("topic", name, french), 1.0, "") for name, french in given.get("tags", {}).items()),
    )
    with db.atomic():
        write_given(db, [document], GIVEN, now())
        note_changed(db, [number])
    return int(number)


def _translation(language: str, title: str, text: str, ok: bool = True) -> Translation:
    return Translation(language, title, text, model="", ok=ok)


def _amount(text: str, printed: str, value: float, unit: str, place: str) -> Amount:
    start = text.index(place)
    return Amount("text", start, start + len(place), printed, value, unit)


def add_story(db: Database, story_id: int, documents: Sequence[int], at: str, joined: Sequence[int] = ()) -> None:
    """Put these documents into a story at time `at`; those not `joined` (where given) keep the time they had."""
    fresh = json.dumps(list(joined or documents))
    with db.atomic():
        db.execute("INSERT OR IGNORE INTO story (id, state, first_at, last_at) VALUES (?, 'awake', '', '')", [story_id])
        db.execute("DELETE FROM story_document WHERE document_id IN (SELECT value FROM json_each(?))", [fresh])
        db.execute("DELETE FROM story_document WHERE document_id IN (SELECT id FROM document WHERE NOT current)")
        db.execute(
            "INSERT INTO story_document SELECT value, ?, 1.0, '', ?, '{}' FROM json_each(?)", [story_id, at, fresh]
        )
        refresh(db, [story_id])
