"""The documents of a story as they are compared with each other, in one reading language where they can be."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from monitor import hedges
from monitor.document import SummarySpan

MOST = 60  # documents looked at: a story told by more is shown by its first ones and its last

MEMBERS = """
    SELECT * FROM (
        SELECT d.id, d.outlet, d.language, d.dated_at, d.url, d.title, d.title_made, d.text, d.duplicate_of,
            d.copied_share, s.score, s.reason, d.published_precision, d.own_spans,
            row_number() OVER (ORDER BY d.dated_at, d.content_hash) AS place,
            count(*) OVER () AS documents
        FROM story_document s JOIN document d ON d.id = s.document_id AND d.current
        WHERE s.story_id = ?)
    WHERE place <= 50 OR place > documents - 10 ORDER BY place"""
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?=\S)[^.!?…\n]*)*[.!?…»”\"]*")
# Before a number that is not exact: a reader who compares two wants to know.
ROUGHLY = re.compile(rf"\b(?:{hedges.ANY})\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """An amount that a document gives, and the sentence it stands in, in English too where it was translated."""

    text: str
    value: float
    unit: str
    approximate: bool
    sentence: str
    english: str
    headline: bool = False
    hedge: str = ""  # printed before it, and part of `text`


@dataclass(frozen=True, slots=True)
class Said:
    """Words that a document quotes, who spoke them, and what the reading language has of them ("" where nothing)."""

    text: str
    speaker: str
    translated: str


@dataclass(frozen=True, slots=True)
class _Translated:
    """A document in another language."""

    title: str
    text: str
    ok: bool
    sentences: list[dict[str, Any]]

    def tell(self, start: int, end: int) -> str:
        """The sentences into which those at [start, end) of the original's text were translated."""
        told = (
            s for s in self.sentences if s["field"] == "text" and s["source_start"] < end and start < s["source_end"]
        )
        return " ".join(self.text[s["start"] : s["end"]] for s in told)


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a story. `title` and `sentences` (its summary's) are in the reading language where possible."""

    document_id: int
    outlet: str
    language: str
    dated_at: str
    url: str
    title: str
    title_made: bool
    sentences: tuple[str, ...]
    numbers: tuple[Number, ...]  # of a copy, those that it adds
    quotes: tuple[Said, ...]
    score: float  # how sure it is that it belongs here, 0 to 1
    reason: str  # why it belongs here
    copy_of: int | None  # the document it repeats
    copied_share: float
    undated: bool = False  # `dated_at` is when it was received
    sure: bool = True  # each number and name of its translated title and sentences was found in the original


def read_members(store: sqlite3.Connection, story_id: int, language: str) -> tuple[Member, ...]:
    """The current documents of story `story_id`, oldest first, told in `language`; at most MOST of them."""
    cursor = store.cursor()
    cursor.row_factory = sqlite3.Row  # whatever the connection's
    rows = {row["id"]: row for row in cursor.execute(MEMBERS, [story_id])}
    ids = json.dumps(list(rows))
    translated = _read_translations(store, ids, language)
    english = translated if language == "en" else _read_translations(store, ids, "en")
    told = {r[0]: _cut(r[1], json.loads(r[2])) for r in _select(store, "summary", "text, spans", ids, language)}
    amounts = _grouped(_select(store, "amount", "field, start, text, value, unit, approximate", ids))
    quotes = _grouped(_select(store, "quote", "text, speaker_text, field, start, end", ids))
    numbers = {i: _numbers(row, amounts[i], english.get(i)) for i, row in rows.items()}
    return tuple(
        _make_member(row, language, translated.get(i), told.get(i, ()), numbers[i], quotes[i])
        for i, row in rows.items()
    )


def _make_member(
    row: sqlite3.Row,
    language: str,
    translated: _Translated | None,
    told: tuple[tuple[str, bool], ...],
    numbers: Iterable[Number],
    quotes: Iterable[tuple[Any, ...]],
) -> Member:
    same = {name: row[name] for name in ("outlet", "language", "dated_at", "url", "score", "reason", "copied_share")}
    return Member(
        **same,
        document_id=row["id"],
        title=(translated.title if translated and row["language"] != language else "") or row["title"],
        title_made=bool(row["title_made"]),
        sentences=tuple(text for text, _ in told),
        numbers=tuple(numbers),
        quotes=tuple(_say(translated, *quote) for quote in quotes),
        copy_of=row["duplicate_of"],
        undated=row["published_precision"] == "none",
        sure=all([translated is None or translated.ok, *(ok for _, ok in told)]),
    )


def _read_translations(store: sqlite3.Connection, ids: str, language: str) -> dict[int, _Translated]:
    rows = _select(store, "translation", "title, text, ok, sentences", ids, language)
    return {row[0]: _Translated(row[1], row[2], bool(row[3]), json.loads(row[4])) for row in rows}


def _say(translated: _Translated | None, text: str, speaker: str, field: str, start: int, end: int) -> Said:
    return Said(text, speaker, translated.tell(start, end) if translated and field == "text" else "")


def _is_own(row: sqlite3.Row, field: str, place: int) -> bool:
    """Whether a document says that by itself: of a copy, its headline and the paragraphs that are new do."""
    spans = json.loads(row["own_spans"])
    return row["duplicate_of"] is None or field == "title" or any(start <= place < end for start, end in spans)


def _select(store: sqlite3.Connection, table: str, columns: str, ids: str, language: str = "") -> list[tuple[Any, ...]]:
    sql = f"SELECT document_id, {columns} FROM {table} WHERE document_id IN (SELECT value FROM json_each(?))"
    if language:
        return [tuple(r) for r in store.execute(f"{sql} AND language = ?", [ids, language])]
    return [tuple(r) for r in store.execute(f"{sql} ORDER BY rowid", [ids])]


def _grouped(rows: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found


def _cut(text: str, spans: list[dict[str, Any]]) -> tuple[tuple[str, bool], ...]:
    """The sentences of a summary, each with whether a translation of it is sure."""
    sentences = (SummarySpan(**span) for span in spans)
    return tuple((text[each.start : each.end].strip(), each.ok) for each in sentences) or ((text, True),)


def _numbers(row: sqlite3.Row, amounts: Iterable[tuple[Any, ...]], english: _Translated | None) -> Iterator[Number]:
    """A document's own amounts with their sentences, which a translation says in English, where there is one."""
    for field, start, printed, value, unit, approximate in amounts:
        if not _is_own(row, field, start):
            continue
        content = row[field]
        spans = (match.span() for match in SENTENCE.finditer(content))
        sentence = next((content[a:b] for a, b in spans if a <= start < b), printed)
        beside = english.tell(start, start + 1) if english and field == "text" else ""
        beside = sentence if row["language"] == "en" else beside
        rough = ROUGHLY.search(content[max(0, start - 16) : start]) if approximate else None
        hedge = rough[0] if rough else ""
        yield Number(hedge + printed, value, unit, bool(approximate), sentence, beside, field == "title", hedge)
