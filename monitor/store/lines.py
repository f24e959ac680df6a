"""Which lines an outlet's documents repeat: a hash for each line near the head and the foot of what was received.

Much of what pages repeat changes in the middle (“More in Sport: …”, “… / The Courier”): of a line that is no sentence
the outer words are remembered too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b

from sqlite_utils import Database

HEAD, FOOT = 10, 30  # lines of a document that are looked at: pages put what is theirs there
LONGEST = 300  # characters; what a page repeats is shorter, and an article's paragraphs need no row
LONGEST_LABEL = 100  # characters of a line whose outer words are remembered
WORD = re.compile(r"[^\W\d_][\w'’-]*")
OFTEN = 4  # documents, versions of one counted once: fewer may be reports on one event that open alike
REPEATED = """SELECT value FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM outlet_line WHERE hash = value LIMIT 1 OFFSET ?)"""


def learn_lines(db: Database, first_version: int, outlet: str, text: str) -> None:
    """Remember the lines of a document that arrived. Inside the caller's transaction."""
    hashes = {each for line in _outer_lines(text) for each in hash_line(outlet, line)} if outlet else set()
    rows = [(each, first_version) for each in sorted(hashes)]
    db.conn.executemany("INSERT OR IGNORE INTO outlet_line VALUES (?, ?)", rows)


def find_repeated(db: Database, outlet: str, text: str) -> list[str]:
    """The lines of a received `text` that stand in OFTEN documents of this outlet, or whose outer words do."""
    lines = {line: hash_line(outlet, line) for line in _outer_lines(text)} if outlet else {}
    hashes = sorted({each for mine in lines.values() for each in mine})
    found = {row[0] for row in db.execute(REPEATED, [json.dumps(hashes), OFTEN - 1])}
    return sorted(line for line, mine in lines.items() if not found.isdisjoint(mine))


def hash_line(outlet: str, line: str) -> list[int]:
    """Numbers for a line in this outlet and for its outer words, the same whatever its capitals and figures."""
    digests = (blake2b(f"{outlet}\n{each}".encode("utf-8", "surrogatepass"), digest_size=8) for each in _parts(line))
    return [int.from_bytes(digest.digest(), "big", signed=True) for digest in digests]


def _parts(line: str) -> Iterator[str]:
    """The line; of a short one that is no sentence its first two words and its last two, if more stand between."""
    plain = re.sub(r"\d+", "0", line.casefold())
    yield plain
    words = WORD.findall(plain)
    if len(words) > 3 and len(line) <= LONGEST_LABEL and line[-1] not in '.!?…»”"':
        yield f"{words[0]} {words[1]} …"
        yield f"… {words[-2]} {words[-1]}"


def _outer_lines(text: str) -> Iterator[str]:
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    outer = lines if len(lines) <= HEAD + FOOT else [*lines[:HEAD], *lines[-FOOT:]]
    return (line for line in outer if len(line) <= LONGEST and any(map(str.isalpha, line)))
