"""The search's view: what was found, marked, and how to narrow it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from monitor.errors import MonitorError
from monitor.search.facets import count_facets
from monitor.search.meaning import search_hybrid, search_like, text_of
from monitor.search.saved import MOST
from monitor.search.searching import Answer, Hit, search_documents
from monitor.search.snippets import Passage
from monitor.terminal import hold
from monitor.web.feeds import Entry
from monitor.web.view import LARGEST, Asked, View

PAGE = 20
DEEPEST = 10_000  # nobody reads on that far, and each page before it costs time
SORTS = ("relevance", "words", "date")  # by words and meaning; by words alone; the newest first


def view_search(store: sqlite3.Connection, asked: Asked) -> View:
    """The answer to `q`, or what is `like` a document, from `offset` on, sorted by `sort`; the box alone otherwise.

    A feed is sorted by date where nothing else is said.
    """
    query, start = asked.query.get("q", "").strip(), asked.whole("offset", DEEPEST)
    sort = asked.query.get("sort", "date" if asked.style == "atom" else "")
    sorts = SORTS if asked.questions else ("relevance", "date")
    content: dict[str, Any] = {
        "query": query, "like": asked.whole("like", LARGEST), "sort": sort if sort in sorts else "relevance",
        "total": 0, "hits": [], "facets": {}, "notes": [], "trouble": "",
    }  # fmt: skip
    hits: tuple[Hit, ...] = ()
    if query or content["like"]:
        try:
            hits = _fill(store, content, start, asked)
        except MonitorError as error:
            content["trouble"] = str(error)
    shown = {
        "start": start,
        "following": start + PAGE if start + PAGE < min(content["total"], DEEPEST) else None,
        "previous": max(0, start - PAGE) if start else None,
        "marked": [mark(hit.passage) for hit in hits],
        "sorts": sorts,
        "saved": _saved_as(store, query),
        "name": suggest_name(query),
        "mails": bool(asked.settings.mail_to),
    }
    return View("search.html.jinja", query, content, shown, tuple(_entry(hit) for hit in hits))


def _fill(store: sqlite3.Connection, content: dict[str, Any], start: int, asked: Asked) -> tuple[Hit, ...]:
    """Put the answer into `content`, and return its hits."""
    answer = _answer(store, content, start, asked)
    content |= {"total": answer.total, "hits": [hit.as_dict() for hit in answer.hits], "notes": list(answer.notes)}
    if content["sort"] == "relevance" and asked.questions and asked.questions.note:
        content["notes"].append(asked.questions.note)
    if content["query"] and answer.total:
        content["facets"] = asdict(count_facets(store, answer.plan, answer.newest))
    return answer.hits


def _answer(store: sqlite3.Connection, content: dict[str, Any], start: int, asked: Asked) -> Answer:
    query, zone = content["query"], asked.settings.zone
    if content["like"]:
        return search_like(store, content["like"], query, PAGE, start, zone)
    if content["sort"] == "relevance" and asked.questions:
        vector = asked.questions.vector_of(text_of(query))
        if vector is not None:
            return search_hybrid(store, query, vector, PAGE, start, zone)
    return search_documents(store, query, PAGE, start, "date" if content["sort"] == "date" else "relevance", zone)


def _saved_as(store: sqlite3.Connection, query: str) -> dict[str, Any] | None:
    """The saved search that asks just this, if there is one."""
    row = store.execute("SELECT id, name FROM saved_search WHERE query = ? ORDER BY id", [query]).fetchone()
    return dict(row) if row else None


def suggest_name(query: str) -> str:
    """What a query could be saved as: its words and values, without signs; the reader may say it better."""
    words = re.findall(r"[\w.’'-]*\w", re.sub(r"\b(AND|OR|NOT|[a-z]+:)", " ", query))
    return " ".join(word.lstrip(".’'-") for word in words)[:MOST].rstrip()


def mark(passage: Passage) -> Markup:
    """The passage, escaped, with what was found in it marked."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if hit else hold(text) for text, hit in passage)


def _entry(hit: Hit) -> Entry:
    return Entry(f"/document/{hit.id}", hit.title, hit.snippet, hit.dated_at, hit.language, hit.outlet)
