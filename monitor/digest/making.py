"""Makes a digest: an issue with a cut-off that announces each document once. Its content is frozen when made."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

Content = dict[str, Any]

ANNOUNCED_NOW = """
    SELECT sd.document_id, sd.story_id FROM story_document sd JOIN document d ON d.id = sd.document_id AND d.current
    WHERE sd.joined_at <= ? AND sd.document_id NOT IN (SELECT document_id FROM digest_document)
    ORDER BY d.dated_at, d.content_hash"""

MEMBERS = """
    SELECT sd.story_id, d.id, d.outlet, d.language, d.title, d.url, d.dated_at, d.published_precision, d.version,
        d.duplicate_of, round(d.copied_share, 3) AS copied_share, sd.reason
    FROM story_document sd JOIN document d ON d.id = sd.document_id AND d.current
    WHERE sd.story_id IN (SELECT value FROM json_each(?))
    ORDER BY d.duplicate_of IS NOT NULL, d.dated_at, d.content_hash"""

NAMES = """
    SELECT st.story_id, t.kind, t.name, t.name_fr, max(dt.score) AS score
    FROM story_document st JOIN document_tag dt USING (document_id) JOIN tag t ON t.id = dt.tag_id
    WHERE st.story_id IN (SELECT value FROM json_each(?)) GROUP BY st.story_id, t.id
    ORDER BY score DESC, t.name"""

# money before percentages before counts, then as printed
AMOUNTS = """
    SELECT a.document_id, a.text, a.value, a.value_max, a.unit, a.approximate, d.language FROM amount a
    JOIN document d ON d.id = a.document_id WHERE a.document_id IN (SELECT value FROM json_each(?))
    ORDER BY CASE WHEN a.unit GLOB '[A-Z][A-Z][A-Z]' THEN 0 WHEN a.unit = 'percent' THEN 1 ELSE 2 END, a.rowid"""


def make_digest(db: Database, cutoff: str, zone: ZoneInfo, watched: frozenset[tuple[str, str]]) -> int | None:
    """Make the next issue, of what became readable by `cutoff` (UTC) and was never announced; return its number.

    `watched` holds (kind, name) of the tags that come first. Where nothing is new and the day already has its issue,
    makes none and returns None. One transaction.
    """
    day = _local(cutoff, zone).date().isoformat()
    with db.atomic():
        news = list(db.query(ANNOUNCED_NOW, [cutoff]))
        if not news and next(iter(db.execute("SELECT 1 FROM digest WHERE date = ?", [day])), None):
            return None
        content = _content(db, news, day, zone, watched)
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        cursor = db.execute("INSERT INTO digest (date, cutoff_at, content) VALUES (?, ?, ?)", [day, cutoff, text])
        number = int(cursor.lastrowid or 0)
        db.conn.executemany("INSERT INTO digest_document VALUES (?, ?)", [(n["document_id"], number) for n in news])
    return number


def read_digests(store: sqlite3.Connection, day: str | None = None) -> list[Content]:
    """The issues of a day (ISO), oldest first; without a day, the newest issue alone."""
    sql, values = ("WHERE date = ? ORDER BY id", [day]) if day else ("ORDER BY id DESC LIMIT 1", [])
    rows = store.execute(f"SELECT id, cutoff_at, content FROM digest {sql}", values)
    return [{**json.loads(content), "number": number, "cutoff_at": cutoff} for number, cutoff, content in rows]


def _local(time: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(time).astimezone(zone)


def _content(
    db: Database, news: Sequence[dict[str, Any]], day: str, zone: ZoneInfo, watched: frozenset[tuple[str, str]]
) -> Content:
    fresh = {n["document_id"] for n in news}
    stories = _stories(db, {n["story_id"] for n in news}, fresh, watched)
    told = [d for story in stories for d in story["documents"] if d["new"]]
    previous = next(iter(db.execute("SELECT date FROM digest ORDER BY id DESC LIMIT 1")), [None])[0]
    return {
        "date": day,
        "previous": previous,
        "stories": stories,
        "numbers": {
            "documents": len(told),
            "stories": len(stories),
            "outlets": len({d["outlet"] for d in told}),
            "languages": dict(Counter(d["language"] for d in told)),
            **_troubles(db),
        },
        "volume": _volume(db, day, zone),
        "sources": list(
            db.query("SELECT name, state, note FROM source WHERE state NOT IN ('ok', 'off') ORDER BY name")
        ),
    }


def _troubles(db: Database) -> dict[str, int]:
    found = dict(db.execute("SELECT outcome, count(DISTINCT document_id) FROM step WHERE outcome <> 'done' GROUP BY 1"))
    return {outcome: found.get(outcome, 0) for outcome in ("rejected", "postponed", "failed")}


def _volume(db: Database, day: str, zone: ZoneInfo, days: int = 7) -> list[dict[str, Any]]:
    """Documents received on each of the last days, by language, in the reader's days."""
    first = datetime.fromisoformat(day).replace(tzinfo=zone) - timedelta(days=days - 1)
    since = first.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    received = "SELECT received_at, language FROM document WHERE current AND received_at >= ?"
    for at, language in db.execute(received, [since]):
        counts[_local(at, zone).date().isoformat()][language] += 1
    dates = [(first + timedelta(days=n)).date().isoformat() for n in range(days)]
    return [{"date": date, "languages": dict(sorted(counts[date].items()))} for date in dates]


