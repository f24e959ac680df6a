"""Passages in another language than their document's: whose words they are, the article's or another piece's."""

from __future__ import annotations

import re

from monitor.document import Document, Field, LanguageSpan
from pipelines.repair.kinship import names

FEWEST = 12  # words; less may be a title, a motto, a line of thanks
QUOTED = re.compile(r"[«“”\"„‘'>–—-]")
TOLD = re.compile(r"[.!?…][»”\"’')\]]*\s*\Z")  # how a line of prose ends, and hardly one of verse
YEAR = re.compile("(?:19|20)\\d\\d")
NUMBER = re.compile(r"\d(?:[\d.,  \u202f]*\d)?")


def find_passage(document: Document, field: Field, start: int, end: int) -> LanguageSpan | None:
    """The span of another language that most of [start, end) lies in, if any."""
    for span in document.language_spans:
        if span.field == field and 2 * (min(span.end, end) - max(span.start, start)) > end - start:
            return span
    return None


def find_own_end(document: Document) -> int:
    """Where the article's own text ends: before a piece in another language that was stuck on, else at its end.

    Its own is what is announced by a colon, quoted, in verse, less than a paragraph, or shares a name or a number with
    the rest: the letter it tells of, a song, the same text again for other readers.
    """
    text, whole = document.text, len(document.text)
    span = next((s for s in reversed(document.language_spans) if s.field == "text"), None)
    if span is None or text[span.end :].strip():
        return whole
    before, piece = text[: span.start], text[span.start : span.end]
    body = f"{document.title}\n{before}"
    own = (
        span.start < whole / 2
        or not before.rstrip(" \t").endswith("\n")
        or before.rstrip().endswith(":")
        or QUOTED.match(piece)
        or len(piece.split()) < FEWEST
        or not _is_prose(piece)
        or names(piece) & names(body)
        or _agree(piece, body)
    )
    return whole if own else span.start


def _is_prose(piece: str) -> bool:
    """Whether most of its lines end as sentences do."""
    lines = [line for line in piece.splitlines() if line.strip()]
    return 2 * sum(bool(TOLD.search(line)) for line in lines) > len(lines)


def _agree(piece: str, body: str) -> bool:
    """Whether they share two numbers, or one of three digits and more that is no year."""
    shared = _numbers(piece) & _numbers(body)
    return len(shared) > 1 or any(len(number) > 2 and not YEAR.fullmatch(number) for number in shared)


def _numbers(text: str) -> set[str]:
    """Its numbers of two digits and more, whole and in their parts: 22.45 is 22 h 45."""
    found = NUMBER.findall(text)
    digits = {re.sub(r"\D", "", number) for number in found} | {part for n in found for part in re.findall(r"\d+", n)}
    return {number for number in digits if len(number) > 1}
