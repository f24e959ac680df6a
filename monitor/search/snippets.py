"""The passage of a text that answers a query, its words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.search.stems import WORD, query_forms, stem_forms

LENGTH = 180  # characters of a passage, about two lines of a terminal


def cut_snippet(text: str, language: str, words: Sequence[str], marks: tuple[str, str] = ("[", "]")) -> str:
    """The part of `text` that holds most of `words` (lower case; `elect*` for all that begin so), each one marked.

    The start of the text where none is found.
    """
    hits = [m for m in WORD.finditer(text) if _is_hit(m[0].lower(), language, words)]
    start, end = _window(text, hits)
    parts, place = [], start
    for hit in (h for h in hits if start <= h.start() and h.end() <= end):
        parts += [text[place : hit.start()], marks[0], hit[0], marks[1]]
        place = hit.end()
    passage = " ".join("".join([*parts, text[place:end]]).split())
    return f"{'… ' if start else ''}{passage}{' …' if end < len(text) else ''}"


def count_hits(text: str, language: str, words: Sequence[str]) -> int:
    """How many of `words` stand in `text`."""
    found = {m.lower() for m in WORD.findall(text)}
    return sum(any(_is_hit(f, language, [word]) for f in found) for word in words)


def _is_hit(word: str, language: str, words: Sequence[str]) -> bool:
    forms = set(stem_forms(word, language))
    return any(
        word.startswith(asked[:-1]) if asked.endswith("*") else word == asked or bool(query_forms(asked) & forms)
        for asked in words
    )


def _window(text: str, hits: Sequence[re.Match[str]]) -> tuple[int, int]:
    """The stretch of LENGTH characters with the most different words found, cut between words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best = max(
        hits,
        key=lambda first: (
            len({h[0].lower() for h in hits if first.start() <= h.start() < first.start() + LENGTH - 40}),
            -first.start(),
        ),
        default=None,
    )
    start = max(0, best.start() - 40) if best else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + LENGTH)
    return start, text.rfind(" ", start, end) if end < len(text) and " " in text[start:end] else end
