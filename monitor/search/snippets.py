"""The passage of a text that answers a query, its words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.search.stems import WORD, query_forms, stem_forms, strip_accents

LENGTH = 180  # characters of a passage, about two lines of a terminal
LEAD = 40  # characters before the first word found
Passage = tuple[tuple[str, bool], ...]  # parts of a text, and whether each is a word asked for


def cut_passage(text: str, language: str, words: Sequence[str], length: int = LENGTH) -> Passage:
    """The part of `text` that holds most of `words` (lower case; `elect*` for all that begin so), in parts.

    The start of the text where none is found. Each run of white space is one space.
    """
    text = " ".join(text.split())
    found = find_words(text, language, words)
    hits = [m for m in _figures_and_words(words).finditer(text) if m[0].lower() in found] if found else []
    start, end = _window(text, hits, length)
    parts, place = [("… " if start else "", False)], start
    for hit in (h for h in hits if start <= h.start() and h.end() <= end):
        parts += [(text[place : hit.start()], False), (hit[0], True)]
        place = hit.end()
    parts += [(text[place:end], False), (" …" if end < len(text) else "", False)]
    return tuple(part for part in parts if part[0])


def mark_passage(passage: Passage, marks: tuple[str, str] = ("[", "]")) -> str:
    """The passage as one text, each hit between `marks`."""
    return "".join(f"{marks[0]}{text}{marks[1]}" if hit else text for text, hit in passage)


def words_in(text: str, language: str, words: Sequence[str]) -> set[str]:
    """Those of `words` that stand in `text`."""
    return {asked for hits in find_words(text, language, words).values() for asked in hits}


def find_words(text: str, language: str, words: Sequence[str]) -> dict[str, list[str]]:
    """The words of `text`, in lower case, that are asked for, and which of `words` each of them is."""
    forms: dict[str, list[str]] = {}  # what is looked for → the words asked
    for asked in words:
        for form in (asked, *query_forms(asked)):
            forms.setdefault(form, []).append(asked)
    beginnings = [asked[:-1] for asked in words if asked.endswith("*")]
    starts = tuple(_start(asked.rstrip("*")) for asked in words)  # the others need not be stemmed
    found: dict[str, list[str]] = {}
    for word in {word for word in WORD.findall(text.lower()) if _start(word).startswith(starts)}:
        hits = [asked for form in (word, *stem_forms(word, language)) for asked in forms.get(form, ())]
        hits += [f"{beginning}*" for beginning in beginnings if word.startswith(beginning)]
        if hits:
            found[word] = hits
    for asked in words:
        if " " in asked:
            found |= {figure[0].lower(): [asked] for figure in _figures_and_words([asked], "").finditer(text)}
    return found


def _figures_and_words(asked: Sequence[str], word: str = WORD.pattern) -> re.Pattern[str]:
    """What may be marked: the figures asked for, such as `1 2`, each in one (`1.2`, `1,2`), and every `word`."""
    figures = (re.escape(figure).replace(r"\ ", r"\W") for figure in asked if " " in figure)
    whole = [rf"(?<![^\W_])(?<!\d[.,]){figure}(?![^\W_]|[.,]\d)" for figure in figures]
    return re.compile("|".join([*whole, *filter(None, [word])]), re.IGNORECASE)


@lru_cache(maxsize=50_000)
def _start(word: str) -> str:
    """Two letters as a stem of the word has them too: `dying` and `die`."""
    return strip_accents(word[:3])[:2].replace("y", "i")


def _window(text: str, hits: Sequence[re.Match[str]], length: int) -> tuple[int, int]:
    """The stretch of `length` characters with the most different words found, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        hits,
        key=lambda first: (
            len({h[0].lower() for h in hits if first.start() <= h.start() < first.start() + length - LEAD}),
            -first.start(),
        ),
        default=None,
    )
    start = max(0, best.start() - LEAD) if best else 0
    if start:
        start = text.find(" ", start, start + LEAD) + 1 or start
    end = min(len(text), start + length)
    cut = text.rfind(" ", start, end) if end < len(text) else end
    return start, cut if cut > start + length // 2 else end
