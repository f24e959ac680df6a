"""Answers a query from the store: documents, best first, each with the passage that answers."""

from __future__ import annotations

import sqlite3
import textwrap
from dataclasses import asdict, dataclass
from typing import Any

from monitor.search.query import Query, parse_query
from monitor.search.snippets import count_hits, cut_snippet

# A hit in a title says more than one in the text; stems count less than the word as typed, so that it comes first.
# In the order of the index: title, text, title_en, text_en, title_fr, text_fr, names, stems.
WEIGHTS = (8.0, 2.0, 6.0, 1.5, 6.0, 1.5, 4.0, 1.0)

FOUND = """FROM document_fts JOIN document d ON d.id = document_fts.rowid WHERE document_fts MATCH ? AND d.current"""
SCORE = f"bm25(document_fts, {', '.join(map(str, WEIGHTS))})"


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. Words found stand between [ and ] in `snippet`; a higher `score` is a better answer."""

    id: int
    title: str
    outlet: str
    language: str
    dated_at: str
    url: str
    story: int | None
    score: float
    snippet: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)

    def lines(self, number: int) -> list[str]:
        """The hit as lines for a terminal."""
        head = f"{number:>3}. {self.title}"
        facts = f"     {self.outlet or '?'} · {self.language} · {self.dated_at[:10]} · document {self.id}"
        passage = textwrap.wrap(self.snippet, 78, initial_indent="     ", subsequent_indent="     ")
        return [head, facts + (f" · story:{self.story}" if self.story else ""), *passage, ""]


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits asked for, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def search_documents(store: sqlite3.Connection, text: str, limit: int = 10, offset: int = 0) -> Answer:
    """Answer the query `text` (see `monitor.search.query`). Raises MonitorError for a query that means nothing."""
    query = parse_query(text)
    where = "".join(f" AND {condition}" for condition in query.conditions)
    found = f"{FOUND if query.match else 'FROM document d WHERE d.current'}{where}"
    values = [query.match, *query.values] if query.match else list(query.values)
    total = store.execute(f"SELECT count(*) {found}", values).fetchone()[0]
    best = f"SELECT d.id, {SCORE if query.match else '0.0'} AS score {found} ORDER BY score, d.dated_at DESC, d.id DESC"
    rows = store.execute(
        f"SELECT f.score, d.*, s.story_id, t.text AS text_en"
        f" FROM ({best} LIMIT ? OFFSET ?) f JOIN document d ON d.id = f.id"
        " LEFT JOIN story_document s ON s.document_id = d.id"
        " LEFT JOIN translation t ON t.document_id = d.id AND t.language = 'en'"
        " ORDER BY f.score, d.dated_at DESC, d.id DESC",
        [*values, limit, offset],
    )
    return Answer(tuple(_hit(row, query) for row in rows), total)


def _hit(row: sqlite3.Row, query: Query) -> Hit:
    return Hit(
        id=row["id"],
        title=row["title"],
        outlet=row["outlet"],
        language=row["language"],
        dated_at=row["dated_at"],
        url=row["url"],
        story=row["story_id"],
        score=round(-row["score"], 3),
        snippet=_snippet(row, query),
    )


def _snippet(row: sqlite3.Row, query: Query) -> str:
    """From the original where it holds the words, else from the English translation."""
    texts = [(row["text"], row["language"]), (row["text_en"] or "", "en")]
    text, language = max(texts, key=lambda t: count_hits(t[0], t[1], query.words))
    return cut_snippet(text, language, query.words)
