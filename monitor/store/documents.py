"""Documents out of the store and what stages gave them into it; the only place that knows both records and rows."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from monitor.document import (
    Amount,
    Date,
    Document,
    Fingerprint,
    LanguageSpan,
    Mention,
    Quote,
    Repair,
    Sentence,
    StoryLink,
    Summary,
    SummarySpan,
    Tag,
    TagScore,
    Translation,
)
from monitor.store.decisions import read_decisions
from monitor.store.fingerprints import count_day, count_month
from monitor.store.tags import find_tag_id, read_tags

Row = sqlite3.Row | dict[str, Any]
Rows = Iterable[tuple[Any, ...]]

RECEIVED = """id key url outlet raw_title raw_text author published_at published_precision received_at dated_at
    language_hint version version_of""".split()  # noqa: SIM905  easier to read
DERIVED = ("title", "text", "language", "language_confidence", "duplicate_of", "copied_share")


# ------------------------------------------------------------------------------------------------ reading


def read_documents(db: Database, ids: Sequence[int], fields: frozenset[str]) -> list[Document]:
    """Return the documents with these ids, in that order, with what was received and the `fields` asked for."""
    marks = json.dumps(list(ids))
    rows = db.query("SELECT * FROM document WHERE id IN (SELECT value FROM json_each(?))", [marks])
    lists = {name: _read_children(db, name, marks) for name in CHILDREN if name in fields}
    documents = {row["id"]: _document(row, {name: found[row["id"]] for name, found in lists.items()}) for row in rows}
    found = [documents[i] for i in ids if i in documents]
    return _with_decisions(db, found) if "decisions" in fields else found


def _with_decisions(db: Database, documents: list[Document]) -> list[Document]:
    decided = defaultdict(list)
    for decision in read_decisions(db, [d.subject for d in documents]):
        for subject in {decision.subject, decision.value}:
            decided[subject].append(decision)
    return [dataclasses.replace(d, decisions=tuple(decided[d.subject])) for d in documents]


def _document(row: dict[str, Any], children: dict[str, Any]) -> Document:
    story, fingerprint = children.pop("story", ()), children.pop("fingerprint", ())
    columns: dict[str, Any] = {name: row[name] for name in (*RECEIVED, *DERIVED)}
    return Document(
        **columns,
        **children,
        title_made=bool(row["title_made"]),
        extra=json.loads(row["extra"]),
        own_spans=tuple(tuple(span) for span in json.loads(row["own_spans"])),
        language_spans=tuple(LanguageSpan(**span) for span in json.loads(row["language_spans"])),
        story=story[0] if story else None,
        fingerprint=fingerprint[0] if fingerprint else None,
    )


def _read_children(db: Database, name: str, marks: str) -> dict[int, tuple[Any, ...]]:
    table, build = CHILDREN[name]
    rows = list(
        db.query(
            f"SELECT * FROM {table} WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            [marks],
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for document_id, child in zip((r.pop("document_id") for r in rows), build(db, rows), strict=True):
        found[document_id].append(child)
    return defaultdict(tuple, {i: tuple(children) for i, children in found.items()})


def _plain(kind: type) -> Callable[[Database, list[dict[str, Any]]], Iterator[Any]]:
    return lambda _, rows: (kind(**row) for row in rows)


def _mentions(db: Database, rows: list[dict[str, Any]]) -> Iterator[Mention]:
    tags = read_tags(db, {row["tag_id"] for row in rows})
    return (Mention(**_without(row, "tag_id"), tag=tags[row["tag_id"]]) for row in rows)


def _quotes(db: Database, rows: list[dict[str, Any]]) -> Iterator[Quote]:
    tags = read_tags(db, {row["speaker_tag_id"] for row in rows if row["speaker_tag_id"]})
    return (Quote(**_without(row, "speaker_tag_id"), speaker=tags.get(row["speaker_tag_id"])) for row in rows)


def _tag_scores(db: Database, rows: list[dict[str, Any]]) -> Iterator[TagScore]:
    tags = read_tags(db, {row["tag_id"] for row in rows})
    return (TagScore(tags[row["tag_id"]], row["score"], row["reason"]) for row in rows)


def _amounts(_: Database, rows: list[dict[str, Any]]) -> Iterator[Amount]:
    return (Amount(**row | {"approximate": bool(row["approximate"])}) for row in rows)


def _translations(_: Database, rows: list[dict[str, Any]]) -> Iterator[Translation]:
    for row in rows:
        sentences = tuple(Sentence(**sentence) for sentence in json.loads(row["sentences"]))
        yield Translation(**row | {"ok": bool(row["ok"]), "sentences": sentences})


def _summaries(_: Database, rows: list[dict[str, Any]]) -> Iterator[Summary]:
    for row in rows:
        yield Summary(**row | {"spans": tuple(SummarySpan(**span) for span in json.loads(row["spans"]))})


def _links(_: Database, rows: list[dict[str, Any]]) -> Iterator[StoryLink]:
    for row in rows:
        near = {int(i): score for i, score in json.loads(row["near"]).items()}
        yield StoryLink(row["story_id"], row["score"], row["reason"], near)


def _fingerprints(_: Database, rows: list[dict[str, Any]]) -> Iterator[Fingerprint]:
    for row in rows:
        facts = {name: json.loads(row[name]) for name in ("names", "numbers", "places", "days", "identifiers")}
        lists = {name: tuple(facts[name]) for name in ("numbers", "places", "days")}
        yield Fingerprint(row["language"], row["vector"], **facts | lists)


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


CHILDREN: dict[str, tuple[str, Callable[[Database, list[dict[str, Any]]], Iterator[Any]]]] = {
    "repairs": ("repair", _plain(Repair)),
    "mentions": ("mention", _mentions),
    "amounts": ("amount", _amounts),
    "dates": ("date", _plain(Date)),
    "quotes": ("quote", _quotes),
    "translations": ("translation", _translations),
    "summaries": ("summary", _summaries),
    "tags": ("document_tag", _tag_scores),
    "fingerprint": ("fingerprint", _fingerprints),
    "story": ("story_document", _links),
}

# ------------------------------------------------------------------------------------------------ writing


def write_given(db: Database, documents: Sequence[Document], gives: frozenset[str], at: str) -> None:
    """Replace, for each document, what a stage that fills `gives` had given before. Inside the caller's transaction."""
    for tag in dict.fromkeys(tag for document in documents for tag in _tags_of(document, gives)):
        find_tag_id(db, tag)  # all of them first: a tag may take in another
    columns = sorted(gives & COLUMNS.keys())
    if columns:
        names = ", ".join(f"{name} = ?" for name in columns)
        values = [(*(COLUMNS[name](d) for name in columns), d.id) for d in documents]
        db.conn.executemany(f"UPDATE document SET {names} WHERE id = ?", values)
    for name in sorted(gives & ROWS.keys()):
        table, rows = TABLE[name], ROWS[name]
        db.conn.executemany(f"DELETE FROM {table} WHERE document_id = ?", [(d.id,) for d in documents])
        _insert(db, table, [(d.id, *row) for d in documents for row in rows(db, d, at)])


