"""Stories of the same subject, told over months: kept apart from each other, and named to each other."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

RAREST = 8  # names of a story by which others are looked for
NEWEST = 60  # documents looked at for each of them
COUNTED = 500  # a name in more documents counts as one in so many
MOST = 6  # related stories kept
LEAST = 0.3  # cosine of the two stories' names, weighted by rarity, from which they are of one subject
TAGS = """
    SELECT DISTINCT s.story_id, t.id, t.kind, t.name FROM story_document s
    JOIN document d ON d.id = s.document_id AND d.current
    JOIN mention m ON m.document_id = s.document_id JOIN tag t ON t.id = m.tag_id
    WHERE s.story_id IN (SELECT value FROM json_each(?)) ORDER BY t.kind, t.name"""
COUNT = """
    SELECT w.value, (SELECT count(*) FROM (SELECT DISTINCT document_id FROM mention WHERE tag_id = w.value LIMIT ?))
    FROM json_each(?) w"""
OTHERS = """
    SELECT DISTINCT s.story_id FROM (
        SELECT DISTINCT document_id FROM mention WHERE tag_id = ? ORDER BY document_id DESC LIMIT ?) m
    JOIN story_document s ON s.document_id = m.document_id"""


def relate(db: Database, story_id: int) -> None:
    """Write which stories are of the same subject as this one, on both sides. Inside the caller's transaction.

    They share two names at least, one of which is no place.
    """
    db.execute("DELETE FROM story_related WHERE ? IN (story_id, related_id)", [story_id])
    own = _read_names(db, [story_id])[story_id]
    if not own:
        return
    rarity = _weigh(db, own)
    others: set[int] = set()
    for tag_id in sorted(own, key=lambda tag_id: (-rarity[tag_id], own[tag_id]))[:RAREST]:
        others |= {row[0] for row in db.execute(OTHERS, [tag_id, NEWEST])}
    named = _read_names(db, others - {story_id})
    rarity |= _weigh(db, {tag_id for names in named.values() for tag_id in names} - rarity.keys())
    scored = [(_score(own, names, rarity), other) for other, names in sorted(named.items())]
    best = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: (-pair[0], pair[1]))[:MOST]
    for score, other in best:
        shared = sorted(own.keys() & named[other].keys(), key=lambda tag_id: (-rarity[tag_id], own[tag_id]))
        reason = "both name " + ", ".join(own[tag_id][1] for tag_id in shared[:4])
        pairs = [(story_id, other, round(score, 3), reason), (other, story_id, round(score, 3), reason)]
        db.conn.executemany("INSERT OR REPLACE INTO story_related VALUES (?, ?, ?, ?)", pairs)


def _read_names(db: Database, story_ids: Iterable[int]) -> dict[int, dict[int, tuple[str, str]]]:
    """For each story the tags it mentions: kind and name."""
    found: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for story, tag_id, kind, name in db.execute(TAGS, [json.dumps(sorted(story_ids))]):
        found[story][tag_id] = kind, name
    return found


def _weigh(db: Database, tag_ids: Iterable[int]) -> dict[int, float]:
    """How rare each tag is: the logarithm of one in so many documents."""
    documents = db.execute("SELECT max(id) FROM document").fetchone()[0] + 50
    rows = db.execute(COUNT, [COUNTED, json.dumps(sorted(tag_ids))])
    return {tag_id: math.log(1 + documents / (count + 1)) for tag_id, count in rows}


def _score(own: dict[int, tuple[str, str]], other: dict[int, tuple[str, str]], rarity: dict[int, float]) -> float:
    shared = own.keys() & other.keys()
    if len(shared) < 2 or all(own[tag_id][0] == "place" for tag_id in shared):
        return 0.0
    lengths = [math.sqrt(sum(rarity[tag_id] ** 2 for tag_id in names)) for names in (own, other)]
    return sum(rarity[tag_id] ** 2 for tag_id in shared) / (lengths[0] * lengths[1])
