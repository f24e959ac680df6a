"""Pages that sources named: which are known, which are due to be asked again, and what came of asking."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from monitor.document import TIME, Document
from monitor.store.receiving import Receipt

# How soon a page is asked again after it was first seen, and until when. The wait doubles each time: corrections
# come within hours, hardly after a fortnight.
CHANGES = (timedelta(hours=6), timedelta(days=14))  # a page that gave a document
SILENCE = (timedelta(days=1), timedelta(days=8))  # a page without an article in it, as yet
FAILURE = (timedelta(hours=1), timedelta(days=8))  # a page that could not be had
GONE = frozenset({"404", "410"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One page asked for, and what came of it: a document, or the reason why there is none."""

    source: str
    address: str  # canonical
    url: str  # as the source named it
    status: str  # HTTP status, or what went wrong; "file": read from this machine
    document: Document | None = None
    note: str = ""
    etag: str = ""
    last_modified: str = ""
    is_dress: bool = False  # of another page, from which its document is stored: only one origin more
    is_from_feed: bool = False  # the document's text is the feed's, its page gives none: not asked again by itself
    receipt: Receipt | None = None  # once the store has it


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page that is known already, named by a source."""

    source: str
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of a page."""

    address: str
    url: str
    asked_at: str
    etag: str
    last_modified: str
    gave_document: bool = False  # asked for at this very address


def known_pages(db: Database, addresses: Iterable[str]) -> dict[str, Known]:
    """Those of `addresses` (canonical) that were asked for, or came as documents by another way."""
    rows = db.execute(
        "SELECT key, url, received_at, '', '', 0 FROM document"
        " WHERE current AND key IN (SELECT value FROM json_each(:a)) UNION ALL"
        " SELECT address, url, asked_at, etag, last_modified, document_key <> '' FROM page"
        " WHERE address IN (SELECT value FROM json_each(:a))",
        {"a": json.dumps(list(addresses))},
    )
    return {row[0]: Known(*row) for row in rows}


def due_pages(db: Database, source_id: int, at: str, most: int) -> list[Known]:
    """The pages of a source whose time has come, the newest first."""
    rows = db.execute(
        "SELECT address, url, asked_at, etag, last_modified FROM page"
        " WHERE source_id = ? AND due_at <> '' AND due_at <= ? ORDER BY first_at DESC, address LIMIT ?",
        [source_id, at, most],
    )
    return [Known(*row) for row in rows]


def note_arrival(db: Database, arrival: Arrival, at: str) -> None:
    """Remember what came of asking. A document known before stays the page's, whatever came now."""
    key = arrival.document.key if arrival.document else ""
    first, key = next(
        db.execute(
            "SELECT first_at, iif(? = '', document_key, ?) FROM page WHERE address = ?", [key, key, arrival.address]
        ),
        (at, key),
    )
    db.execute(
        "INSERT INTO page SELECT :address, :url, id, :key, :first, :at, :due, :status, :note, :etag, :modified"
        " FROM source WHERE name = :source ON CONFLICT (address) DO UPDATE SET document_key = :key, asked_at = :at,"
        " due_at = :due, status = :status, note = :note, etag = :etag, last_modified = :modified",
        {
            "address": arrival.address,
            "url": arrival.url,
            "source": arrival.source,
            "key": key,
            "first": first,
            "at": at,
            "due": "" if arrival.is_dress or arrival.is_from_feed else due_again(arrival.status, bool(key), first, at),
            "status": arrival.status,
            "note": arrival.note,
            "etag": arrival.etag,
            "modified": arrival.last_modified,
        },
    )  # fmt: skip


def note_sighting(db: Database, sighting: Sighting, at: str) -> None:
    """Remember that this source names the page too: an origin more of its document."""
    db.execute(
        "INSERT OR IGNORE INTO origin SELECT d.id, s.id, :url, :at FROM source s, document d"
        " WHERE s.name = :source AND d.current AND d.key = coalesce("
        "(SELECT document_key FROM page WHERE address = :address AND document_key <> ''), :address)",
        {"url": sighting.url, "at": at, "source": sighting.source, "address": sighting.address},
    )


def due_again(status: str, has_document: bool, first_at: str, at: str) -> str:
    """When to ask again for a page first seen at `first_at` and last asked at `at`; "" for never."""
    if status in GONE:
        return ""
    soonest, latest = CHANGES if has_document else SILENCE if status == "200" else FAILURE
    now = datetime.fromisoformat(at)
    age = now - datetime.fromisoformat(first_at)
    return (now + max(soonest, age)).strftime(TIME) if age < latest else ""
