"""What a damaged word may have been: French words that fit, elided or joined, each with its likelihood."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.repair.damage import Damage
from pipelines.repair.lexicon import LOST, VOWELS, Lexicon
from pipelines.repair.marks import CLOSED, MARKS, NBSP
from pipelines.repair.neighbours import Neighbours

ELIDED = frozenset(
    "l d j m t s n c qu jusqu lorsqu puisqu quoiqu quelqu aujourd presqu".split()  # noqa: SIM905  easier to read
)
UNEXPLAINED = math.log(1e-9)  # a word with a lost letter inside that no list knows; at its edges, less by e to 6
BARE = 1e-6  # the frequency of an elided word (l, qu) that no apostrophe follows
WITHOUT_STOP = math.log(0.1)  # a line of running text that ends without a full stop
SHORT = 1e-5  # the word list's words of one and two letters that are rarer are no words
NO_OBJECT = -8.0  # à before a stop
BEFORE_SENTENCE = math.log(0.02)  # a sentence that ends without one


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads damaged words; `apostrophe` is the logarithm of how likely this document lost its apostrophes."""

    damage: Damage
    lexicon: Lexicon
    neighbours: Neighbours
    apostrophe: float
    known: dict[tuple[str, float | None], list[tuple[str, float]]] = field(default_factory=dict)  # what was read before

    def read_word(self, word: str, capital: float | None) -> list[tuple[str, float]]:
        """What `word` may have been, letters and signs inside it: spellings and logarithms of their likelihood.

        `capital`: how likely it has one, by its place in the sentence; None where the word decides. A sign that nothing
        explains stays LOST.
        """
        if (word, capital) not in self.known:
            self.known[word, capital] = self._read_word(word, capital)
        return self.known[word, capital]

    def _read_word(self, word: str, capital: float | None) -> list[tuple[str, float]]:
        if LOST not in word:
            frequency = BARE if word.lower() in ELIDED else self.lexicon.frequency(word)
            return [(word, math.log(frequency))]
        found = [*self._read_letters(word, capital), *self._read_elision(word, capital)]
        if not found or any(c.isdigit() for c in word):
            found += self._read_joined(word, capital)
        edges = (word[0] == LOST) + (word[-1] == LOST)
        return found or [(word, UNEXPLAINED - 6 * edges)]

    def _read_letters(self, word: str, capital: float | None) -> Iterator[tuple[str, float]]:
        for candidate in self.lexicon.candidates(word):
            frequency = self.lexicon.frequency(candidate)
            if len(word) < 3 and (frequency < SHORT or (word == LOST and candidate != "à")):
                continue
            for spelling, score in self._spell(word, candidate, capital):
                lost = sum(self.damage.loses(new) for old, new in zip(word, spelling, strict=True) if old == LOST)
                yield spelling, math.log(frequency) + score + lost

    def _spell(self, word: str, candidate: str, capital: float | None) -> Iterator[tuple[str, float]]:
        """Yield `candidate` with the capitals `word` shows; where its first letter is lost, with one and without."""
        seen = [letter for letter in word if letter.isalpha()]
        if seen and all(map(str.isupper, seen)) and (len(seen) > 1 or not word[0].isupper()):
            if len(candidate.upper()) == len(word) > 2:
                yield candidate.upper(), 0.0
            return
        spelling = "".join(new if old == LOST else old for old, new in zip(word, candidate, strict=True))
        if word[0] != LOST:
            yield spelling, 0.0
            return
        for first in (spelling[0], spelling[0].upper()):
            share = self.neighbours.case_share(first + candidate[1:])
            if capital is not None:
                share = capital if first.isupper() else 1 - capital
            yield first + spelling[1:], math.log(share)

    def _read_elision(self, word: str, capital: float | None) -> Iterator[tuple[str, float]]:
        head, _, rest = word.partition(LOST)
        if head.lower() not in ELIDED or not rest:
            return
        for spelling, score in self.read_word(rest, None):
            if spelling[0].lower() in VOWELS:
                joint = math.log(self.lexicon.frequency(head)) + self.neighbours.support(spelling, 0, head)
                yield f"{head}’{spelling}", score + joint + self.apostrophe

    def _read_joined(self, word: str, capital: float | None) -> Iterator[tuple[str, float]]:
        """Two words, and a space that does not break or a dash between them."""
        for place in (i for i in range(1, len(word) - 1) if word[i] == LOST != word[i + 1]):
            left, right = word[:place], word[place + 1 :]
            for mark in MARKS:
                if mark.sign in (NBSP, "–") and mark.before.search(left) and mark.after.match(right):
                    for first, score in self.read_word(left, capital):
                        for second, more in self.read_word(right, None):
                            yield f"{first}{mark.sign}{second}", score + more + mark.score


def closing_score(word: str, ending: str, right: str) -> float:
    """What it costs that `right` follows `word` and `ending`: a sentence without a full stop, à without an object."""
    if word in ("à", "À") and re.match(r"\s*(?:$|[.,;:!?)»”])", ending + right):
        return NO_OBJECT
    if re.search(r"[.!?…:]", ending) or not CLOSED.match(right):
        return 0.0
    return BEFORE_SENTENCE if right.strip() else WITHOUT_STOP
