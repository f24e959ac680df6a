"""What the documents of an outlet have in common: a hash for each sign of each line near a document's head and foot.

Pages change what they repeat (“More in Sport: …”, “By …”, “… / The Courier”), so a line is known again by more than
itself: by its form without names and numbers, by its first words, by those before or behind a mark. Pages change
their design too, and in a thousand documents anything is said twice: only an outlet's latest documents count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b

from sqlite_utils import Database

LATEST = 64  # documents of an outlet that are remembered
HEAD, FOOT = 10, 30  # lines of a document that are looked at: pages put what is theirs there
LONGEST = 300  # characters; what a page repeats is shorter, and an article's paragraphs need no row
WORD = re.compile(r"[^\W\d_][\w'’-]*")
FEW = rf"(?:{WORD.pattern} ){{0,3}}{WORD.pattern}"
HEAD_WORDS = re.compile(rf"{FEW} ?[:/|>›•·](?= )")  # before a line's first mark: Mots-clés : port, mer
FOOT_WORDS = re.compile(rf"[:/|>›•·.(©] ?{FEW}\)?$")  # and behind its last: … Zoé Lin / Le Quai
CREDITED = re.compile(rf"\({FEW}:(?=[^()]*\)$)")  # and what opens its last brackets: … (Quai Images: Zoé Lin)
NAMES = re.compile(r"(?<!\w)[^\W\d_a-zà-öø-ÿ][\w'’-]*(?: [^\W\d_a-zà-öø-ÿ][\w'’-]*)*")
MONTH = re.compile(
    r"\b(?:jan|f[ée]v|feb|mar|a[pv]r|ma[iy]|ju[in]|ao[uû]|aug|sep|oct|nov|d[ée]c)[a-zéû]*\b\.?(?= 0)", re.IGNORECASE
)  # before a day or a year
OLDER = """DELETE FROM outlet_line WHERE document_id IN
    (SELECT document_id FROM outlet_line WHERE hash = ? ORDER BY document_id DESC LIMIT -1 OFFSET ?)"""
COUNTS = "SELECT hash, count(*) FROM outlet_line WHERE hash IN (SELECT value FROM json_each(?)) GROUP BY hash"


def learn_lines(db: Database, first_version: int, outlet: str, text: str) -> None:
    """Remember the lines of a document that arrived. Inside the caller's transaction."""
    if not outlet:
        return
    here = hash_sign(outlet, "")  # every document has this one: they are counted by it
    hashes = {here, *(each for line in _outer_lines(text) for each in hash_line(outlet, line))}
    db.conn.executemany("INSERT OR IGNORE INTO outlet_line VALUES (?, ?)", [(h, first_version) for h in sorted(hashes)])
    db.execute(OLDER, [here, LATEST])


def find_repeated(db: Database, outlet: str, text: str) -> dict[str, float]:
    """Of each line of a received `text` the share of the outlet's other latest documents that it is known from, if any.

    From 0 to 1, smoothed by two documents that have none of it: one other that agrees is little, of two as of twenty.
    """
    if not outlet:
        return {}
    here, lines = hash_sign(outlet, ""), {line: hash_line(outlet, line) for line in _outer_lines(text)}
    hashes = sorted({here, *(each for mine in lines.values() for each in mine)})
    counts = dict(db.execute(COUNTS, [json.dumps(hashes)]).fetchall())
    others = {line: max(counts.get(each, 0) for each in mine) - 1 for line, mine in lines.items()}
    return {line: count / (counts[here] + 1) for line, count in others.items() if count > 0}


def hash_line(outlet: str, line: str) -> list[int]:
    """Numbers for the signs of a line in this outlet."""
    return [hash_sign(outlet, sign) for sign in _find_signs(line)]


def hash_sign(outlet: str, sign: str) -> int:
    """A number for what lines of this outlet may have in common."""
    digest = blake2b(f"{outlet}\n{sign}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _find_signs(line: str) -> Iterator[str]:
    """The line, capitals and numbers alike; its form without names; its outer words."""
    numberless = re.sub(r"\d+", "0", line)
    plain = numberless.casefold()
    words = WORD.findall(plain)
    yield plain
    if " " in line:
        yield from _mask_names(numberless)
    outer = (HEAD_WORDS.match(plain), FOOT_WORDS.search(plain), CREDITED.search(plain))
    yield from (found[0].replace(" ", "") for found in outer if found)
    if len(words) > 3 and line[-1] not in '.!?…»”"':
        yield f"{words[0]} {words[1]} …"


def _mask_names(line: str) -> Iterator[str]:
    """The line with one sign for a run of capitalised words: with its first word, and if words are left without it."""
    first, *rest = MONTH.sub("month", line).split(" ")
    masked = NAMES.sub("X", " ".join(rest))
    yield f"{first.casefold()} {masked}"
    if any(map(str.islower, whole := NAMES.sub("X", f"{first} {masked}"))):
        yield whole


def _outer_lines(text: str) -> Iterator[str]:
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    outer = lines if len(lines) <= HEAD + FOOT else [*lines[:HEAD], *lines[-FOOT:]]
    return (line for line in outer if len(line) <= LONGEST and any(map(str.isalpha, line)))
