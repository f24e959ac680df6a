"""Saved searches: kept by name, asked again after each run, each new hit told once."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlite_utils import Database

from monitor.errors import MonitorError
from monitor.search.searching import Hit, plan_query, read_hits
from monitor.store.decisions import MUTED
from monitor.store.facts import execute_flat

MOST = 60  # characters of a name
NAME = re.compile(rf"\w[\w .’'-]{{0,{MOST - 1}}}")
ALERTS = "command:PROGRAM…, mail (to mail_to), mail:ADDRESS, or an address that begins with https:// or http://"
# of an article that was corrected, the first version found is the hit
NEW = """
    INSERT OR IGNORE INTO saved_hit (saved_id, document_id, found_at)
    SELECT :saved, d.id, :at FROM document d
    WHERE d.id IN (SELECT value FROM json_each(:ids)) AND d.version_of > :after AND d.version_of NOT IN (
        SELECT x.version_of FROM saved_hit h JOIN document x ON x.id = h.document_id WHERE h.saved_id = :saved)"""
# the version that is current now, of what was found
UNTOLD = f"""
    SELECT h.saved_id, now.id FROM saved_hit h JOIN document d ON d.id = h.document_id
    JOIN document now ON now.version_of = d.version_of AND now.current
    WHERE {{}} AND NOT {MUTED} ORDER BY h.saved_id, now.dated_at DESC, now.id DESC"""


@dataclass(frozen=True, slots=True)
class Saved:
    """A search kept by its name; `alert` says who is told of new hits (see ALERTS), "" nobody."""

    id: int
    name: str
    query: str
    alert: str
    after_id: int  # documents up to this one were there when it was saved
    saved_at: str


def save_search(db: Database, name: str, query: str, alert: str, at: str, zone: tzinfo) -> None:
    """Keep `query` as `name`, in place of the search that had this name. Inside the caller's transaction.

    What it finds already is no news; what arrives from now on is. Raises MonitorError for a name, a query or an alert
    that cannot be.
    """
    if not NAME.fullmatch(name):
        raise MonitorError(f"{name!r}: a name has letters, digits, spaces, at most {MOST} of them, such as parcels")
    if re.search(r"(?<!\w)saved:", query):
        raise MonitorError("a saved search cannot name another; write its words out")
    check_alert(alert)
    plan_query(db.conn, query, zone)
    db.execute("DELETE FROM saved_search WHERE name = ?", [name])
    db.execute(
        "INSERT INTO saved_search (name, query, alert, saved_at, after_id)"
        " VALUES (?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM document))",
        [name, query, alert, at],
    )


def check_alert(alert: str) -> None:
    """Raise MonitorError for an alert that cannot be given."""
    if alert and not re.fullmatch(r"command:\s*\S.*|mail(:[^@\s]+@[^@\s]+)?|https?://[^/\s]+\S*", alert):
        raise MonitorError(f"{alert!r}: an alert is {ALERTS}")


def remove_saved(db: Database, name: str) -> None:
    """Forget a saved search and what it found. Raises MonitorError where there is none of this name."""
    find_saved(db.conn, name)
    db.execute("DELETE FROM saved_search WHERE name = ?", [name])


def read_saved(store: sqlite3.Connection) -> list[Saved]:
    """All saved searches, by name."""
    columns = ", ".join(Saved.__dataclass_fields__)
    return [Saved(*row) for row in store.execute(f"SELECT {columns} FROM saved_search ORDER BY name")]


def find_saved(store: sqlite3.Connection, name: str) -> Saved:
    """The search saved as `name`, whatever its case. Raises MonitorError where there is none."""
    saved = read_saved(store)
    if found := next((one for one in saved if one.name.casefold() == name.casefold()), None):
        return found
    known = ", ".join(one.name for one in saved)
    advice = f"there are {known}" if known else "`monitor search QUERY --save NAME` saves one"
    raise MonitorError(f"no search is saved as {name}; {advice}")


def find_new(db: Database, at: str, zone: tzinfo) -> list[str]:
    """Note the new hits of every saved search, found at time `at` (UTC); return what went wrong, a line each.

    Inside the caller's transaction.
    """
    problems = []
    for saved in read_saved(db.conn):
        try:
            sql, values = plan_query(db.conn, saved.query, zone, datetime.fromisoformat(at)).newest(saved.after_id)
        except MonitorError as error:
            problems.append(f"saved search {saved.name}: {error}")
            continue
        ids = [row[0] for row in execute_flat(db.conn, f"SELECT {sql}", values)]
        db.execute(NEW, {"saved": saved.id, "at": at, "ids": json.dumps(ids), "after": saved.after_id})
    return problems


def untold(db: Database, condition: str) -> dict[Saved, list[int]]:
    """The hits for which `condition` (SQL on saved_hit h) holds, newest first, but what is muted."""
    by_id = {saved.id: saved for saved in read_saved(db.conn)}
    found: dict[Saved, list[int]] = {}
    for saved_id, document_id in db.execute(UNTOLD.format(condition)):
        found.setdefault(by_id[saved_id], []).append(document_id)
    return found


def read_found(store: sqlite3.Connection, saved: Saved, limit: int) -> tuple[tuple[Hit, str], ...]:
    """The newest hits of a saved search since it was saved, each with the time it was found: what its feed shows."""
    rows = store.execute(
        "SELECT now.id, h.found_at FROM saved_hit h JOIN document d ON d.id = h.document_id"
        " JOIN document now ON now.version_of = d.version_of AND now.current"
        " WHERE h.saved_id = ? ORDER BY h.found_at DESC, now.dated_at DESC, now.id DESC LIMIT ?",
        [saved.id, limit],
    ).fetchall()
    marks = plan_query(store, saved.query).marks
    hits = read_hits(store, [(row[0], 0.0) for row in rows], marks)
    return tuple((hit, row[1]) for hit, row in zip(hits, rows, strict=True))


def mark_told(db: Database, saved_ids: Iterable[int], column: str, value: object) -> None:
    """Note that the hits of these searches were told: in a digest (`digest_id`) or by an alert (`alerted_at`)."""
    unset = {"digest_id": "digest_id IS NULL", "alerted_at": "alerted_at = ''"}[column]
    db.conn.executemany(
        f"UPDATE saved_hit SET {column} = ? WHERE saved_id = ? AND {unset}", [(value, number) for number in saved_ids]
    )
