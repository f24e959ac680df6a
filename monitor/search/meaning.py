"""Search by meaning: documents like one, and a question answered by words and by meaning together.

No model is loaded here: a document's vector lies in the store, a question's is handed in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from monitor.errors import MonitorError
from monitor.search.codes import Vector, compare, read_signs, read_vector
from monitor.search.plan import Plan
from monitor.search.query import parse_query
from monitor.search.searching import COUNTED, Answer, plan_query, rank, read_hits
from monitor.store.facts import execute_flat

COMPARED = 1_000  # documents compared by their whole vectors
WIDER = (COMPARED, 5_000)  # candidates by signs, more where filters leave too few of them; then all these find
FUSED = 200  # of either ranking are joined
CONSTANT = 60  # of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)
ALIKE = 0.3  # cosine; below, two texts have no more in common than any two (see tests/quality/search.floors.toml)
ANY = Plan("", (), (), ())  # whatever can be read
SELF = "(SELECT version_of FROM document WHERE id = ?)"


def search_like(
    store: sqlite3.Connection,
    document_id: int,
    text: str = "",
    limit: int = 10,
    offset: int = 0,
    zone: tzinfo = UTC,
    at: datetime | None = None,
) -> Answer:
    """Documents whose meaning is near that of document `document_id`, among those that `text` finds, if it is given.

    The score is the cosine of the two vectors. Raises MonitorError where there is no such document, or no vector of it.
    """
    row = store.execute("SELECT title FROM document WHERE id = ?", [document_id]).fetchone()
    if row is None:
        raise MonitorError(f"--like {document_id}: no such document; `monitor search` gives the numbers")
    vector = read_vector(store, document_id)
    if vector is None:
        raise MonitorError(f"--like {document_id}: it has no vector yet; `monitor process` makes it")
    plan = plan_query(store, text, zone, at) if text else ANY
    own = {row[0] for row in store.execute(f"SELECT id FROM document WHERE version_of = {SELF}", [document_id])}
    found = [pair for pair in find_nearest(store, vector, plan, limit + offset + len(own)) if pair[0] not in own]
    return Answer(read_hits(store, found[offset : offset + limit], plan.marks), len(found), plan, plan.notes)


def search_hybrid(
    store: sqlite3.Connection,
    text: str,
    vector: Vector,
    limit: int = 10,
    offset: int = 0,
    zone: tzinfo = UTC,
    at: datetime | None = None,
) -> Answer:
    """Answer `text` by its words and by its meaning, which `vector` holds: the ranks of both joined.

    Filters hold for both. The score is the sum of 1 / (60 + rank). Raises MonitorError as `search_documents` does.
    """
    ranked, answer = rank(store, text, FUSED, 0, zone, at)
    query = parse_query(text)
    if not query.words:
        raise MonitorError("--hybrid needs words to find the meaning of; filters alone have none")
    near = [number for number, _ in find_nearest(store, vector, answer.plan.without_words(), FUSED)]
    found = fuse([[number for number, _ in ranked], near])
    hits = read_hits(store, found[offset : offset + limit], query.marks)
    if not answer.newest or answer.total > COUNTED:
        return replace(answer, hits=hits, total=max(answer.total, len(found)))
    by_words = json.loads(answer.newest)
    all_found = list(dict.fromkeys([*by_words, *near]))
    return replace(answer, hits=hits, total=len(all_found), newest=json.dumps(all_found))


def text_of(query: str) -> str:
    """What of a query has a meaning: its words, without filters and what is left out."""
    return " ".join(word.rstrip("*") for word in parse_query(query).words)


def find_nearest(store: sqlite3.Connection, vector: Vector, plan: Plan, most: int) -> list[tuple[int, float]]:
    """The `most` documents nearest by meaning, at least ALIKE, among those that `plan` finds."""
    signs = read_signs(store, vector)
    for candidates in () if plan.finds_few else WIDER:
        ids = signs.nearest(candidates)
        kept = _allowed(store, ids, plan)[: max(COMPARED, most)]
        if len(kept) >= most or len(ids) < candidates:
            break
    else:
        sql, values = plan.newest()
        rows = execute_flat(store, f"SELECT {sql}", values)
        kept = signs.nearest_of([row[0] for row in rows], max(COMPARED, most))
    return [pair for pair in compare(store, vector, kept) if pair[1] >= ALIKE][:most]


def _allowed(store: sqlite3.Connection, ids: Sequence[int], plan: Plan) -> list[int]:
    """Those that can be read and that the plan finds, in the same order."""
    where, values = plan.conditions_on_document()
    sql = f"SELECT d.id FROM searchable d WHERE d.id IN (SELECT value FROM json_each(?)){where}"
    allowed = {row[0] for row in store.execute(sql, [json.dumps(list(ids)), *values])}
    return [number for number in ids if number in allowed]


def fuse(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """The documents of all rankings, by the sum of 1 / (CONSTANT + rank), and that sum; the first ranking's first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (CONSTANT + place)
    return sorted(scores.items(), key=lambda pair: -pair[1])