def _stories(
    db: Database, ids: Iterable[int], fresh: set[int], watched: frozenset[tuple[str, str]]
) -> list[dict[str, Any]]:
    marks = json.dumps(sorted(ids))
    members = _grouped(db, MEMBERS, marks)
    names = _grouped(db, NAMES, marks)
    texts = _grouped(db, "SELECT * FROM story_text WHERE story_id IN (SELECT value FROM json_each(?))", marks)
    leads = {story_id: documents[0]["id"] for story_id, documents in members.items()}
    amounts = _grouped(db, AMOUNTS, json.dumps(sorted(leads.values())), key="document_id")
    stories = [
        _story(story_id, documents, fresh, texts[story_id], names[story_id], amounts[leads[story_id]], watched)
        for story_id, documents in members.items()
    ]
    return sorted(stories, key=lambda s: (not s["watched"], -s["weight"], s["documents"][0]["dated_at"], s["story"]))


def _grouped(db: Database, sql: str, marks: str, key: str = "story_id") -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(sql, [marks]):
        found[row.pop(key)].append(row)
    return found


def _story(
    story_id: int,
    members: list[dict[str, Any]],
    fresh: set[int],
    texts: list[dict[str, Any]],
    names: list[dict[str, Any]],
    amounts: list[dict[str, Any]],
    watched: frozenset[tuple[str, str]],
) -> dict[str, Any]:
    documents = [{**d, "new": d["id"] in fresh} for d in members]
    hits = [n for n in names if (n["kind"], n["name"]) in watched]
    shown = [n for n in names if n["kind"] != "topic"][:5]
    status = "new" if all(d["new"] for d in documents) else "grown"
    if all(d["version"] > 1 for d in documents if d["new"]):
        status = "updated"
    weights = weigh(documents, len(hits), status == "new")
    return {
        "story": story_id,
        "status": status,
        "titles": {t["language"]: t["title"] for t in texts},
        "summaries": {t["language"]: t["summary"] for t in texts},
        "documents": documents,
        "names": [{"kind": n["kind"], "name": n["name"], "name_fr": n["name_fr"] or n["name"]} for n in shown],
        "topics": [{"name": n["name"], "name_fr": n["name_fr"] or n["name"]} for n in names if n["kind"] == "topic"][
            :3
        ],
        "amounts": list({(a["value"], a["value_max"], a["unit"]): a for a in amounts}.values())[:4],
        "watched": bool(hits),
        "weight": round(sum(weights.values()), 2),
        "why": weights,
    }


def weigh(documents: Sequence[dict[str, Any]], watched: int, new: bool) -> dict[str, float]:
    """What a story weighs in the digest, reason by reason.

    An outlet counts 1, a second language 1, a watched name 0.25 (at most four count), and a story never announced
    before 1: chosen so that a third outlet outweighs any list of names, and news an afterthought.
    """
    return {
        "outlets": float(len({d["outlet"] for d in documents})),
        "languages": float(len({d["language"] for d in documents}) > 1),
        "watched": 0.25 * min(watched, 4),
        "new": float(new),
    }
