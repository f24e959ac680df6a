"""A subject over time: all that the store knows of one tag, for the terminal and as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digest.labels import name_unnamed
from monitor.errors import MonitorError
from monitor.search.filters import TAGGED
from monitor.search.naming import find_called, find_near, nearest
from monitor.showing import Shown, list_tags, named
from monitor.terminal import wrap
from monitor.web.words import count, words_in

STEPS = {"day": 92, "week": 104, "month": 120, "year": 100}  # how many of each fit beside one another
RECENT = 2000  # documents, the newest to arrive, by which company and stories are told: no subject is too big to show
COUNTED = 20_000  # of them stand in the picture: more keep a reader waiting
SHOWN = 20

Turn = tuple[date, date, str, date]

FIND = """SELECT id, kind, name, name_fr, code, scheme, wikidata, merged_into FROM tag
    WHERE (:kind = '' OR kind = :kind) AND {}
    ORDER BY (SELECT count(*) FROM document_tag WHERE tag_id = tag.id) DESC, id LIMIT 1"""
NAMED = FIND.format(":name COLLATE NOCASE IN (name, name_fr, code)")
SPELLED = FIND.format("id IN (SELECT value FROM json_each(:ids))")

NEWEST = "SELECT document_id FROM document_tag WHERE tag_id = ? ORDER BY document_id DESC LIMIT"

EXACT = "SELECT * FROM tag WHERE kind = :kind AND name = :name"

DATED = f"""SELECT min(d.dated_at), d.language, count(*) FROM ({NEWEST} {COUNTED}) n
    CROSS JOIN searchable d ON d.id = n.document_id
    GROUP BY substr(d.dated_at, 1, 13), d.language"""  # by the hour, as zones lie apart

# of a subject that has more: nearly every document has it, so the first one asked does
END = """SELECT d.dated_at FROM searchable d INDEXED BY searchable_dated
    WHERE EXISTS (SELECT 1 FROM document_tag WHERE tag_id = ? AND document_id = d.id) ORDER BY d.dated_at {} LIMIT 1"""

DOCUMENTS = f"""SELECT d.id, d.outlet, d.language, d.dated_at, d.title, t.title AS title_en, f.title AS title_fr
    FROM (SELECT w.id, w.dated_at FROM ({NEWEST} {RECENT}) n
        CROSS JOIN searchable w ON w.id = n.document_id
        ORDER BY w.dated_at DESC, w.id DESC LIMIT {SHOWN}) newest
    CROSS JOIN document d ON d.id = newest.id
    LEFT JOIN translation t ON t.document_id = d.id AND t.language = 'en'
    LEFT JOIN translation f ON f.document_id = d.id AND f.language = 'fr'
    ORDER BY d.dated_at DESC, d.id DESC"""

STORIES = f"""SELECT s.id, s.state, s.first_at, s.last_at, count(*) AS documents,
        (SELECT title FROM story_text WHERE story_id = s.id AND language = 'en') AS title_en,
        (SELECT title FROM story_text WHERE story_id = s.id AND language = 'fr') AS title_fr,
        (SELECT title FROM story_text WHERE story_id = s.id ORDER BY language LIMIT 1) AS title
    FROM ({NEWEST} {RECENT}) n JOIN story_document sd ON sd.document_id = n.document_id
    JOIN story s ON s.id = sd.story_id
    GROUP BY s.id ORDER BY s.last_at DESC, s.id DESC LIMIT {SHOWN}"""

COMPANY = f"""SELECT t.kind, t.name, t.name_fr, count(*) AS documents
    FROM ({NEWEST} {RECENT}) n JOIN document_tag dt ON dt.document_id = n.document_id JOIN tag t ON t.id = dt.tag_id
    WHERE dt.tag_id <> ? AND t.kind {{}} 'topic' GROUP BY t.id ORDER BY documents DESC, t.name LIMIT {SHOWN}"""

FREQUENT = """SELECT t.kind, t.name, t.name_fr, n.documents, d.dated_at AS last_at FROM (
        SELECT tag_id, count(*) AS documents, max(document_id) AS last_id FROM document_tag
        WHERE document_id > (SELECT max(id) FROM document) - ? GROUP BY tag_id) n
    JOIN tag t ON t.id = n.tag_id JOIN document d ON d.id = n.last_id ORDER BY n.documents DESC, t.name"""


def show_subject(store: sqlite3.Connection, name: str, language: str, zone: ZoneInfo, step: str = "") -> Shown:
    """The tag called `name` (or `kind:name`, or its code) over time, in `language`; days are those of `zone`.

    `step` is day, week, month or year (of STEPS); the finest that shows everything where it is not said. Raises
    MonitorError where no tag is called so.
    """
    tag = find_tag(store, name)
    documents = store.execute(TAGGED.format(tag["id"])).fetchone()[0]
    when = _count_days(store, tag["id"], zone)
    days = [day for day, _ in when]
    ends = days if documents == when.total() else _find_ends(store, tag["id"], zone)
    step = step if step in STEPS else _fitting(days)
    content = {
        **{key: tag[key] for key in ("kind", "name", "name_fr", "code", "scheme", "wikidata")},
        "documents": documents,
        "counted": when.total(),  # of the newest to arrive: what languages and volume speak of
        "languages": _by_language(when),
        "first": min(ends).isoformat() if ends else "",
        "last": max(ends).isoformat() if ends else "",
        "step": step,
        "volume": list(count_volume(when, step)),
        "story": _rows(store, STORIES, tag["id"]),
        "named_with": _rows(store, COMPANY.format("<>"), tag["id"], tag["id"]),
        "topics": _rows(store, COMPANY.format("="), tag["id"], tag["id"]),
        "document": _rows(store, DOCUMENTS, tag["id"]),
    }
    return Shown(_text(content, language), content)


def _count_days(store: sqlite3.Connection, tag: int, zone: ZoneInfo) -> Counter[tuple[date, str]]:
    """How many documents a day and language, among the newest to arrive."""
    when: Counter[tuple[date, str]] = Counter()
    turns: dict[str, Turn] = {}
    for at, code, documents in store.execute(DATED, [tag]):
        when[_local(at, zone, turns), code] += documents
    return when


def _find_ends(store: sqlite3.Connection, tag: int, zone: ZoneInfo) -> list[date]:
    """The first and the last day of all."""
    found = (store.execute(END.format(order), [tag]).fetchone() for order in ("ASC", "DESC"))
    return [_local(row[0], zone, {}) for row in found if row]


def find_tag(store: sqlite3.Connection, name: str) -> sqlite3.Row:
    """The tag called `name`, `kind:name`, or its code; the one it was merged into where it was. Raises MonitorError."""
    kind, colon, rest = name.partition(":")
    kinds = {row[0] for row in store.execute("SELECT DISTINCT kind FROM tag")}
    asked = {"kind": kind, "name": rest} if colon and kind in kinds else {"kind": "", "name": name}
    row = store.execute(EXACT, asked).fetchone() or store.execute(NAMED, asked).fetchone()
    if row is None:  # by another spelling, without its accents say
        ids = {number for numbers in find_called(store, asked["name"]).values() for number in numbers}
        row = store.execute(SPELLED, {**asked, "ids": json.dumps(sorted(ids))}).fetchone()
    if row is None:
        near = nearest(asked["name"], find_near(store, asked["name"]))
        advice = f"did you mean {near}?" if near else "`monitor search` and the page name those of each document"
        raise MonitorError(f"no subject is called {name!r}; {advice}")
    while row["merged_into"]:
        row = store.execute("SELECT * FROM tag WHERE id = ?", [row["merged_into"]]).fetchone()
    return row  # type: ignore[no-any-return]


def frequent_subjects(store: sqlite3.Connection, recent: int = 5000) -> dict[str, list[dict[str, Any]]]:
    """What the last `recent` documents to arrive are about, by kind, the most frequent first."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(store, FREQUENT, recent):
        if len(found[row["kind"]]) < SHOWN * 2:
            found[row["kind"]].append(row)
    return dict(found)


