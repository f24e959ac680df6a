"""Whether different documents are ever taken for copies: texts simulated from the statistics of the labelled ones.

Run: python tests/bench/copies.py [DOCUMENTS] (default 100000). Each text goes from word to word as those of its
language do (bigrams), taking now and then a word by its frequency alone; it is compared, by the stage's own functions,
with the earlier text that shares most sampled shingles with it.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from story_cases import LANGUAGES, read_cases

from pipelines.stories.shingles import compare, sample_shingles

JUMPS = 0.2  # words that do not follow from the one before
SHORTEST, LONGEST = 80, 220  # words
LEAST = 0.3  # a copy's share

Follows = dict[str, list[str]]


def read_statistics(language: str) -> Follows:
    """For each word all that came after it, as often as it did."""
    follows: Follows = defaultdict(list)
    for folder in ("tuning", "scoring"):
        for case in read_cases(folder):
            if case.language == language and not case.copy_of:
                words = re.findall(r"\S+", case.text)
                for one, two in zip(words, words[1:], strict=False):
                    follows[one].append(two)
    return follows


def simulate(follows: Follows, words: list[str], chance: random.Random) -> str:
    """One text."""
    text = [chance.choice(words)]
    for _ in range(chance.randrange(SHORTEST, LONGEST)):
        after = follows.get(text[-1])
        text.append(chance.choice(words) if not after or chance.random() < JUMPS else chance.choice(after))
    return " ".join(text)


def main(documents: int) -> None:
    """Print the greatest shares found, and how many reach a copy's."""
    chance = random.Random(1)
    statistics = [read_statistics(language) for language in LANGUAGES]
    frequent = [[word for after in follows.values() for word in after] for follows in statistics]
    places: dict[int, list[int]] = defaultdict(list)
    texts: list[str] = []
    shares: list[float] = []
    started = time.process_time()
    for n in range(documents):
        text = simulate(statistics[n % 2], frequent[n % 2], chance)
        shingles = sample_shingles(text)
        near = Counter(other for shingle in shingles for other in places[shingle][:50])
        shares += [compare(text, texts[other]).share for other, _ in near.most_common(1)]
        for shingle in shingles:
            places[shingle].append(n)
        texts.append(text)
    shares.sort()
    copies = sum(share >= LEAST for share in shares)
    seconds = time.process_time() - started
    print(f"{documents:,} documents, {len(shares):,} share a shingle with another; {copies} share {LEAST} or more")
    print(f"greatest share {shares[-1]:.3f}; 99.9 % at most {shares[int(len(shares) * 0.999)]:.3f}; {seconds:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
