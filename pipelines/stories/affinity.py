"""Whether two documents are on one event: what speaks for it, what against, and how sure that makes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np

from monitor.document import Fingerprint
from monitor.search.stems import strip_accents
from pipelines.stories.identifiers import find_clash

# Logistic weights: what tells apart the labelled events for tuning, the short ones of `fresh` (tests/cases/stories) and
# the real articles of the even topics of ECB+ (tests/ecb_plus.py), fitted to all three at once and rounded. The unit of
# `names` is ten nats of surprise.
BIAS = -4.6
MEANING = 6.7  # times the cosine of the two vectors, where both are of texts in one language
UNKNOWN_MEANING = 3.4  # where they are not: what a cosine of about a half would give
NAMES = 0.7  # times the surprise of the names both have
SAME_NAMES = 4.0  # times the cosine of the names, weighted by surprise
OTHER_NAMES = -0.65  # times the surprise of the names that one leads with and the other lacks; of the side with less
NUMBERS = 1.1  # times the logarithm of the telling numbers both have
OTHER_NUMBERS = -2.0  # each has two at least, and none in common; no veto, since outlets disagree on counts
DAY = -0.8  # times the days between them, each after a week's counting a quarter
WEEK = 7.0
LATER = 4  # so that a story can wake in the other language too, after twelve days
UNDATED = 5.0  # days that two documents are apart of which nothing tells how many they are
DOUBTFUL = 2.0  # days more apart where one has no date but that of its receipt
PLACE = -1.3  # each leads with a town that the other does not name
SAME_DAY = 0.9  # both name it
OTHER_DAY = -0.65  # both name days, none of them less than two days apart
COPIED = 3.0  # one repeats a part of the other
MOST_SURPRISE = 3.0

SAME_START = 4  # letters: Zeebrugge and Zeebruges, Dunkirk and Dunkerque
FEW_NAMES = 12  # words of names in a short report
WORDS = 300  # in a document: how many chances a common word has to stand there
SEEN = 100.0  # documents that the language at large counts for, beside those of the store
MOST_OF_ONE = 6.0  # nats: no single name binds more, however many documents do not have it


@dataclass(frozen=True, slots=True)
class Affinity:
    """How sure it is that two documents are on one event (0 to 1), and the evidence."""

    score: float
    similarity: float | None  # cosine of the vectors; None where they are of texts in two languages
    names: tuple[str, ...] = ()  # the words of names that both have, the rarest first
    numbers: tuple[float, ...] = ()
    days: float | None = None  # between them; None where one has no date of its own
    clash: str = ""  # what they cannot both mean; then the score is 0


@dataclass(frozen=True, slots=True)
class Rarity:
    """How surprising each word of a name is, in nats: by the documents of the time, and by the language at large."""

    counts: Mapping[str, int]  # documents that have the word
    documents: int
    _known: dict[str, float] = field(default_factory=dict, compare=False)

    def of(self, word: str) -> float:
        """The surprise of meeting `word` in a document."""
        if word not in self._known:
            self._known[word] = self._measure(word)
        return self._known[word]

    def _measure(self, word: str) -> float:
        expected = self.counts.get(word, 0) + SEEN * min(1.0, WORDS * frequencies().get(word, 1e-7))
        return min(MOST_OF_ONE, -math.log(min(1.0, expected / (self.documents + SEEN))))


@cache
def frequencies() -> dict[str, float]:
    """How often a word comes in English or in French, whichever has it more (wordfreq's small lists)."""
    from wordfreq import get_frequency_dict

    found: dict[str, float] = {}
    for language in ("en", "fr"):
        for word, frequency in get_frequency_dict(language, "small").items():
            bare = word if word.isascii() else strip_accents(word)
            found[bare] = max(found.get(bare, 0.0), frequency)
    return found


def compare(
    one: Fingerprint, other: Fingerprint, days: float, rarity: Rarity, copied: bool = False, dated: bool = True
) -> Affinity:
    """Weigh what speaks for one event behind both documents, which are `days` apart.

    Where one has no date of its own (not `dated`), a day that its text names may be counted from the wrong date: that
    the two name other days is nothing against them then.
    """
    similarity = _cosine(one, other)
    shared = sorted(one.names.keys() & other.names.keys(), key=lambda word: (-rarity.of(word), word))
    numbers = tuple(sorted(set(one.numbers) & set(other.numbers)))
    gap = _gap(one, other)
    clash = find_clash(one.identifiers, other.identifiers)
    points = (
        BIAS
        + (UNKNOWN_MEANING if similarity is None else MEANING * similarity)
        + NAMES * min(sum_surprise(one, other, shared, rarity), MOST_SURPRISE)
        + SAME_NAMES * _cosine_of_names(one, other, shared, rarity)
        + OTHER_NAMES * min(_sum_missing(one, other, rarity), _sum_missing(other, one, rarity))
        + NUMBERS * math.log1p(len(numbers))
        + OTHER_NUMBERS * (not numbers and min(len(one.numbers), len(other.numbers)) >= 2)
        + DAY * (days if days <= WEEK else WEEK + (days - WEEK) / LATER)
        + PLACE * _places_clash(one, other)
        + SAME_DAY * (gap == 0)
        + OTHER_DAY * (dated and gap is not None and gap > 1)
        + COPIED * copied
    )
    return Affinity(
        0.0 if clash else _logistic(points), similarity, tuple(shared), numbers, days if dated else None, clash
    )


def sum_surprise(one: Fingerprint, other: Fingerprint, shared: Iterable[str], rarity: Rarity) -> float:
    """The surprise of the names both have, in tens of nats; what both lead with counts twice.

    The more names a document drops in passing, the less it says that another has some of them too.
    """
    passing = min(1.0, FEW_NAMES / max(len(one.names), len(other.names), 1))
    led = {word for word in shared if one.names[word] == other.names[word] == 2}
    return sum(rarity.of(word) * (2 if word in led else passing) for word in shared) / 10


def _sum_missing(one: Fingerprint, other: Fingerprint, rarity: Rarity) -> float:
    """The surprise of the names that the one leads with and the other has nowhere, in tens of nats."""
    return sum(rarity.of(word) for word, weight in one.names.items() if weight == 2 and word not in other.names) / 10


def _logistic(points: float) -> float:
    return 1 / (1 + math.exp(-points))


def _cosine(one: Fingerprint, other: Fingerprint) -> float | None:
    if one.language != other.language or not one.vector or len(one.vector) != len(other.vector):
        return None
    here, there = (np.frombuffer(f.vector, np.float16).astype(np.float32) for f in (one, other))
    return float(here @ there)


def _cosine_of_names(one: Fingerprint, other: Fingerprint, shared: Iterable[str], rarity: Rarity) -> float:
    both = sum(rarity.of(word) ** 2 * one.names[word] * other.names[word] for word in shared)
    lengths = [sum((rarity.of(word) * weight) ** 2 for word, weight in f.names.items()) for f in (one, other)]
    return both / math.sqrt(lengths[0] * lengths[1]) if all(lengths) else 0.0


def _places_clash(one: Fingerprint, other: Fingerprint) -> bool:
    """Each leads with towns, and neither names one of the other's, however the two languages spell its end."""
    if not one.places or not other.places:
        return False
    here, there = ({name[:SAME_START] for name in f.names} for f in (one, other))
    return there.isdisjoint(p[:SAME_START] for p in one.places) and here.isdisjoint(
        p[:SAME_START] for p in other.places
    )


def _gap(one: Fingerprint, other: Fingerprint) -> int | None:
    """The fewest days between a day that the one names and a day that the other names; None where one names none."""
    here, there = (list(map(date.fromisoformat, f.days)) for f in (one, other))
    return min((abs((a - b).days) for a in here for b in there), default=None)
