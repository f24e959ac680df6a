"""The `a` that some pages write for an `â` their charset lacks (`grace à`), given back where letters were lost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from pipelines.repair.damage import Damage
from pipelines.repair.lexicon import load_lexicon
from pipelines.repair.neighbours import load_neighbours
from pipelines.repair.revision import Change

WORD = re.compile(r"(?<![^\W_])[a-zà-ÿœ]*a[a-zà-ÿœ]*(?![^\W_])")  # small letters only: Grace is a name
BESIDE = re.compile(r"([^\W_]+)[ '’-]\Z"), re.compile(r"[ '’-]([^\W_]+)")
RARITY = 3.0  # natural logarithm of how much rarer such a page is than one that writes what it means
LEAST = 2.2  # natural logarithm of the odds at which the word is changed: nine to one


def find_flat_letters(line: str, damage: Damage) -> Iterator[Change]:
    """Yield a change for each `a` of `line` that was an `â`, if `damage` took that letter for certain."""
    if "gb2312" not in damage.charsets or damage.doubt or "â" in damage.survivors:
        return
    meant = load_meant()
    for found in WORD.finditer(line):
        word = meant.get(found[0])
        if word and _odds(found, word) > LEAST:
            for i, letter in enumerate(word, found.start()):
                if letter == "â":
                    yield Change(i, i + 1, "â", "letter", f"{found[0]} stands for {word} where â was lost")


def _odds(found: re.Match[str], word: str) -> float:
    """The natural logarithm of how much likelier `word` is here than the word found."""
    lexicon, neighbours = load_lexicon(), load_neighbours()
    odds = math.log(lexicon.frequency(word) / lexicon.frequency(found[0])) - RARITY
    line = found.string
    beside = BESIDE[0].search(line, max(found.start() - 30, 0), found.start()), BESIDE[1].match(line, found.end())
    return odds + sum(neighbours.support(word, side, other[1]) for side, other in enumerate(beside) if other)


@cache
def load_meant() -> dict[str, str]:
    """The words with `â` by what is left of them."""
    words = (word for word in load_lexicon().frequencies if "â" in word)
    return {word.replace("â", "a"): word for word in words}
