"""The story's view: its documents side by side in original and translation, why they belong, how it went."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from monitor.showing import is_sure, show_story
from monitor.web.feeds import enter_document
from monitor.web.marking import lay_out
from monitor.web.verdicts import read_verdicts
from monitor.web.view import Asked, View

PAGE = 25  # documents shown at once, with their texts

TOLD = """SELECT d.id, d.version_of, d.author, d.text, d.received_at, d.version,
        t.title AS translated_title, t.text AS translated, t.ok, t.note, t.sentences, s.text AS summary, s.spans,
        o.text AS own_summary
    FROM document d LEFT JOIN translation t ON t.document_id = d.id AND t.language = :language
    LEFT JOIN summary s ON s.document_id = d.id AND s.language = :language
    LEFT JOIN summary o ON o.document_id = d.id AND o.language = d.language
    WHERE d.id IN (SELECT value FROM json_each(:ids))"""


def view_story(store: sqlite3.Connection, asked: Asked) -> View:
    """Story `number`; of a long one, the documents from `offset` on."""
    story = show_story(store, asked.number, asked.language).content
    texts = {text["language"]: text for text in story["text"]}
    text = texts.get(asked.language) or next(iter(texts.values()), {"title": "", "summary": "", "language": ""})
    start = asked.whole("offset", 100_000)
    members = story["document"]
    told = _told(store, [d["id"] for d in members[start : start + PAGE]], asked.language)
    outlets = sorted({d["outlet"] for d in members})
    subjects = [f"story:{story['id']}", *(f"document:{d['version_of']}" for d in told.values())]
    shown = {
        "text": text,
        "told": [{**d, **told[d["id"]]} for d in members[start : start + PAGE]],
        "outlets": outlets,
        "french": {tag["name"]: tag["name_fr"] for tag in story["tag"]},
        "languages": sorted({d["language"] for d in members}),
        "verdicts": read_verdicts(store, [*subjects, *(f"outlet:{outlet}" for outlet in outlets)]),
        "changed_at": max((d["received_at"] for d in told.values()), default=""),
        "start": start,
        "following": start + PAGE if start + PAGE < len(members) else None,
    }
    entries = tuple(enter_document(d, d["reason"]) for d in reversed(members))
    return View("story.html.jinja", text["title"], story, shown, entries)


def _told(store: sqlite3.Connection, ids: list[int], language: str) -> dict[int, dict[str, Any]]:
    rows = [dict(row) for row in store.execute(TOLD, {"language": language, "ids": json.dumps(ids)})]
    return {row["id"]: row | {"rows": _side_by_side(row), "ok": _is_sure(row)} for row in rows}


def _is_sure(row: dict[str, Any]) -> bool:
    return bool(row["ok"]) and is_sure({"spans": json.loads(row["spans"] or "[]")})


def _side_by_side(row: dict[str, Any]) -> list[Any]:
    return lay_out(row["text"], [], row["translated"] or "", json.loads(row["sentences"] or "[]"), [])
