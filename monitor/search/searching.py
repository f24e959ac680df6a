"""Answers a query from the store: documents, best or newest first, each with the passage that answers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

from monitor.search.filters import Reader
from monitor.search.plan import LAST, Plan, make_plan
from monitor.search.query import loosen, parse_query
from monitor.search.snippets import Passage, cut_passage, mark_passage, words_in
from monitor.store.facts import NUMBER, execute_flat, fact

Sort = Literal["relevance", "date"]

# A hit in a title says more than one in the text, one in the text more than one in what was made of it; names are
# those of tags, which the whole document is about. In the order of the index: what is written, then the stems of
# title, text, translation, summary and names. Words are found by their stems; only phrases and prefixes as written.
# Lengths are not in the index, since looking one up takes longer than all the rest; so bm25 takes every document for
# an empty one, where a hit says four times as much as in one of average length, for which the weights are meant.
WEIGHTS = tuple(weight / 4 for weight in (8.0, 2.0, 6.0, 1.5, 6.0, 1.5, 4.0, 8.0, 2.0, 1.5, 1.5, 4.0))
SCORE = f"bm25(document_fts, {', '.join(map(str, WEIGHTS))})"
LENGTH = 0.25  # of a score goes by the text's length beside that of the last thousand (see search.floors.toml)
AVERAGE = "(SELECT avg(length) FROM (SELECT length FROM searchable ORDER BY id DESC LIMIT 1000))"
COUNTED = 2_000  # of the newest documents found have their facets counted: those of more keep a reader waiting
# one pass over the newest, since documents are numbered as they arrive: the best of them, those to count, how many
# there were, and the oldest of them
RANK = f"""
    WITH newest AS MATERIALIZED (
        SELECT document_fts.rowid AS i,
            {SCORE} / ({1 - LENGTH} + {LENGTH} * CAST({fact("length")} AS TEXT) / {AVERAGE}) AS score
        {{}} ORDER BY i DESC LIMIT ?)
    SELECT (SELECT json_group_array(json_array(i, score))
            FROM (SELECT i, score FROM newest ORDER BY score, i DESC LIMIT ?)),
        (SELECT json_group_array(i) FROM (SELECT i FROM newest LIMIT {COUNTED})), count(*), min(i) FROM newest"""
RANKED = 0.05  # of all documents are ranked at most: what more match is too common to tell them apart
RANKED_ALWAYS = 20_000  # are ranked in any case
FEW = 10  # documents: where fewer have all the words, those that have some of them follow
ROWS = """
    SELECT d.*, s.story_id, en.title AS title_en, en.text AS text_en, fr.title AS title_fr, fr.text AS text_fr,
        (SELECT group_concat(text, ' ') FROM summary WHERE document_id = d.id AND language = 'en') AS summary_en,
        (SELECT group_concat(text, ' ') FROM summary WHERE document_id = d.id AND language = 'fr') AS summary_fr
    FROM document d
    LEFT JOIN story_document s ON s.document_id = d.id
    LEFT JOIN translation en ON en.document_id = d.id AND en.language = 'en'
    LEFT JOIN translation fr ON fr.document_id = d.id AND fr.language = 'fr'
    WHERE d.id IN (SELECT value FROM json_each(?))"""

TAGS = "SELECT name, name_fr FROM document_tag JOIN tag ON id = tag_id WHERE document_id = ? ORDER BY score DESC, name"


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found; a higher `score` is a better answer (0 where they are sorted by date).

    `passage` is the text that answers, in parts, each with whether it is a hit; `snippet` the same with hits in [ ].
    `title_en` and `title_fr` are "" where there is no translation; `tag` and `tag_fr` name the tags that hold
    words asked for which neither title nor text has, else "".
    """

    id: int
    title: str
    outlet: str
    language: str
    dated_at: str
    url: str
    story: int | None
    duplicate_of: int | None
    copied_share: float  # of its words, where it repeats another
    score: float
    snippet: str
    passage: Passage
    title_en: str
    title_fr: str
    tag: str
    tag_fr: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON and CSV."""
        return {name: value for name, value in asdict(self).items() if name != "passage"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits asked for, how many there are in all, and what a reader should be told besides.

    Where the words are too common to rank every match, `ranked` is how many of the newest were; else None. `plan`
    finds all of them; `newest` has the numbers of COUNTED of them at most, as JSON, where words were ranked.
    """

    hits: tuple[Hit, ...]
    total: int
    plan: Plan
    notes: tuple[str, ...] = ()
    ranked: int | None = None
    newest: str = ""


def search_documents(
    store: sqlite3.Connection,
    text: str,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "relevance",
    zone: tzinfo = UTC,
    at: datetime | None = None,
) -> Answer:
    """Answer the query `text` (see `monitor.search.query`): hits `offset` to `offset + limit`, and their total.

    Without words to rank by, the newest come first. Where few documents have all the words, those with some of them
    follow, unless sorted by date; the notes say so. Days are those of `zone`; `since:` counts back from `at` (now).
    Raises MonitorError, one line, for a query that means nothing.
    """
    if sort == "date":
        plan = plan_query(store, text, zone, at)
        hits = read_hits(store, find_newest(store, plan, limit, offset), plan.marks)
        return Answer(hits, count_found(store, plan), plan, plan.notes)
    found, answer = rank(store, text, limit, offset, zone, at)
    return replace(answer, hits=read_hits(store, found, parse_query(text).marks))


