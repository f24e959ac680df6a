"""The search's view: what was found, marked, and how to narrow it."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from monitor.errors import MonitorError
from monitor.search.facets import count_facets
from monitor.search.searching import Hit, search_documents
from monitor.search.snippets import Passage
from monitor.web.feeds import Entry
from monitor.web.view import Asked, View

PAGE = 20
DEEPEST = 10_000  # nobody reads on that far, and each page before it costs time


def view_search(store: sqlite3.Connection, asked: Asked) -> View:
    """The answer to `q`, from `offset` on, by relevance or `sort` = date; the box alone where nothing was asked."""
    query = asked.query.get("q", "").strip()
    start = asked.whole("offset", DEEPEST)
    content: dict[str, Any] = {"query": query, "sort": "relevance", "total": 0, "hits": [], "facets": {}, "notes": []}
    content["trouble"] = ""
    hits: tuple[Hit, ...] = ()
    if asked.query.get("sort") == "date":
        content["sort"] = "date"
    if query:
        try:
            answer = search_documents(store, query, PAGE, start, content["sort"], asked.settings.zone)
            hits = answer.hits
            content |= {"total": answer.total, "hits": [hit.as_dict() for hit in hits], "notes": list(answer.notes)}
            content["facets"] = asdict(count_facets(store, query, asked.settings.zone)) if answer.total else {}
        except MonitorError as error:
            content["trouble"] = str(error)
    shown = {
        "start": start,
        "following": start + PAGE if start + PAGE < min(content["total"], DEEPEST) else None,
        "previous": max(0, start - PAGE) if start else None,
        "marked": [mark(hit.passage) for hit in hits],
    }
    return View("search.html.jinja", query, content, shown, tuple(_entry(hit) for hit in hits))


def mark(passage: Passage) -> Markup:
    """The passage, escaped, with what was found in it marked."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if hit else text for text, hit in passage)


def _entry(hit: Hit) -> Entry:
    return Entry(f"/document/{hit.id}", hit.title, hit.snippet, hit.dated_at, hit.language, hit.outlet)