def count_volume(when: Mapping[tuple[date, str], int], step: str) -> Iterator[dict[str, Any]]:
    """Documents a `step` by language, up to the last one, with those steps that had none; as many as fit."""
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for (day, code), documents in when.items():
        counts[_start(day, step)][code] += documents
    starts = list(_steps(min(counts), max(counts), step)) if counts else []
    for start in starts[-STEPS[step] :]:
        yield {"date": start.isoformat(), "languages": dict(sorted(counts[start].items()))}


def _by_language(when: Mapping[tuple[date, str], int]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (_, code), documents in when.items():
        counts[code] += documents
    return dict(counts.most_common())


def _steps(first: date, last: date, step: str) -> Iterator[date]:
    place = first
    while place <= last:
        yield place
        place = _start(place + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366}[step]), step)


def _start(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day if step == "day" else day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def _fitting(days: list[date]) -> str:
    span = (max(days) - min(days)).days if days else 0
    return next((step for step, size in (("day", 1), ("week", 7), ("month", 31)) if span < size * STEPS[step]), "year")


def _local(at: str, zone: ZoneInfo, turns: dict[str, Turn]) -> date:
    """The reader's day of a time or a day; `turns` remembers the days of UTC it met."""
    turn = turns.get(at[:10]) or turns.setdefault(at[:10], _turn(at[:10], zone))
    return turn[0] if len(at) == 10 else turn[1] if at[10:] < turn[2] else turn[3]


def _turn(day: str, zone: ZoneInfo) -> Turn:
    """A day itself; as a day of UTC, the reader's day as it begins, when the next one begins, and that one."""
    begins = datetime.fromisoformat(f"{day}T00:00:00Z")
    first, last = ((begins + timedelta(hours=hours)).astimezone(zone).date() for hours in (0, 23.9999))
    midnight = datetime(last.year, last.month, last.day, tzinfo=zone).astimezone(UTC)
    return begins.date(), first, midnight.strftime("T%H:%M") if last > first else "~", last


def _rows(store: sqlite3.Connection, sql: str, *values: int) -> list[dict[str, Any]]:
    return [dict(row) for row in store.execute(sql, values)]


def _text(content: dict[str, Any], language: str) -> str:
    words, unnamed = words_in(language), name_unnamed(language)
    languages = ", ".join(f"{n} {code}" for code, n in content["languages"].items())
    lines = [
        f"{named(content, language)} ({words['kind_' + content['kind']].lower()})",
        f"{content['documents']} documents ({languages}), {content['first']} – {content['last']}",
    ]
    if content["counted"] < content["documents"]:
        lines.append(count(content["counted"], "counted", language))
    lines += ["", *_bars(content["volume"], content["step"]), "", words["stories"]]
    lines += [
        f"{s['id']:>6}  {s['last_at'][:10]}  {named(s, language, 'title')} ({s['documents']})" for s in content["story"]
    ]
    for label, tags in (("named_with", content["named_with"]), ("stage_topics", content["topics"])):
        lines += ["", *wrap(f"{words[label]}{words['colon']} {list_tags(tags, language)}")] if tags else []
    lines += ["", "Documents"]
    lines += [
        f"{d['id']:>6}  {d['dated_at'][:10]}  {d['outlet'] or unnamed}{words['colon']} {d['title']}"
        for d in content["document"]
    ]
    return "\n".join(lines)


def _bars(volume: list[dict[str, Any]], step: str) -> Iterator[str]:
    """A line a step that had documents, its bar at most forty columns wide; a month is 2026-01, a year 2026."""
    most = max((sum(row["languages"].values()) for row in volume), default=1)
    length = {"month": 7, "year": 4}.get(step, 10)
    for row in volume:
        if total := sum(row["languages"].values()):
            counts = ", ".join(f"{n} {code}" for code, n in row["languages"].items())
            yield f"{row['date'][:length]}  {'█' * max(1, round(40 * total / max(most, 40)))}  {counts}"
