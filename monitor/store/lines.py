"""Which lines an outlet's documents repeat: a hash for each line near the head and the foot of what was received."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b

from sqlite_utils import Database

HEAD, FOOT = 10, 30  # lines of a document that are looked at: pages put what is theirs there
LONGEST = 300  # characters; what a page repeats is shorter, and an article's paragraphs need no row
OFTEN = 4  # documents, versions of one counted once: fewer may be reports on one event that open alike
REPEATED = """SELECT value FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM outlet_line WHERE hash = value LIMIT 1 OFFSET ?)"""


def learn_lines(db: Database, first_version: int, outlet: str, text: str) -> None:
    """Remember the lines of a document that arrived. Inside the caller's transaction."""
    rows = {(hash_line(outlet, line), first_version) for line in _outer_lines(text)} if outlet else set()
    db.conn.executemany("INSERT OR IGNORE INTO outlet_line VALUES (?, ?)", sorted(rows))


def find_repeated(db: Database, outlet: str, text: str) -> list[str]:
    """The lines of a received `text` that stand in OFTEN documents of this outlet, as they came."""
    lines = {hash_line(outlet, line): line for line in _outer_lines(text)} if outlet else {}
    found = db.execute(REPEATED, [json.dumps(list(lines)), OFTEN - 1])
    return sorted(lines[row[0]] for row in found)


def hash_line(outlet: str, line: str) -> int:
    """A number for the line in this outlet, the same for lines that differ in capitals and numbers alone."""
    plain = re.sub(r"\d+", "0", line.casefold())
    digest = blake2b(f"{outlet}\n{plain}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _outer_lines(text: str) -> Iterator[str]:
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    outer = lines if len(lines) <= HEAD + FOOT else [*lines[:HEAD], *lines[-FOOT:]]
    return (line for line in outer if len(line) <= LONGEST and any(map(str.isalpha, line)))
