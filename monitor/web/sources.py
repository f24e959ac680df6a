"""The views of sources: how each one is, and how it was at every visit."""

from __future__ import annotations

import sqlite3
from typing import Any

from monitor.errors import MonitorError
from monitor.saying import say_in
from monitor.web.charts import draw_volume
from monitor.web.feeds import Entry, enter_document
from monitor.web.view import Asked, View
from monitor.web.words import words_in

HEALTH = """SELECT h.*, s.language, s.country, s.address FROM source_health h JOIN source s USING (id)
    ORDER BY h.state IN ('ok', 'off'), h.enabled DESC, h.name COLLATE NOCASE"""
VISITS = """SELECT at, status, entries, fetched, with_text, new, evidence FROM source_check
    WHERE source_id = ? ORDER BY at DESC LIMIT 60"""
RECENT = """SELECT d.id, d.title, d.language, d.dated_at, d.outlet FROM origin o JOIN document d ON d.id = o.document_id
    WHERE o.source_id = ? AND d.current ORDER BY o.rowid DESC LIMIT 20"""
NEVER = "1970-01-01"


def view_sources(store: sqlite3.Connection, asked: Asked) -> View:
    """Every source the store knows, those in trouble first."""
    sources, words = [dict(row) for row in store.execute(HEALTH)], words_in(asked.language)
    troubled = tuple(
        Entry(f"/source/{s['id']}", _headline(s, words), say_in(asked.language, s["note"]), s["checked_at"] or NEVER)
        for s in sources
        if s["state"] not in ("ok", "off")
    )
    return View("sources.html.jinja", "", {"sources": sources}, {}, troubled)


def _headline(source: dict[str, Any], words: dict[str, str]) -> str:
    return f"{source['name']}{words['colon']} {words['state_' + source['state']]}"


def view_source(store: sqlite3.Connection, asked: Asked) -> View:
    """One source: its visits, and what came of them."""
    row = store.execute("SELECT * FROM source WHERE id = ?", [asked.number]).fetchone()
    if row is None:
        raise MonitorError(f"no source {asked.number}; /sources lists those there are")
    visits = [dict(visit) for visit in store.execute(VISITS, [asked.number])]
    content = {**dict(row), "visit": visits, "document": [dict(d) for d in store.execute(RECENT, [asked.number])]}
    volume: list[dict[str, Any]] = [
        {"date": v["at"], "languages": {row["language"] or "?": v["new"]}} for v in visits[::-1]
    ]
    shown = {"chart": draw_volume(volume, [row["language"] or "?"], row["name"]) if visits else "", "volume": volume}
    return View("source.html.jinja", row["name"], content, shown, tuple(map(enter_document, content["document"])))
