"""The view of what the reader decided: starred, muted, corrected; each can be taken back here."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any

from monitor.web.feeds import Entry
from monitor.web.verdicts import all_verdicts
from monitor.web.view import Asked, View

DOCUMENTS = """SELECT version_of AS number, id, title, outlet, language, dated_at FROM document
    WHERE current AND version_of IN (SELECT value FROM json_each(?))"""
STORIES = """SELECT story_id AS number, story_id AS id, title, summary FROM story_text
    WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY language = ?"""


def view_kept(store: sqlite3.Connection, asked: Asked) -> View:
    """All decisions, the newest first, with what they speak of."""
    rows = all_verdicts(store).found
    named = _named(store, rows, asked.language)
    decisions = [{**row, "of": named.get(row["subject"]), "other": named.get(row["value"])} for row in rows]
    starred = [d for d in decisions if d["kind"] == "star" and d["of"]]
    entries = tuple(Entry(d["of"]["path"], d["of"]["title"], "", d["at"]) for d in starred)
    return View("kept.html.jinja", "", {"decisions": decisions}, {}, entries)


def _named(store: sqlite3.Connection, rows: tuple[dict[str, Any], ...], language: str) -> dict[str, dict[str, Any]]:
    said = " ".join(f"{row['subject']}\n{row['value']}\n" for row in rows)
    documents = json.dumps([int(n) for n in re.findall(r"\bdocument:(\d{1,18})\n", said)])
    stories = json.dumps([int(n) for n in re.findall(r"\bstory:(\d{1,18})\n", said)])
    found = {f"document:{row['number']}": _path(row, "document") for row in store.execute(DOCUMENTS, [documents])}
    return found | {
        f"story:{row['number']}": _path(row, "story") for row in store.execute(STORIES, [stories, language])
    }


def _path(row: sqlite3.Row, kind: str) -> dict[str, Any]:
    return {**dict(row), "path": f"/{kind}/{row['id']}"}
