"""Letters that left no trace: French whose charset dropped what it lacks (`lanant`, `entrept`, `franais`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.repair.french import is_french
from pipelines.repair.lexicon import RAREST, load_lexicon
from pipelines.repair.neighbours import load_neighbours
from pipelines.repair.revision import Change

WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
LOSSES = ("çâîôûëïœæ", "àâäçéèêëîïôöùûüœæ")  # what GB2312 and ASCII lack of small French letters
LONG = 400  # letters; of shorter texts one in ten has none of ç â î ô û ë ï œ, of this length one in fifty
PROOF = 2  # so many different words that the lost letters make a hundred times as frequent prove the loss
KNOWN = 1e-6  # the frequency of such a word
EVERYDAY = 1e-5  # and of one that proves it alone, where what is left is no word
CAPITAL = 0.4  # the least share of capitals in a word's spellings with which it takes one
SURE, SURER = 0.97, 0.98  # the least share of its readings with which a word is taken; of one that is a word as it is
LIKELY = 0.5  # and that with which it is marked
SHORTEST_NAME = 4  # letters that are left; what is no word in small letters may be a name
ABBREVIATED = frozenset(("mme", "mmes", "mlle", "mlles"))  # no words without their capital


@dataclass(frozen=True, slots=True)
class Whole:
    """A word that lost letters: the likeliest it was, how frequent that is and all that fit, the next likeliest."""

    word: str
    frequency: float
    total: float
    next: str


def find_vanished(text: str) -> Iterator[Change]:
    """Yield the words of `text` with the letters they lost, if it is French that shows none of those letters.

    A word that may have lost some, and may not, is marked `unsure` and stays.
    """
    lost = next((letters for letters in LOSSES if not any(letter in text for letter in letters)), "")
    if len(text) < LONG or not lost or not is_french(text):
        return
    whole = load_whole(LOSSES[1] if text.isascii() else lost)
    found = [(word, whole[word[0].lower()]) for word in WORD.finditer(text) if word[0].lower() in whole]
    if not _is_proved({word[0]: meant for word, meant in found if word[0].islower()}):
        return
    for word, meant in found:
        share = meant.frequency / (meant.total + _frequency(word[0]))
        if share > (SURER if _frequency(word[0]) > RAREST else SURE) and _may_change(word[0]):
            reason = f"{word[0]} is {meant.word} without the letters that vanished"
            yield Change(*word.span(), _spell(word[0], meant.word), "letter", reason)
        elif share > LIKELY and word[0].islower():
            fitting = ", ".join(filter(None, (meant.word, meant.next)))
            yield Change(*word.span(), word[0], "unsure", f"may have been {fitting}")


def _is_proved(found: dict[str, Whole]) -> bool:
    """Whether enough words show the loss: some that it makes rare, or an everyday one that no list knows without it."""
    rare = {word: meant for word, meant in found.items() if meant.frequency > max(KNOWN, 100 * _frequency(word))}
    return len(rare) >= PROOF or any(
        meant.frequency > EVERYDAY and _frequency(word) <= RAREST and len(word) > SHORTEST_NAME
        for word, meant in rare.items()
    )


def _frequency(word: str) -> float:
    return RAREST if word in ABBREVIATED else load_lexicon().frequency(word)


def _may_change(word: str) -> bool:
    """Whether it is in small letters, or no word at all and too long to be an abbreviation."""
    return word.islower() or (word.istitle() and len(word) >= SHORTEST_NAME and _frequency(word) <= RAREST)


def _spell(word: str, meant: str) -> str:
    named = meant[0] != word[0].lower() and load_neighbours().case_share(meant.capitalize()) > CAPITAL
    return meant.capitalize() if named or word[0].isupper() else meant


@cache
def load_whole(lost: str) -> dict[str, Whole]:
    """For what remains of each word without `lost`, what it may have been."""
    frequencies = load_lexicon().frequencies
    words: defaultdict[str, list[str]] = defaultdict(list)
    drop = str.maketrans("", "", lost)
    for word in frequencies:
        if not word.isascii() and word.isalpha() and (remains := word.translate(drop)) != word:
            words[remains].append(word)
    return {remains: _weigh(sorted(fitting, key=lambda word: -frequencies[word])) for remains, fitting in words.items()}


def _weigh(fitting: list[str]) -> Whole:
    shares = [load_lexicon().frequencies[word] for word in fitting]
    return Whole(fitting[0], shares[0], sum(shares), fitting[1] if len(fitting) > 1 else "")
