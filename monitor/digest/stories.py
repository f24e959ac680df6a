"""The stories of a digest: what each is about, who tells it, what of it is new."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from sqlite_utils import Database

from monitor.changes import cut_change
from monitor.digest.weighing import weigh
from monitor.figures import is_sum
from monitor.hedges import find_sign
from monitor.story.differences import Difference, find_differences, is_news
from monitor.story.members import read_members
from monitor.story.telling import choose_best

Watched = frozenset[tuple[str, str]]
Row = dict[str, Any]

SENTENCES = 2  # of a summary
CHANGES, LONGEST = 2, 60  # passages that a new version changed, and the characters of each
NAMES, TOPICS, AMOUNTS, DIFFERENCES = 5, 3, 8, 2  # of each; of amounts, half can be told in one language

MEMBERS = """
    SELECT sd.story_id, d.id, d.outlet, d.language, d.title, d.url, d.dated_at, d.published_precision, d.version,
        d.duplicate_of, round(d.copied_share, 3) AS copied_share, sd.reason, d.version > 1 AND EXISTS (
            SELECT 1 FROM document o JOIN digest_document a ON a.document_id = o.id
            WHERE o.version_of = d.version_of AND o.id <> d.id) AS corrects,
        (SELECT json_group_array(json_array(before, after)) FROM change WHERE document_id = d.id) AS changes
    FROM story_document sd JOIN document d ON d.id = sd.document_id AND d.current
    WHERE sd.story_id IN (SELECT value FROM json_each(?))
    ORDER BY d.duplicate_of IS NOT NULL, d.dated_at, d.content_hash"""
TEXTS = "SELECT * FROM story_text WHERE story_id IN (SELECT value FROM json_each(?)) ORDER BY language"
NAMED = """
    SELECT st.story_id, t.kind, t.name, t.name_fr, max(dt.score) AS score
    FROM story_document st JOIN document_tag dt USING (document_id) JOIN tag t ON t.id = dt.tag_id
    WHERE st.story_id IN (SELECT value FROM json_each(?)) GROUP BY st.story_id, t.id
    ORDER BY score DESC, t.name"""
# what most documents give first; then money before percentages before counts, then as printed; copies do not count
AMOUNTED = """
    SELECT s.story_id, a.text, a.value, a.value_max, a.unit, a.approximate, d.language,
        substr(iif(a.field = 'title', d.title, d.text), max(1, a.start - 23), min(24, a.start)) AS before,
        count(DISTINCT d.id) AS documents
    FROM story_document s JOIN document d ON d.id = s.document_id AND d.current AND d.duplicate_of IS NULL
    JOIN amount a ON a.document_id = d.id
    WHERE s.story_id IN (SELECT value FROM json_each(?)) GROUP BY s.story_id, a.value, a.value_max, a.unit
    ORDER BY documents DESC,
        CASE WHEN a.unit GLOB '[A-Z][A-Z][A-Z]' THEN 0 WHEN a.unit = 'percent' THEN 1 ELSE 2 END, min(a.rowid)"""


def collect_stories(db: Database, news: Sequence[Row], watched: Watched, muted: set[str]) -> list[Row]:
    """The stories of these new documents (document_id, story_id), each whole but for muted outlets."""
    fresh = {n["document_id"] for n in news}
    marks = json.dumps(sorted({n["story_id"] for n in news}))
    members = _grouped(db, MEMBERS, marks)
    texts, names = _grouped(db, TEXTS, marks), _grouped(db, NAMED, marks)
    told = {
        story_id: [
            {**d, "new": d["id"] in fresh, "corrects": bool(d["corrects"]), "changes": _changes(d["changes"])}
            for d in documents
            if f"outlet:{d['outlet']}" not in muted
        ]
        for story_id, documents in members.items()
    }
    return [
        {"story": story_id, **_describe(documents, texts[story_id], names[story_id], watched)}
        for story_id, documents in told.items()
    ]


def detail_stories(db: Database, stories: Sequence[Row]) -> list[Row]:
    """The same stories, each with two sentences in every language it is told in, its amounts, and what differs."""
    amounts = _grouped(db, AMOUNTED, json.dumps([story["story"] for story in stories]))
    return [{**s, **_detail(db, s), "amounts": choose_figures(amounts[s["story"]])} for s in stories]


def choose_figures(amounts: Sequence[Row]) -> list[Row]:
    """The first that are figures: written in digits, or of what news counts; "three things" is no key figure."""
    chosen = [a for a in amounts if is_sum(a["unit"]) or re.search(r"\d", a["text"]) or is_news(a["unit"])]
    told = ((a, a.pop("before")) for a in chosen[:AMOUNTS])
    return [{**a, "sign": find_sign(before) if a["approximate"] else ""} for a, before in told]


def _detail(db: Database, story: Row) -> Row:
    told = {language: read_members(db.conn, story["story"], language) for language in story["titles"]}
    differing = {language: find_differences(members, language) for language, members in told.items()}
    best = {language: choose_best(members, language, differing[language]) for language, members in told.items()}
    several = len({d["outlet"] for d in story["documents"]}) > 1
    differences = {language: [_differ(d) for d in found[:DIFFERENCES]] for language, found in differing.items()}
    return {
        "summaries": {
            language: " ".join(member.sentences[:SENTENCES]) or story["summaries"][language]
            for language, member in best.items()
        },
        "translated": {
            language: {"from": member.language, "ok": member.sure}
            for language, member in best.items()
            if member.language != language
        },
        "differences": {language: found for language, found in differences.items() if found and several},
    }


def _changes(told: str) -> list[list[str]]:
    return [
        [shorten(part, LONGEST, placeholder=" …") for part in cut_change(*pair)] for pair in json.loads(told)[:CHANGES]
    ]


def _grouped(db: Database, sql: str, marks: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.query(sql, [marks]):
        found[row.pop("story_id")].append(row)
    return found


def _describe(documents: list[Row], texts: list[Row], names: list[Row], watched: Watched) -> Row:
    hits = [n for n in names if (n["kind"], n["name"]) in watched]
    rest = [n for n in names if n not in hits and n["kind"] != "topic"]
    why = weigh(documents, len(hits))
    return {
        "status": _status(documents),
        "titles": {t["language"]: t["title"] for t in texts},
        "summaries": {t["language"]: t["summary"] for t in texts},
        "documents": documents,
        "names": list({n["name"]: _named(n) for n in (*hits, *rest)}.values())[:NAMES],  # a place and its town hall
        "topics": [_named(n) for n in names if n["kind"] == "topic"][:TOPICS],
        "watched": bool(hits),
        "weight": round(sum(why.values()), 2),
        "why": why,
    }


def _status(documents: Sequence[Row]) -> str:
    """All of it new; or nothing new but corrections of what was announced; or grown."""
    fresh = [d for d in documents if d["new"]]
    if all(d["corrects"] for d in fresh):
        return "updated"
    return "new" if len(fresh) == len(documents) and not any(d["corrects"] for d in fresh) else "grown"


def _named(name: Row) -> Row:
    return {"kind": name["kind"], "name": name["name"], "name_fr": name["name_fr"] or name["name"]}


def _differ(difference: Difference) -> Row:
    """The numbers that outlets give."""
    versions = [{"text": v.text, "outlets": list(v.outlets), "at": v.at} for v in difference.versions]
    return {"what": difference.what, "versions": versions}
