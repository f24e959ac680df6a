"""Makes a digest: an issue with a cut-off that announces each document once. Its content is frozen when made."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from monitor.digest.stories import Watched, collect_stories, detail_stories
from monitor.digest.weighing import order_stories
from monitor.document import TIME
from monitor.search.saved import Saved, mark_told, untold
from monitor.search.searching import read_hits
from monitor.store.decisions import MUTED

Content = dict[str, Any]

MOST = 100  # stories told; nobody reads on for longer, and those left out are counted
MOST_HITS = 20  # new documents told of a saved search
QUIET_DAYS = 10  # a story has ended when nobody has told it for so long

# what joined its story before the last cut-off was announced then
ANNOUNCED_NOW = """
    SELECT sd.document_id, sd.story_id, d.outlet FROM story_document sd
    JOIN document d ON d.id = sd.document_id AND d.current
    WHERE sd.joined_at >= ? AND sd.joined_at <= ?
        AND sd.document_id NOT IN (SELECT document_id FROM digest_document)
    ORDER BY d.dated_at, d.content_hash"""
# in this order, and grouped by no index: the few stories that fell quiet are looked at, not all stories and documents
ENDED = f"""
    SELECT s.id AS story, s.last_at, count(*) AS documents,
        (SELECT json_group_object(language, title) FROM story_text WHERE story_id = s.id) AS titles
    FROM story s CROSS JOIN story_document sd ON sd.story_id = s.id
    CROSS JOIN digest_document a ON a.document_id = sd.document_id CROSS JOIN document d ON d.id = sd.document_id
    WHERE s.last_at > ? AND s.last_at <= ? AND NOT {MUTED} GROUP BY +s.id ORDER BY documents DESC, s.id"""
RUNS = """
    SELECT coalesce(sum(received), 0) AS received, coalesce(sum(taken), 0) AS taken, coalesce(sum(done), 0) AS done
    FROM run WHERE started_at > ? AND started_at <= ?"""
SICK = "SELECT name, state, note FROM source WHERE state NOT IN ('ok', 'off') ORDER BY name"


def make_digest(db: Database, cutoff: str, zone: ZoneInfo, watched: Watched) -> int | None:
    """Make the next issue, of what became readable by `cutoff` (UTC) and was never announced; return its number.

    `watched` holds (kind, name) of the tags that come first. Where nothing is new and the day already has its issue,
    makes none and returns None. One transaction.
    """
    day = _local(cutoff, zone).date().isoformat()
    with db.atomic():
        previous, since = next(db.execute("SELECT date, cutoff_at FROM digest ORDER BY id DESC LIMIT 1"), (None, ""))
        news = list(db.query(ANNOUNCED_NOW, [since, cutoff]))
        saved = untold(db, "h.digest_id IS NULL")
        if not (news or saved) and previous == day:
            return None
        content = {
            "date": day,
            "timezone": zone.key,
            "previous": previous,
            **_tell(db, news, watched),
            "ended": _ended(db, since, cutoff),
            "saved": [_tell_saved(db, search, ids) for search, ids in saved.items()],
            "run": next(db.query(RUNS, [since, cutoff])),
            "volume": _volume(db, day, zone),
            "sources": list(db.query(SICK)),
        }
        number = _freeze(db, day, cutoff, content)
        db.conn.executemany("INSERT INTO digest_document VALUES (?, ?)", [(n["document_id"], number) for n in news])
        mark_told(db, [search.id for search in saved], "digest_id", number)
    return number


def _tell_saved(db: Database, search: Saved, ids: Sequence[int]) -> Content:
    hits = read_hits(db.conn, [(number, 0.0) for number in ids[:MOST_HITS]])
    documents = [hit.as_dict() for hit in hits]
    return {"name": search.name, "query": search.query, "total": len(ids), "documents": documents}


def read_digests(store: sqlite3.Connection, day: str | None = None, latest: int = 1) -> list[Content]:
    """The issues of a day (ISO), oldest first; without a day, the `latest` issues, the newest last."""
    sql, values = ("WHERE date = ? ORDER BY id DESC", [day]) if day else ("ORDER BY id DESC LIMIT ?", [latest])
    rows = store.execute(f"SELECT id, cutoff_at, content FROM digest {sql}", values).fetchall()
    return [{**json.loads(row[2]), "number": row[0], "cutoff_at": row[1]} for row in reversed(rows)]


def _freeze(db: Database, day: str, cutoff: str, content: Content) -> int:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    cursor = db.execute("INSERT INTO digest (date, cutoff_at, content) VALUES (?, ?, ?)", [day, cutoff, text])
    return int(cursor.lastrowid or 0)


def _local(time: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(time).astimezone(zone)


def _tell(db: Database, news: Sequence[dict[str, Any]], watched: Watched) -> Content:
    """The stories with news, those most worth telling; what is muted is left out and counted."""
    muted = {row[0] for row in db.execute("SELECT subject FROM decision WHERE kind = 'mute'")}
    kept = [n for n in news if not {f"story:{n['story_id']}", f"outlet:{n['outlet']}"} & muted]
    stories = order_stories(collect_stories(db, kept, watched, muted))
    told = [d for story in stories for d in story["documents"] if d["new"]]
    left = stories[MOST:]
    return {
        "stories": detail_stories(db, stories[:MOST]),
        "more": {"stories": len(left), "documents": sum(d["new"] for s in left for d in s["documents"])},
        "muted": {
            "documents": len(news) - len(kept),
            "stories": len({n["story_id"] for n in news} - {n["story_id"] for n in kept}),
        },
        "numbers": {
            "documents": len(told),
            "stories": len(stories),
            "outlets": len({d["outlet"] for d in told}),
            "languages": dict(Counter(d["language"] for d in told)),
            **_troubles(db),
        },
    }


def _ended(db: Database, since: str, cutoff: str) -> list[dict[str, Any]]:
    """Stories told before that have been quiet for QUIET_DAYS, and had not been at the last cut-off."""
    if not since:
        return []
    bounds = [(datetime.fromisoformat(at) - timedelta(days=QUIET_DAYS)).strftime(TIME) for at in (since, cutoff)]
    return [{**row, "titles": json.loads(row["titles"])} for row in db.query(ENDED, bounds)]


def _troubles(db: Database) -> dict[str, int]:
    found = dict(db.execute("SELECT outcome, count(DISTINCT document_id) FROM step WHERE outcome <> 'done' GROUP BY 1"))
    return {outcome: found.get(outcome, 0) for outcome in ("rejected", "postponed", "failed")}


def _volume(db: Database, day: str, zone: ZoneInfo, days: int = 7) -> list[dict[str, Any]]:
    """Documents received on each of the last days, by language, in the reader's days."""
    dates = [datetime.fromisoformat(day).date() - timedelta(days=n) for n in reversed(range(days))]
    since = datetime.combine(dates[0], datetime.min.time(), zone).astimezone(ZoneInfo("UTC")).strftime(TIME)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    received = "SELECT received_at, language, count(*) FROM document WHERE current AND received_at >= ? GROUP BY 1, 2"
    for at, language, documents in db.execute(received, [since]):
        counts[_local(at, zone).date().isoformat()][language] += documents
    return [{"date": d.isoformat(), "languages": dict(sorted(counts[d.isoformat()].items()))} for d in dates]