def rank(
    store: sqlite3.Connection, text: str, limit: int, offset: int, zone: tzinfo, at: datetime | None
) -> tuple[list[tuple[int, float]], Answer]:
    """The documents and their scores, the best first, and the answer but for its hits."""
    plan = plan_query(store, text, zone, at)
    if not plan.match:
        found = find_newest(store, plan, limit, offset)
        return found, Answer((), count_found(store, plan), plan, plan.notes)
    found, answer = find_best(store, plan, max(limit + offset, FEW))
    if answer.total < FEW and (looser := loosen(text)):
        found, answer = _widen(store, plan_query(store, looser, zone, at), limit + offset, found, answer)
    if answer.ranked:
        common = f"these words are common: the newest {answer.ranked:,} of {answer.total:,} documents were ranked"
        answer = replace(answer, notes=(*answer.notes, common))
    return found[offset : offset + limit], answer


def _widen(
    store: sqlite3.Connection, wider: Plan, most: int, best: list[tuple[int, float]], answer: Answer
) -> tuple[list[tuple[int, float]], Answer]:
    """The few documents that have all words, the `best`, and after them up to `most` that have some."""
    others, looser = find_best(store, wider, most + len(best))
    if looser.total == len(best):
        return best, answer
    known = {number for number, _ in best}
    have = f"{len(best) or 'no'} document{' has' if len(best) < 2 else 's have'} all these words"
    note = f"{have}; the others have some of them" if best else f"{have}; these have some"
    found = [*best, *(pair for pair in others if pair[0] not in known)]
    return found, replace(looser, notes=(*answer.notes, note))


def plan_query(store: sqlite3.Connection, text: str, zone: tzinfo = UTC, at: datetime | None = None) -> Plan:
    """How to find what `text` asks for; see `search_documents`."""
    return make_plan(parse_query(text), Reader(store, at or datetime.now(UTC), zone))


def count_found(store: sqlite3.Connection, plan: Plan, top: int = LAST) -> int:
    """How many documents there are; where words must stand, those numbered up to `top`."""
    return int(execute_flat(store, *plan.count(top)).fetchone()[0])


def find_newest(store: sqlite3.Connection, plan: Plan, limit: int, offset: int) -> list[tuple[int, float]]:
    """The newest documents, each with a score of 0."""
    sql, values = plan.found()
    number, dated = (NUMBER, fact("dated_at")) if plan.match else ("d.id", "d.dated_at")
    newest = f"SELECT {number}, 0.0 {sql} ORDER BY {dated} DESC, {number} DESC LIMIT ? OFFSET ?"
    rows = execute_flat(store, newest, [*values, limit, offset])
    return [(row[0], row[1]) for row in rows]


def find_best(store: sqlite3.Connection, plan: Plan, limit: int) -> tuple[list[tuple[int, float]], Answer]:
    """The best documents and their scores, and the answer but for its hits."""
    most = max(RANKED_ALWAYS, int(RANKED * (store.execute("SELECT max(id) FROM document").fetchone()[0] or 0)))
    sql, values = plan.found()
    best, newest, ranked, last = execute_flat(store, RANK.format(sql), [*values, most, limit]).fetchone()
    older = count_found(store, plan, top=last - 1) if ranked == most else 0  # they are but counted
    answer = Answer((), ranked + older, plan, plan.notes, ranked if older else None, newest)
    return [(number, score) for number, score in json.loads(best)], answer


def read_hits(
    store: sqlite3.Connection, found: Sequence[tuple[int, float]], words: Sequence[str] = ()
) -> tuple[Hit, ...]:
    """The documents of these (id, bm25 score), in this order, each with the passage that holds most of `words`."""
    cursor = store.cursor()
    cursor.row_factory = sqlite3.Row
    rows = {row["id"]: row for row in cursor.execute(ROWS, [json.dumps([number for number, _ in found])])}
    return tuple(_hit(store, rows[number], score, words) for number, score in found)


def _hit(store: sqlite3.Connection, row: sqlite3.Row, score: float, words: Sequence[str]) -> Hit:
    text, language = _choose_text(row, words)
    passage = cut_passage(text, language, words)
    told = [(text, language), (row["title"], row["language"]), (row["title_en"], "en"), (row["title_fr"], "fr")]
    missing = set(words).difference(*(words_in(text or "", language, words) for text, language in told))
    tags = _find_tags(store, row["id"], tuple(missing)) if missing else []
    return Hit(
        id=row["id"],
        title=row["title"],
        outlet=row["outlet"],
        language=row["language"],
        dated_at=row["dated_at"],
        url=row["url"],
        story=row["story_id"],
        duplicate_of=row["duplicate_of"],
        copied_share=row["copied_share"],
        score=abs(round(score, 6)),
        snippet=mark_passage(passage),
        passage=passage,
        title_en=row["title"] if row["language"] == "en" else row["title_en"] or "",
        title_fr=row["title"] if row["language"] == "fr" else row["title_fr"] or "",
        tag="; ".join(name for name, _ in tags),
        tag_fr="; ".join(name_fr or name for name, name_fr in tags),
    )


def _find_tags(store: sqlite3.Connection, document_id: int, words: Sequence[str]) -> list[tuple[str, str]]:
    """The names, English and French, of the document's tags that hold one of `words`."""
    tags = store.execute(TAGS, [document_id])
    return [(tag[0], tag[1]) for tag in tags if words_in(tag[0], "en", words) or words_in(tag[1], "fr", words)]


def _choose_text(row: sqlite3.Row, words: Sequence[str]) -> tuple[str, str]:
    """The original and its language where it holds the words, else the translation or summary that holds most."""
    best, most = (row["text"], row["language"]), len(words_in(row["text"], row["language"], words))
    for kind, code in (("text", "en"), ("text", "fr"), ("summary", "en"), ("summary", "fr")):
        if most < len(set(words)) and row[f"{kind}_{code}"]:
            hits = len(words_in(row[f"{kind}_{code}"], code, words))
            if hits > most:
                best, most = (row[f"{kind}_{code}"], code), hits
    return best
