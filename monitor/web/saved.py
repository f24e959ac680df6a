"""The views of saved searches: all of them, and what one of them found since it was saved."""

from __future__ import annotations

import sqlite3

from monitor.errors import MonitorError
from monitor.web.feeds import Entry
from monitor.web.view import Asked, View

SHOWN = 50
SEARCHES = """SELECT s.id, s.name, s.query, s.alert, s.saved_at, count(h.document_id) AS hits,
        max(h.found_at) AS found_at
    FROM saved_search s LEFT JOIN saved_hit h ON h.saved_id = s.id GROUP BY s.id ORDER BY s.name"""
FOUND = f"""SELECT now.id, now.title, now.outlet, now.language, now.dated_at, h.found_at, en.title AS title_en,
        fr.title AS title_fr
    FROM saved_hit h JOIN document d ON d.id = h.document_id
    JOIN document now ON now.version_of = d.version_of AND now.current
    LEFT JOIN translation en ON en.document_id = now.id AND en.language = 'en'
    LEFT JOIN translation fr ON fr.document_id = now.id AND fr.language = 'fr'
    WHERE h.saved_id = ? ORDER BY h.found_at DESC, now.dated_at DESC, now.id DESC LIMIT {SHOWN}"""


def view_searches(store: sqlite3.Connection, asked: Asked) -> View:
    """Every saved search, with how much it found since it was saved."""
    searches = [{**dict(row), "alert": _kind(row["alert"])} for row in store.execute(SEARCHES)]
    entries = tuple(Entry(f"/saved/{s['id']}", s["name"], s["query"], s["found_at"] or s["saved_at"]) for s in searches)
    return View("saved.html.jinja", "", {"searches": searches}, {}, entries)


def view_saved(store: sqlite3.Connection, asked: Asked) -> View:
    """The newest hits of one saved search."""
    saved = store.execute("SELECT id, name, query, saved_at FROM saved_search WHERE id = ?", [asked.number]).fetchone()
    if saved is None:
        raise MonitorError(f"no saved search {asked.number}; /saved lists those there are")
    found = [dict(row) for row in store.execute(FOUND, [asked.number])]
    title = f"title_{asked.language}"
    entries = tuple(
        Entry(f"/document/{d['id']}", d[title] or d["title"], "", d["found_at"], d["language"], d["outlet"])
        for d in found
    )
    content = {**dict(saved), "document": found}
    return View("found.html.jinja", saved["name"], content, {}, entries, saved["saved_at"])


def _kind(alert: str) -> str:
    """command, mail, http or ""; the rest of an alert may hold what is not for everyone who sees this page."""
    return alert.partition(":")[0].removesuffix("s")