def _insert(db: Database, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(f"INSERT INTO {table} ({TABLE_COLUMNS[table]}) VALUES ({marks})", rows)


def _fingerprint_row(made: Fingerprint, dated_at: str) -> tuple[Any, ...]:
    facts = (made.names, made.numbers, made.places, made.days, made.identifiers)
    return count_day(dated_at), made.language, made.vector, *(json.dumps(fact, ensure_ascii=False) for fact in facts)


def _tags_of(document: Document, gives: frozenset[str]) -> Iterator[Tag]:
    if "mentions" in gives:
        yield from (mention.tag for mention in document.mentions)
        yield from (quote.speaker for quote in document.quotes if quote.speaker)
    if "tags" in gives:
        yield from (score.tag for score in document.tags)


def _tag_rows(db: Database, scores: Iterable[TagScore]) -> Rows:
    """A row a tag: of spellings that were merged into one, the first, which says most."""
    rows: dict[int, tuple[Any, ...]] = {}
    for score in scores:
        tag_id = find_tag_id(db, score.tag)
        rows.setdefault(tag_id, (tag_id, score.score, score.reason))
    return rows.values()


def _json(values: Iterable[Any]) -> str:
    return json.dumps([dataclasses.asdict(value) for value in values], ensure_ascii=False)


COLUMNS: dict[str, Callable[[Document], Any]] = {
    "title": lambda d: d.title,
    "title_made": lambda d: int(d.title_made),
    "text": lambda d: d.text,
    "language": lambda d: d.language,
    "language_confidence": lambda d: d.language_confidence,
    "language_spans": lambda d: _json(d.language_spans),
    "duplicate_of": lambda d: d.duplicate_of,
    "copied_share": lambda d: d.copied_share,
    "own_spans": lambda d: json.dumps(d.own_spans),
    "published_at": lambda d: d.published_at,
    "published_precision": lambda d: d.published_precision,
    "dated_at": lambda d: d.dated_at,
}

ROWS: dict[str, Callable[[Database, Document, str], Rows]] = {
    "repairs": lambda _, d, __: [(r.field, r.start, r.end, r.kind, r.before, r.after, r.reason) for r in d.repairs],
    "mentions": lambda db, d, _: [(find_tag_id(db, m.tag), m.field, m.start, m.end, m.text) for m in d.mentions],
    "amounts": lambda _, d, __: [
        (a.field, a.start, a.end, a.text, a.value, a.value_max, a.unit, int(a.approximate)) for a in d.amounts
    ],
    "dates": lambda _, d, __: [(x.field, x.start, x.end, x.text, x.value, x.value_end, x.precision) for x in d.dates],
    "quotes": lambda db, d, _: [
        (q.field, q.start, q.end, q.text, q.speaker and find_tag_id(db, q.speaker), q.speaker_text) for q in d.quotes
    ],
    "translations": lambda _, d, __: [
        (t.language, t.title, t.text, t.model, int(t.ok), t.note, _json(t.sentences)) for t in d.translations
    ],
    "summaries": lambda _, d, __: [(s.language, s.text, s.method, _json(s.spans)) for s in d.summaries],
    "tags": lambda db, d, _: _tag_rows(db, d.tags),
    "shingles": lambda _, d, __: [(h, count_month(d.dated_at)) for h in d.shingles],
    "fingerprint": lambda _, d, __: [_fingerprint_row(d.fingerprint, d.dated_at)] if d.fingerprint else [],
    "story": lambda _, d, at: (
        [(d.story.story_id, d.story.score, d.story.reason, json.dumps(d.story.near), at)] if d.story else []
    ),
}

TABLE_COLUMNS = {
    "repair": "document_id, field, start, end, kind, before, after, reason",
    "mention": "document_id, tag_id, field, start, end, text",
    "amount": "document_id, field, start, end, text, value, value_max, unit, approximate",
    "date": "document_id, field, start, end, text, value, value_end, precision",
    "quote": "document_id, field, start, end, text, speaker_tag_id, speaker_text",
    "translation": "document_id, language, title, text, model, ok, note, sentences",
    "summary": "document_id, language, text, method, spans",
    "document_tag": "document_id, tag_id, score, reason",
    "story_document": "document_id, story_id, score, reason, near, joined_at",
    "shingle": "document_id, hash, month",
    "fingerprint": "document_id, day, language, vector, names, numbers, places, days, identifiers",
}

TABLE = {"shingles": "shingle"} | {name: table for name, (table, _) in CHILDREN.items()}
