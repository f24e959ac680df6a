"""How copies are found: the sampled shingles of winnowing beside MinHash and its index (datasketch).

Run: python tests/bench/minhash.py [DOCUMENTS] (default 2000). The texts are simulated as in copies.py; every fourth is
printed again, with a share of its words in a new text of as many, in one run or in scattered runs of twenty. Told are
how many of these find their original, how many documents are found beside it, milliseconds a document of the
processor, and numbers kept a document.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from copies import read_statistics, simulate
from datasketch import MinHash, MinHashLSH
from story_cases import LANGUAGES

from pipelines.stories.shingles import SIZE, read_words, sample_shingles

SHARES = (0.3, 0.5, 0.9)
RUN = 20  # words of a scattered piece: a sentence
LENGTH = 300  # words of each text
PERMUTATIONS = 128


class Index(Protocol):
    """Keeps texts by their number, and finds those that share something with a text."""

    def add(self, number: int, text: str) -> None: ...

    def find(self, text: str) -> Iterable[int]: ...

    def count(self) -> int:
        """Numbers kept a document."""


@dataclass
class Winnowing:
    """What the program does: the smallest hash of each window."""

    places: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    documents: int = 0

    def add(self, number: int, text: str) -> None:
        self.documents += 1
        for shingle in sample_shingles(text):
            self.places[shingle].append(number)

    def find(self, text: str) -> Iterable[int]:
        return {number for shingle in sample_shingles(text) for number in self.places.get(shingle, ())}

    def count(self) -> int:
        return sum(map(len, self.places.values())) // self.documents


class MinHashing:
    """Bands of minima over the same shingles, as many as make a Jaccard index of `threshold` likely to be found."""

    def __init__(self, threshold: float) -> None:
        self.index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def add(self, number: int, text: str) -> None:
        self.index.insert(number, hash_minima(text))

    def find(self, text: str) -> Iterable[int]:
        return list(self.index.query(hash_minima(text)))

    def count(self) -> int:
        return int(self.index.b)


def hash_minima(text: str) -> MinHash:
    words = [word.text for word in read_words(text)]
    minima = MinHash(num_perm=PERMUTATIONS)
    minima.update_batch([" ".join(words[i : i + SIZE]).encode() for i in range(len(words) - SIZE + 1)])
    return minima


def print_again(text: str, other: str, share: float, run: int, chance: random.Random) -> str:
    """A text of LENGTH words with `share` of them from `text`, in pieces of `run` words, the rest from `other`."""
    words, own = text.split(), other.split()
    wanted = round(LENGTH * share)
    pieces = [words[i : i + run][: wanted - i] for i in range(0, wanted, run)]
    rest = own[: LENGTH - wanted]
    each = -(-len(rest) // max(len(pieces), 1))
    mixed = [(words, rest[n * each : (n + 1) * each]) for n, words in enumerate(pieces)]
    chance.shuffle(mixed)
    return " ".join(word for copied, added in mixed for word in [*copied, *added])


def make_texts(documents: int, chance: random.Random) -> list[str]:
    follows = [read_statistics(language) for language in LANGUAGES]
    frequent = [[word for after in f.values() for word in after] for f in follows]
    return [simulate_long(follows[n % 2], frequent[n % 2], chance) for n in range(documents)]


def simulate_long(follows: dict[str, list[str]], frequent: list[str], chance: random.Random) -> str:
    words: list[str] = []
    while len(words) < LENGTH:
        words += simulate(follows, frequent, chance).split()
    return " ".join(words[:LENGTH])


def make_copies(texts: Sequence[str], share: float, run: int, chance: random.Random) -> Iterator[tuple[int, str]]:
    """The number of each text printed again, and the copy; what is added is new as well."""
    fresh = make_texts(len(texts) // 4, chance)
    for place, number in enumerate(range(0, len(texts), 4)):
        yield number, print_again(texts[number], fresh[place], share, run, chance)


def main(documents: int) -> None:
    """Print a line a method, share and manner."""
    texts = make_texts(documents, random.Random(1))
    methods: dict[str, Callable[[], Index]] = {
        "winnowing": Winnowing,
        **{f"MinHash {t}": lambda t=t: MinHashing(t) for t in (0.1, 0.15, 0.3, 0.5)},
    }
    for name, make in methods.items():
        index, started = make(), time.process_time()
        for number, text in enumerate(texts):
            index.add(number, text)
        kept = (time.process_time() - started) * 1000 / documents
        told = [measure(index, texts, share, run) for share in SHARES for run in (LENGTH, RUN)]
        print(f"{name:13} {kept:5.2f} ms, {index.count():3} numbers kept  {'  '.join(told)}", flush=True)


def measure(index: Index, texts: Sequence[str], share: float, run: int) -> str:
    """How many copies find their original, and how many others are found for each."""
    copies = list(make_copies(texts, share, run, random.Random(2)))
    found = [(number, set(index.find(text))) for number, text in copies]
    recall = sum(number in others for number, others in found) / len(copies)
    beside = sum(len(others - {number}) for number, others in found) / len(copies)
    return f"{share:.1f} {'run' if run == LENGTH else 'scattered'}: {recall:.3f} (+{beside:.1f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
