"""Ranks as words and figures tell them: `71st`, `cinquième`."""

from __future__ import annotations

import re
from functools import cache

from pipelines.facts.numbers import LEXICONS

RANK = re.compile(r"(\d+)(?:st|nd|rd|th|er|ère|re|es?|[èe]mes?|nde?)", re.IGNORECASE)


def read_rank(word: str, language: str) -> int:
    """The number of a rank, 0 for none: 71 for `71st`, 5 for `cinquième`; `first` and `second` say too little."""
    printed = RANK.fullmatch(word)
    return int(printed[1]) if printed else _ranks(language).get(word, 0)


@cache
def _ranks(language: str) -> dict[str, int]:
    """The ranks in words that end as they should, and those that do not."""
    numbers = {word: int(row[1]) for word, row in LEXICONS.get(language, {}).items() if 2 <= row[1] <= 1000}
    if language == "fr":
        stems = {re.sub("f$", "v", re.sub("q$", "qu", word.removesuffix("e"))): n for word, n in numbers.items()}
        regular = {stem + ending: n for stem, n in stems.items() for ending in ("ième", "ièmes")}
        return regular | {"second": 2, "seconde": 2}
    regular = {re.sub("y$", "ie", word) + "th": n for word, n in numbers.items()}
    return regular | {"second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
