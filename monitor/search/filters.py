"""Filters of a query as conditions in SQL on `d`, the document: checked, and looked up where they name something.

Times are compared with `dated_at`, which is a time in UTC or, where only the day is known, the reader's own day.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from monitor.document import TIME
from monitor.errors import MonitorError
from monitor.search.naming import find_called, find_near, fold, nearest
from monitor.search.query import Filter
from monitor.store.facts import compare

HOURS = {"h": 1, "d": 24, "w": 168, "m": 730, "y": 8766}
# every value of a column, a step each, however many documents there are
VALUES = """
    WITH RECURSIVE named (value) AS (
        SELECT min({0}) FROM searchable
        UNION ALL SELECT (SELECT min({0}) FROM searchable WHERE {0} > named.value) FROM named
        WHERE value IS NOT NULL)
    SELECT value FROM named WHERE value IS NOT NULL"""
LISTED = "(SELECT value FROM json_each(?))"
FEW = 50_000  # documents that a list looks up in a few hundredths of a second
# of a tag that many documents have: all its rows, but those of the few documents (asked first) that nobody reads now
TAGGED = """
    SELECT (SELECT count(*) FROM document_tag WHERE tag_id = {0}) - (
        SELECT count(*) FROM document d INDEXED BY document_unread
        CROSS JOIN document_tag t ON t.document_id = d.id AND t.tag_id = {0} WHERE NOT (d.current AND d.text <> ''))"""


@dataclass(frozen=True)
class Reader:
    """Who asks: the store, the moment from which `since:` counts back, and the timezone of their days.

    `notes` gathers what they should be told besides the answer.
    """

    store: sqlite3.Connection
    at: datetime
    zone: tzinfo = UTC
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Condition:
    """A condition in SQL and its values.

    `ids` selects, with the same values, the documents that hold it, where they are so few that looking them up beats
    asking every document; `count` says by itself how many documents a reader finds so, where they are many; `flat` asks
    the same of the facts laid flat (see monitor.store.facts), where it asks for facts.
    """

    sql: str
    values: tuple[Any, ...] = ()
    ids: str = ""
    count: str = ""
    flat: Condition | None = None


def condition_of(asked: Filter, reader: Reader) -> Condition:
    """The filter in SQL. Raises MonitorError for a value that no filter of this name can have."""
    if not asked.value:
        raise MonitorError(f"{asked.name}: has no value; write it without a space, such as {EXAMPLES[asked.name]}")
    return CONDITIONS[asked.name](asked.value, reader)


def _language(value: str, reader: Reader) -> Condition:
    code = {"english": "en", "anglais": "en", "french": "fr", "français": "fr"}.get(value.lower(), value.lower())
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise MonitorError(f"lang:{value}: a language has a code of two letters, such as lang:fr; und for unknown")
    known = [row[0] for row in reader.store.execute(VALUES.format("language"))]
    if known and code not in known:
        reader.notes.append(f"no document here is in {value}; there are {', '.join(known)}")
    count = "SELECT count(*) FROM searchable INDEXED BY searchable_language WHERE language = ?"
    return Condition("d.language = ?", (code,), count=count, flat=Condition(compare("language", "=", code)))


def _outlet(value: str, reader: Reader) -> Condition:
    named = {row[0]: [row[0]] for row in reader.store.execute(VALUES.format("outlet"))}
    chosen = _chosen("outlet", value, named, reader)
    ids, count = (f"SELECT {what} FROM searchable INDEXED BY searchable_outlet WHERE outlet IN {LISTED}"
                  for what in ("id", "count(*)"))  # fmt: skip
    few = not _are_many(reader, ids, chosen)
    flat = " OR ".join(["FALSE", *(compare("outlet", "=", name) for name in json.loads(chosen))])
    return Condition(f"d.outlet IN {LISTED}", (chosen,), ids if few else "", count, Condition(f"({flat})"))


def _tag(value: str, reader: Reader) -> Condition:
    named = find_called(reader.store, value)
    if fold(value) not in map(fold, named):
        named = find_near(reader.store, value)
    chosen = _chosen("tag", value, named, reader)
    alone = len(json.loads(chosen)) == 1
    return _linked("document_tag INDEXED BY document_tag_tag WHERE tag_id", chosen, reader, TAGGED if alone else "")


def _source(value: str, reader: Reader) -> Condition:
    named = {name: [number] for number, name in reader.store.execute("SELECT id, name FROM source")}
    return _linked("origin WHERE source_id", _chosen("source", value, named, reader), reader)


def _linked(rows: str, chosen: str, reader: Reader, count: str = "") -> Condition:
    """That `rows` name the document: their list looked up where they are few, else asked for each document."""
    ids = f"SELECT document_id FROM {rows} IN {LISTED}"
    if _are_many(reader, ids, chosen):
        numbers = ", ".join(str(int(number)) for number in json.loads(chosen))  # written out, one is found at once
        asked = f"EXISTS (SELECT 1 FROM {rows} IN ({numbers}) AND document_id = d.id)"
        return Condition(asked, count=count.format(numbers))
    return Condition(f"d.id IN ({ids})", (chosen,), ids)


def _are_many(reader: Reader, ids: str, chosen: str) -> bool:
    return reader.store.execute(f"{ids} LIMIT 1 OFFSET {FEW}", [chosen]).fetchone() is not None


def _chosen(kind: str, value: str, named: dict[str, list[Any]], reader: Reader) -> str:
    """What `value` names, whatever its case and accents, as a JSON list; a name near it is told where it names nothing.

    Accents count where that is how two names differ.
    """
    plain = fold(value)
    alike = [name for name in named if fold(name) == plain]
    exact = [name for name in alike if name.casefold() == value.casefold()] or alike
    if not exact:
        near = nearest(value, named)
        advice = f'; did you mean {kind}:"{near}"?' if near else ""
        reader.notes.append(f"no {kind} here is called {value}{advice}")
    return json.dumps(sorted({key for name in exact for key in named[name]}))


def _story(value: str, reader: Reader) -> Condition:
    if not re.fullmatch(r"[0-9]{1,18}", value):
        raise MonitorError(f"story:{value}: a story has a number, such as story:12")
    into = "(SELECT coalesce((SELECT merged_into FROM story WHERE id = ?), ?))"
    ids = f"SELECT document_id FROM story_document WHERE story_id = {into}"
    if not reader.store.execute("SELECT 1 FROM story WHERE id = ?", [int(value)]).fetchone():
        reader.notes.append(
            f"no story here has the number {value}; each hit and each digest names those of its stories"
        )
    return Condition(f"d.id IN ({ids})", (int(value), int(value)), ids)


def _since(value: str, reader: Reader) -> Condition:
    found = re.fullmatch(r"([0-9]{1,5})([hdwmy])", value.lower())
    if not found:
        raise MonitorError(f"since:{value}: write a number and h, d, w, m or y, such as since:7d")
    try:
        moment = reader.at - timedelta(hours=int(found[1]) * HOURS[found[2]])
    except OverflowError:
        return Condition("TRUE")
    return _from(moment, moment.astimezone(reader.zone).date())


def _after(value: str, reader: Reader) -> Condition:
    day = _first_day("after", value)
    return _from(datetime(day.year, day.month, day.day, tzinfo=reader.zone), day)


def _before(value: str, reader: Reader) -> Condition:
    day = _first_day("before", value)
    first, start = _bounds(datetime(day.year, day.month, day.day, tzinfo=reader.zone), day)
    if first == start:
        return Condition("d.dated_at < ?", (start,), flat=Condition(compare("dated_at", "<", start)))
    flat = f"({compare('dated_at', '<', start)} AND NOT ({_is_day(first, start)}))"
    sql = "d.dated_at < ? AND (d.dated_at < ? OR length(d.dated_at) > 10)"
    return Condition(sql, (start, first), flat=Condition(flat))


def _from(moment: datetime, day: date) -> Condition:
    """From this moment on; documents known to the day, from this day on."""
    first, start = _bounds(moment, day)
    if first == start:
        return Condition("d.dated_at >= ?", (start,), flat=Condition(compare("dated_at", ">=", start)))
    flat = f"({compare('dated_at', '>=', start)} OR {_is_day(first, start)})"
    sql = "d.dated_at >= ? AND (d.dated_at >= ? OR length(d.dated_at) = 10)"  # the first part is for the index
    return Condition(sql, (first, start), flat=Condition(flat))


def _bounds(moment: datetime, day: date) -> tuple[str, str]:
    """Where what is dated later begins: a day, and a time; alike where the time bounds both.

    `2018-12-31T23:00:00Z` lies between `2018-12-31` and `2019-01-01`, so that days need no bound of their own.
    """
    try:
        start = moment.astimezone(UTC).strftime(TIME).rjust(20, "0")
    except OverflowError:
        start = ""
    return min(start, day.isoformat()), start


def _is_day(first: str, start: str) -> str:
    """That a document is known to the day, to one from `first` to that of `start`."""
    return " OR ".join(compare("dated_at", "=", day) for day in dict.fromkeys((first, start[:10])))


def _first_day(name: str, value: str) -> date:
    """The first day of a day, month or year as written."""
    advice = f"{name}:{value}: write a day, month or year, such as {name}:2018-01-31 or {name}:2018"
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
        raise MonitorError(advice)
    try:
        return date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError as error:
        raise MonitorError(f"{advice}; there is no such day") from error


def quote_value(name: str, value: str) -> str:
    """The filter as it is typed: `lang:fr`, `outlet:"Le Monde"`."""
    text = value.replace('"', " ")
    return f"{name}:{text}" if re.fullmatch(r"[\w.-]+", text) else f'{name}:"{text}"'


CONDITIONS: dict[str, Callable[[str, Reader], Condition]] = {
    "lang": _language,
    "outlet": _outlet,
    "tag": _tag,
    "source": _source,
    "story": _story,
    "since": _since,
    "after": _after,
    "before": _before,
}
EXAMPLES = {
    "lang": "lang:fr",
    "outlet": 'outlet:"Le Monde"',
    "tag": 'tag:"Tmall Global"',
    "source": "source:lemonde",
    "story": "story:12",
    "since": "since:7d",
    "after": "after:2018-01-31",
    "before": "before:2018",
    "saved": "saved:parcels",
}


def joined(operator: str, parts: Iterable[Condition]) -> Condition:
    """All of them, or one of them, by `operator`."""
    rows = list(parts)
    return replace(_joined(operator, rows), flat=_joined(operator, [part.flat or part for part in rows]))


def _joined(operator: str, parts: Sequence[Condition]) -> Condition:
    sql = f" {operator} ".join(part.sql for part in parts)
    return Condition(f"({sql})", tuple(value for part in parts for value in part.values))


def negated(part: Condition) -> Condition:
    """What does not hold it."""
    row, flat = (Condition(f"NOT ({each.sql})", each.values) for each in (part, part.flat or part))
    return replace(row, flat=flat)
