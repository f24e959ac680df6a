"""Sources as the store remembers them: what they answered, how they are, and when they may be asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Literal

from sqlite_utils import Database

from monitor.sources import Source

State = Literal["ok", "quiet", "blocked", "broken", "off", ""]  # "": of a visit before states were written down


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store remembers of a source."""

    id: int
    kind: str = ""
    state: State = "ok"
    etag: str = ""
    last_modified: str = ""
    retry_at: str = ""
    note: str = ""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # sitemaps of an index: ETag, Last-Modified


@dataclass(frozen=True, slots=True)
class Check:
    """One visit to a source, in figures."""

    at: str
    status: str
    entries: int
    fetched: int
    with_text: int
    new: int
    evidence: str = ""
    state: State = ""


STATEMENT = """
    INSERT INTO source (name, kind, address, outlet, language, country, enabled, state)
    VALUES (:name, :kind, :address, :outlet, :language, :country, :enabled, iif(:enabled, 'ok', 'off'))
    ON CONFLICT (name) DO UPDATE SET outlet = :outlet, language = :language, country = :country, enabled = :enabled,
        kind = iif(:kind <> '' OR address <> :address, :kind, kind),
        state = iif(NOT :enabled, 'off', iif(state = 'off' OR address <> :address, 'ok', state)),
        parts = iif(address = :address, parts, '{}'),
        etag = iif(address = :address, etag, ''), last_modified = iif(address = :address, last_modified, ''),
        retry_at = iif(address = :address, retry_at, ''), note = iif(address = :address, note, ''),
        address = :address"""


def sync_sources(db: Database, sources: Iterable[Source]) -> dict[str, Standing]:
    """Make the store's sources those of the list, and return what is remembered of each.

    A source with a new address is a stranger again; one that left the list is off, and what it brought stays.
    """
    names = ("name", "kind", "address", "outlet", "language", "country", "enabled")
    rows = [{name: getattr(source, name) for name in names} for source in sources]
    with db.atomic():
        db.conn.executemany(STATEMENT, rows)
        db.execute(
            "UPDATE source SET enabled = 0, state = 'off' WHERE address <> ''"
            " AND name NOT IN (SELECT value FROM json_each(?))",
            [json.dumps([row["name"] for row in rows])],
        )
    found = db.execute("SELECT name, id, kind, state, etag, last_modified, retry_at, note, parts FROM source")
    return {name: replace(Standing(*known), parts=_read_parts(parts)) for name, *known, parts in found}


def _read_parts(text: str) -> dict[str, tuple[str, str]]:
    return {address: (etag, modified) for address, (etag, modified) in json.loads(text).items()}


def read_checks(db: Database, source_id: int, since: str) -> list[Check]:
    """The visits to a source since that time, oldest first."""
    rows = db.execute(
        "SELECT at, status, entries, fetched, with_text, new, evidence, state FROM source_check"
        " WHERE source_id = ? AND at >= ? ORDER BY at",
        [source_id, since],
    )
    return [Check(*row) for row in rows]


def write_check(db: Database, check: Check, standing: Standing) -> None:
    """Write a visit and what it makes of the source; in one transaction."""
    with db.atomic():
        db.execute(
            "INSERT OR REPLACE INTO source_check (source_id, at, status, entries, fetched, with_text, new, evidence, state)"  # noqa: E501
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [standing.id, *astuple(check)],
        )  # fmt: skip
        db.execute(
            "UPDATE source SET kind = ?, state = ?, etag = ?, last_modified = ?, retry_at = ?, note = ?, parts = ?"
            " WHERE id = ?",
            [standing.kind, standing.state, standing.etag, standing.last_modified, standing.retry_at, standing.note,
             json.dumps(standing.parts), standing.id],
        )  # fmt: skip
