"""The document's view: original and translation in step, what it names and says marked, what was done to it."""

from __future__ import annotations

import sqlite3
from itertools import chain
from typing import Any

from monitor.figures import write_number
from monitor.showing import is_sure, show_document
from monitor.web.feeds import Entry
from monitor.web.marking import Mark, lay_out
from monitor.web.verdicts import read_verdicts
from monitor.web.view import Asked, View
from monitor.web.words import name_language

COPIES = """SELECT id, outlet, language, dated_at, title, copied_share FROM document
    WHERE duplicate_of = ? AND current ORDER BY dated_at, id LIMIT 50"""
VERSIONS = "SELECT id, version, received_at, title, current FROM document WHERE version_of = ? ORDER BY version"
CONTEXT = 40  # characters shown around a repair


def view_document(store: sqlite3.Connection, asked: Asked) -> View:
    """Document `number`, whole."""
    document = show_document(store, asked.number, asked.language).content
    own = {name: _in_language(document[name], asked.language) for name in ("translation", "summary")}
    subjects = [f"document:{document['version_of']}", f"outlet:{document['outlet']}", f"story:{document['story']}"]
    shown = {
        **own,
        "sure": all([(own["translation"] or {"ok": True})["ok"], is_sure(own["summary"] or {"spans": []})]),
        "rows": _rows(document, asked.language, **own),
        "copies": _all(store, COPIES, document["id"]),
        "versions": _all(store, VERSIONS, document["version_of"]),
        "repairs": [_in_context(repair, document) for repair in document["repair"]],
        "troubles": [step for step in document["step"] if step["outcome"] != "done"],
        "verdicts": read_verdicts(store, subjects),
    }
    title = (own["translation"] or document)["title"] or document["raw_title"]
    entry = Entry(
        f"/document/{document['id']}", title, (own["summary"] or {"text": ""})["text"], document["dated_at"],
        asked.language if own["translation"] else document["language"], document["outlet"],
    )  # fmt: skip
    return View("document.html.jinja", title, document, shown, (entry,))


def _in_language(rows: list[dict[str, Any]], language: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["language"] == language), None)


def _all(store: sqlite3.Connection, sql: str, number: int) -> list[dict[str, Any]]:
    return [dict(row) for row in store.execute(sql, [number])]


def _rows(
    document: dict[str, Any], language: str, translation: dict[str, Any] | None, summary: dict[str, Any] | None
) -> list[Any]:
    text = document["text"] or document["raw_text"]
    lit = _lit(summary) if document["text"] else []
    marks = [*_marks(document, language), *lit] if document["text"] else []
    other = translation or {"text": "", "sentences": []}
    return lay_out(text, marks, other["text"], other["sentences"], lit)


def _lit(summary: dict[str, Any] | None) -> list[Mark]:
    return [Mark(s["source_start"], s["source_end"], "lit") for s in (summary or {"spans": []})["spans"]]


def _marks(document: dict[str, Any], language: str) -> list[Mark]:
    named = "name_fr" if language == "fr" else "name"
    found = chain(
        (
            _mark(m, f"mention {m['kind']}", m[named] or m["name"], f"{m['kind']}:{m['name']}")
            for m in document["mention"]
        ),
        (
            _mark(a, "amount", f"{write_number(a['value'], language)} {a['unit'].replace('percent', '%')}")
            for a in document["amount"]
        ),
        (_mark(d, "date", f"{d['value']} {d['value_end']}".strip()) for d in document["date"]),
        (_mark(q, "quote", q["speaker_text"]) for q in document["quote"]),
        (
            Mark(s["start"], s["end"], "foreign", name_language(s["language"], language))
            for s in document["language_spans"]
            if s.get("field") != "title"
        ),
    )
    return [mark for mark in found if mark]


def _mark(row: dict[str, Any], kind: str, note: str, link: str = "") -> Mark | None:
    return Mark(row["start"], row["end"], kind, note, link) if row["field"] == "text" else None


def _in_context(repair: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """A repair with a few words of what was received on either side."""
    raw = document["raw_title"] if repair["field"] == "title" else document["raw_text"]
    start, end = repair["start"], repair["end"]
    left, right = raw[max(0, start - CONTEXT) : start], raw[end : end + CONTEXT]
    return {**repair, "left": left.split("\n")[-1], "right": right.split("\n")[0]}
