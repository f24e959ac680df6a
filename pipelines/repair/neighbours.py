"""Which words stand beside the French words that damage makes alike (`pr?s`, `?tat`, `gr?ce`, a lone `?`).

`neighbours.txt` holds counts only, one entry a word: the word, how often it was seen inside a sentence, and its most
frequent neighbours on the left and on the right with their counts; ~es is any word in -es that has no place of its own,
# a number, ^ a name. The entry of `*` counts the neighbours of all words. A line that begins with a space continues the
one above. `python -m pipelines.repair.neighbours < sentences > neighbours.txt` made it from 1.15 million French
sentences of Europarl (most of them; no restrictions known), Canadian laws (Open Government Licence), Tatoeba (CC BY
2.0 FR), NTREX-128 (CC BY-SA 4.0), UD-PUD and MT-GenEval (CC BY-SA 3.0), TICO-19 (CC0). No sentence can be had back
from it.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from pipelines.repair.lexicon import NAMES

DATA = Path(__file__).with_name("neighbours.txt")
WORD = re.compile(r"[^\W_]+")
COMMON = 300  # words frequent enough to be neighbours by name; the others count by number, capital, or their ending
KEPT = 24  # neighbours kept a side
SEEN = 20  # rarer words are left to the word list


@dataclass(frozen=True, slots=True)
class Side:
    """The neighbours on one side: shares of those listed, and what the others share."""

    shares: dict[str, float]
    rest: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What `neighbours.txt` knows; sides are 0 (left) and 1 (right)."""

    counts: dict[str, int]
    sides: dict[str, tuple[Side, Side]]
    everywhere: Side
    common: frozenset[str] = field(repr=False)

    def support(self, word: str, side: int, other: str) -> float:
        """How much more often `other` stands on that side of `word` than beside any word: a natural logarithm, 0 where
        nothing is known of `word`.
        """
        known = self.sides.get(word) or self.sides.get(word.lower())
        if known is None:
            return 0.0
        name, here = classify(other, self.common, side), known[side]
        if name in here.shares:
            return math.log(here.shares[name] / self.everywhere.shares[name])
        unlisted = 1 - sum(self.everywhere.shares[listed] for listed in here.shares)
        return math.log(here.rest / unlisted)

    def case_share(self, word: str) -> float:
        """The share of `word`, as it is capitalised here, in its spellings inside sentences."""
        small, capital = word.lower(), word.capitalize()
        small_count, capital_count = self.counts.get(small, 0), self.counts.get(capital, 0)
        if small in NAMES:
            small_count, capital_count = 0, 50
        capitals = (capital_count + 0.5) / (small_count + capital_count + 10)  # an unknown word is one in twenty
        return capitals if word != small else 1 - capitals


def classify(word: str, common: frozenset[str] | set[str], side: int) -> str:
    """What a word counts as when it is a neighbour on that side: to the left, a capital may only open the sentence."""
    if word[:1].isdigit():
        return "#"
    if word[:1].isupper() and (side or word.lower() not in common):
        return "^"
    return word.lower() if word.lower() in common else "~" + word[-2:]


@cache
def load_neighbours() -> Neighbours:
    """Read `neighbours.txt`, once."""
    counts: dict[str, int] = {}
    sides: dict[str, tuple[Side, Side]] = {}
    for line in DATA.read_text(encoding="utf-8").replace("\n ", " ").splitlines():
        word, count, *lists = line.split("\t")
        counts[word] = int(count)
        if lists:
            sides[word] = (_read_side(lists[0], counts[word]), _read_side(lists[-1], counts[word]))
    everywhere = sides.pop("*")[0]
    del counts["*"]
    common = frozenset(name for name in everywhere.shares if name[0] not in "~^#")
    return Neighbours(counts, sides, everywhere, common)


def _read_side(text: str, total: int) -> Side:
    pairs = (entry.rpartition("=") for entry in text.split())
    shares = {name: int(count) / total for name, _, count in pairs}
    return Side(shares, max(1 - sum(shares.values()), 0.5 / total))


def count_neighbours(sentences: Sequence[str]) -> Iterable[str]:
    """Yield the lines of `neighbours.txt` for these French sentences."""
    seen = Counter(word for sentence in sentences for word, _, _ in _middle(sentence))
    common = {word for word, _ in seen.most_common(COMMON) if word.islower()}
    targets = {word for group in _alike(seen) for word in group} | {"à"}
    beside: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for word, left, right in chain.from_iterable(map(_middle, sentences)):
        for side, other in enumerate((left, right)):
            name = classify(other, common, side)
            beside["*", 0][name] += 1
            if word in targets:
                beside[word, side][name] += 1
    yield "\t".join(("*", str(beside["*", 0].total()), _list(beside["*", 0], None)))
    for word in sorted(targets):
        kept = 20 * KEPT if word == "à" else KEPT  # à has every neighbour, and other readings than words
        yield "\t".join((word, str(seen[word]), _list(beside[word, 0], kept), _list(beside[word, 1], kept)))
    for word in sorted(_initials(seen) - targets):
        yield f"{word}\t{seen[word]}"


def _list(counter: Counter[str], most: int | None) -> str:
    return " ".join(f"{name}={count}" for name, count in counter.most_common(most))


def _middle(sentence: str) -> Iterable[tuple[str, str, str]]:
    """Each word inside a sentence with its two neighbours, no sign but space, apostrophe and hyphen between them."""
    words = list(WORD.finditer(sentence))
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        gaps = sentence[before.end() : word.start()], sentence[word.end() : after.start()]
        if all(gap in (" ", "'", "’", "-") for gap in gaps):
            yield word[0], before[0], after[0]


def _alike(seen: Counter[str]) -> Iterable[list[str]]:
    """Groups of words that are one when their accented letters are lost, without those too rare to matter."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, count in seen.items():
        if not word.isascii() and count >= SEEN / 4 and word.isalpha():
            groups["".join(c if c.isascii() else "?" for c in word).lower()].append(word)
    for group in groups.values():
        total = sum(seen[word] for word in group)
        kept = [word for word in group if seen[word] >= total / 1000]
        if len(kept) > 1 and total >= SEEN:
            yield kept


def _initials(seen: Counter[str]) -> set[str]:
    """Words beginning with a letter that ASCII lacks, to know which of them take a capital."""
    return {word for word in seen if not word[0].isascii() and word[1:].islower()}


if __name__ == "__main__":
    for entry in count_neighbours(sys.stdin.read().splitlines()):
        print(re.sub(r"(.{300,}?) ", r"\1\n ", entry))
