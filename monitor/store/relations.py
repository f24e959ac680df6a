"""Stories of the same subject, told over months: kept apart from each other, and named to each other."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

RAREST = 8  # tags of a story by which others are looked for
NEWEST = 60  # documents looked at for each of them
COUNTED = 500  # a tag that more documents bear counts as one that so many do
MOST = 6  # related stories kept
LEAST = 0.3  # cosine of the two stories' tags, weighted by score and rarity, from which they are of one subject
SUBJECTS = frozenset({"organisation", "person", "product", "event"})  # one at least is shared; a place is no subject
TAGS = """
    SELECT s.story_id, t.id, t.kind, t.name, max(x.score) FROM story_document s
    JOIN document d ON d.id = s.document_id AND d.current
    JOIN document_tag x ON x.document_id = s.document_id JOIN tag t ON t.id = x.tag_id
    WHERE s.story_id IN (SELECT value FROM json_each(?)) GROUP BY s.story_id, t.id ORDER BY t.kind, t.name"""
COUNT = """
    SELECT w.value, (SELECT count(*) FROM (SELECT 1 FROM document_tag WHERE tag_id = w.value LIMIT ?))
    FROM json_each(?) w"""
OTHERS = """
    SELECT DISTINCT s.story_id FROM (
        SELECT document_id FROM document_tag WHERE tag_id = ? ORDER BY document_id DESC LIMIT ?) x
    JOIN story_document s ON s.document_id = x.document_id"""

Borne = dict[int, tuple[str, str, float]]  # tag → kind, name, how much the story is about it


def relate(db: Database, story_id: int) -> None:
    """Write which stories are of the same subject as this one, on both sides. Inside the caller's transaction."""
    db.execute("DELETE FROM story_related WHERE ? IN (story_id, related_id)", [story_id])
    own = _read_tags(db, [story_id])[story_id]
    rarity = _weigh(db, own)
    others: set[int] = set()
    for tag_id in sorted(own, key=lambda tag_id: (-own[tag_id][2] * rarity[tag_id], own[tag_id]))[:RAREST]:
        others |= {row[0] for row in db.execute(OTHERS, [tag_id, NEWEST])}
    borne = _read_tags(db, others - {story_id})
    rarity |= _weigh(db, {tag_id for tags in borne.values() for tag_id in tags} - rarity.keys())
    scored = [(_score(own, tags, rarity), other) for other, tags in sorted(borne.items())]
    best = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: (-pair[0], pair[1]))[:MOST]
    for score, other in best:
        reason = "both are about " + ", ".join(_name_shared(own, borne[other], rarity))
        pairs = [(story_id, other, round(score, 3), reason), (other, story_id, round(score, 3), reason)]
        db.conn.executemany("INSERT OR REPLACE INTO story_related VALUES (?, ?, ?, ?)", pairs)


def _read_tags(db: Database, story_ids: Iterable[int]) -> dict[int, Borne]:
    found: dict[int, Borne] = defaultdict(dict)
    for story, tag_id, kind, name, score in db.execute(TAGS, [json.dumps(sorted(story_ids))]):
        found[story][tag_id] = kind, name, score
    return found


def _weigh(db: Database, tag_ids: Iterable[int]) -> dict[int, float]:
    """How rare each tag is: the logarithm of one in so many documents."""
    documents = (db.execute("SELECT max(id) FROM document").fetchone()[0] or 0) + 50
    rows = db.execute(COUNT, [COUNTED, json.dumps(sorted(tag_ids))])
    return {tag_id: math.log(1 + documents / (count + 1)) for tag_id, count in rows}


def _score(own: Borne, other: Borne, rarity: dict[int, float]) -> float:
    shared = own.keys() & other.keys()
    if not any(own[tag_id][0] in SUBJECTS for tag_id in shared):
        return 0.0
    lengths = [math.sqrt(sum((tags[i][2] * rarity[i]) ** 2 for i in tags)) for tags in (own, other)]
    both = sum(own[i][2] * other[i][2] * rarity[i] ** 2 for i in shared)
    return both / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def _name_shared(own: Borne, other: Borne, rarity: dict[int, float]) -> list[str]:
    """What both are about: names before places, places before topics, and what weighs most first."""
    kinds = dict.fromkeys(SUBJECTS, 0) | {"place": 1}
    weight = {i: own[i][2] * other[i][2] * rarity[i] for i in own.keys() & other.keys()}
    return [own[i][1] for i in sorted(weight, key=lambda i: (kinds.get(own[i][0], 2), -weight[i], own[i]))[:4]]
