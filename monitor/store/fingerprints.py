"""The tables by which documents on one event find each other.

Comments inside the statements stay readable in the store itself. Never edit what was released: `schema.py` adds to it.
"""

from __future__ import annotations

from datetime import date

MONTH = 30  # days


def count_day(dated_at: str) -> int:
    """The number of the day, in UTC: what fingerprints are found by."""
    return date.fromisoformat(dated_at[:10]).toordinal()


def count_month(dated_at: str) -> int:
    """The number of the span of 30 days: what shingles are found by."""
    return count_day(dated_at) // MONTH


FINGERPRINTS = (
    """CREATE TABLE fingerprint (
        document_id INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
        day INTEGER NOT NULL,               -- of dated_at, in days since the year 1
        language TEXT NOT NULL,             -- of the text that the vector stands for
        vector BLOB NOT NULL,               -- float16, of length 1
        names TEXT NOT NULL,                -- JSON: word of a name -> 2 in the headline or the lead, else 1
        numbers TEXT NOT NULL,              -- JSON: those that two documents hardly share by chance
        places TEXT NOT NULL,               -- JSON: towns that the headline or the lead names
        days TEXT NOT NULL,                 -- JSON: the days that the text names, in its order
        identifiers TEXT NOT NULL           -- JSON: sort of number -> number, such as quarter, magnitude, edition
    ) STRICT""",
    "CREATE INDEX fingerprint_day ON fingerprint(day)",
    """CREATE TABLE fingerprint_name (
        name TEXT NOT NULL,
        day INTEGER NOT NULL,
        document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        PRIMARY KEY (name, day, document_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fingerprint_name_document ON fingerprint_name(document_id)",
    """CREATE TRIGGER fingerprint_made AFTER INSERT ON fingerprint BEGIN
        INSERT INTO fingerprint_name SELECT key, new.day, new.document_id FROM json_each(new.names);
    END""",
    """CREATE TRIGGER fingerprint_gone AFTER DELETE ON fingerprint BEGIN
        DELETE FROM fingerprint_name WHERE document_id = old.document_id;
    END""",
)
