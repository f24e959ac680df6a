"""What remains of French words when letters vanish from them, and what each remainder may have been."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pipelines.repair.lexicon import load_lexicon

Fitting = dict[str, tuple[str, ...]]  # remainder → words, the most frequent first


@cache
def find_inner(lost: str) -> Fitting:
    """The words that lose some of the letters `lost`, but not their first."""
    drop = str.maketrans("", "", lost)
    return _group({word: word.translate(drop) for word in _words() if word[0] not in lost})


@cache
def find_opened(lost: str) -> Fitting:
    """The words that lose their first letter, as a capital at least, and those of `lost` behind it."""
    drop = str.maketrans("", "", lost)
    return _group({word: word[1:].translate(drop) for word in _words() if not word[0].isascii()})


def _words() -> list[str]:
    return [word for alike in load_lexicon().alike.values() for word in alike]


def _group(remains: dict[str, str]) -> Fitting:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    frequencies = load_lexicon().frequencies
    for word, rest in remains.items():
        if rest and rest != word:
            groups[rest].append(word)
    return {rest: tuple(sorted(words, key=lambda word: -frequencies[word])) for rest, words in groups.items()}
