"""The search's view: what was found, marked, and how to narrow it."""

from __future__ import annotations

import sqlite3
from typing import Any

from markupsafe import Markup, escape

from monitor.errors import MonitorError
from monitor.search.searching import search_documents
from monitor.web.feeds import Entry
from monitor.web.view import Asked, View

PAGE = 20
DEEPEST = 10_000  # nobody reads on that far, and each page before it costs time


def view_search(store: sqlite3.Connection, asked: Asked) -> View:
    """The answer to `q`, from `offset` on; an empty page with the box where nothing was asked."""
    query = asked.query.get("q", "").strip()
    start = asked.whole("offset", DEEPEST)
    content: dict[str, Any] = {"query": query, "total": 0, "hits": [], "trouble": ""}
    if query:
        try:
            answer = search_documents(store, query, PAGE, start)
            content |= {"total": answer.total, "hits": [hit.as_dict() for hit in answer.hits]}
        except MonitorError as error:
            content["trouble"] = str(error)
    shown = {
        "start": start,
        "following": start + PAGE if start + PAGE < min(content["total"], DEEPEST) else None,
        "previous": max(0, start - PAGE) if start else None,
        "marked": [_marked(hit["snippet"]) for hit in content["hits"]],
    }
    entries = tuple(
        Entry(f"/document/{h['id']}", h["title"], h["snippet"], h["dated_at"], h["language"], h["outlet"])
        for h in content["hits"]
    )
    return View("search.html.jinja", query, content, shown, entries)


def _marked(snippet: str) -> Markup:
    return Markup(escape(snippet).replace("[", Markup("<mark>")).replace("]", Markup("</mark>")))  # noqa: S704  escaped
