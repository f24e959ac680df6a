"""French that was written, or came, without any accent: recognised and marked, never changed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pipelines.repair.french import is_french
from pipelines.repair.lexicon import load_lexicon
from pipelines.repair.revision import Change

WORD = re.compile(r"(?<![^\W_])[a-zA-Z]?[a-z]+(?![^\W_])")  # no words in capitals: many write those without accents
EVIDENCE = 9.0  # natural logarithm of how unlikely it is that this text, had it accents, would show none
SHOWN = 5  # examples in the reason


def find_unaccented(text: str) -> Iterator[Change]:
    """Yield one note, at the first word that tells, if `text` is French whose accents are all lost."""
    if any(letter.isalpha() and not letter.isascii() for letter in text) or not is_french(text):
        return
    accents = load_accents()
    words = [(found, accents[word]) for found in WORD.finditer(text) if (word := found[0].lower()) in accents]
    if sum(loss for _, (_, loss) in words) < EVIDENCE:
        return
    telling = [(found, accented) for found, (accented, loss) in words if loss > 1]
    if telling:
        first = telling[0][0]
        shown = dict.fromkeys(f"{found[0]} for {accented}" for found, accented in telling)
        reason = f"no accent in the text: {', '.join(list(shown)[:SHOWN])}"
        yield Change(first.start(), first.end(), first[0], "unaccented", reason)


@cache
def load_accents() -> dict[str, tuple[str, float]]:
    """For each word that is another without accents: the likeliest such one, and the evidence that it lost them."""
    frequencies = load_lexicon().frequencies
    accented: defaultdict[str, list[str]] = defaultdict(list)
    for word in frequencies:
        if not word.isascii():
            accented[_fold(word)].append(word)
    return {
        bare: (max(words, key=frequencies.__getitem__), math.log1p(sum(map(frequencies.__getitem__, words)) / own))
        for bare, words in accented.items()
        if (own := frequencies.get(bare, 1e-8)) and bare.isascii()
    }


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("œ", "oe")) if not unicodedata.combining(c))
