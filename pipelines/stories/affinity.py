"""Whether two documents are on one event: what speaks for it, what against, and how sure that makes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.document import Fingerprint
from monitor.search.stems import strip_accents
from pipelines.stories.identifiers import find_clash

# Logistic weights, fitted by tests/bench/story_weights.py to the sets that guide (tests/cases/stories) and to the even
# topics of ECB+ (tests/ecb_plus.py), each counting the same (a tenth where read without translator), and rounded. What
# is weighed was chosen by leaving out one set after another. The unit of surprise is ten nats.
BIAS = 0.35
WEIGHTS = {
    "nearness": 11.1,  # how much more alike the two mean than each of them and the documents nearest to it
    "incomparable": -1.0,  # one of the two is in another language and has no translation
    "rarest names": 3.2,  # the surprise of the two rarest words of names that both have
    "leading name": 3.8,  # the surprise of the rarest that both lead with
    "other names": -0.8,  # the surprise of the names that one leads with and the other lacks; of the side with less
    "numbers": 2.6,  # the logarithm of the telling numbers both have
    "days": -1.2,  # between them, each after the first five counting a quarter
    "other place": -1.1,  # each leads with a town that the other does not name
    "other day": -0.9,  # both name days, none of them less than two days apart
}
LED = 2  # the weight of a name in the headline or the lead
CROWD = 3  # documents nearest to one: as near as that is nothing special
ALIKE = 0.55  # cosine of two texts on one subject: what is supposed of those of the crowd that are not there
SPELL = 5.0
LATER = 4  # so that a story can wake in the other language too, after twelve days
UNDATED = 4.0  # days that two documents are apart of which nothing tells how many they are
DOUBTFUL = 2.0  # days more apart where one has no date but that of its receipt

SAME_START = 4  # letters: Zeebrugge and Zeebruges, Dunkirk and Dunkerque
WORDS = 300  # in a document: how many chances a common word has to stand there
SEEN = 100.0  # documents that the language at large counts for, beside those of the store
CLASHING = -1.0  # in place of a score: a clash speaks against all others of a story too, not for nothing
MOST_OF_ONE = 6.0  # nats: no single name binds more, however many documents do not have it


@dataclass(frozen=True, slots=True)
class Affinity:
    """How sure it is that two documents are on one event (0 to 1, CLASHING where they clash), and the evidence."""

    score: float
    similarity: float | None  # cosine of the vectors; None where they are of texts in two languages
    names: tuple[str, ...] = ()  # the words of names that both have, the rarest first
    numbers: tuple[float, ...] = ()
    days: float | None = None  # between them; None where one has no date of its own
    clash: str = ""  # what they cannot both mean


class Common(NamedTuple):
    """What two documents have in common, as in Affinity."""

    similarity: float | None
    names: tuple[str, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Background:
    """What is usual at the time: how many documents have a word of a name, how near documents are to each other."""

    counts: Mapping[str, int]  # documents that have the word
    documents: int
    company: tuple[Fingerprint, ...] = ()  # of the documents that stand around; no copies
    _known: dict[str, float] = field(default_factory=dict, compare=False)
    _nearest: dict[bytes, list[tuple[float, bytes]]] = field(default_factory=dict, compare=False)

    def of(self, word: str) -> float:
        """The surprise of meeting `word` in a document, in nats: by those of the time and by the language at large."""
        if word not in self._known:
            self._known[word] = self._measure(word)
        return self._known[word]

    def _measure(self, word: str) -> float:
        expected = self.counts.get(word, 0) + SEEN * min(1.0, WORDS * frequencies().get(word, 1e-7))
        return min(MOST_OF_ONE, -math.log(min(1.0, expected / (self.documents + SEEN))))

    def measure_crowd(self, one: Fingerprint, other: Fingerprint) -> float:
        """The mean cosine of `one` and the CROWD documents nearest to it, `other` left out."""
        near = [cosine for cosine, vector in self._find_nearest(one) if vector != other.vector][:CROWD]
        return (sum(near) + ALIKE * (CROWD - len(near))) / CROWD

    def _find_nearest(self, one: Fingerprint) -> list[tuple[float, bytes]]:
        if one.vector not in self._nearest:
            vectors = [vector for vector in self._vectors[one.language, len(one.vector)] if vector != one.vector]
            cosines = (read_vectors(vectors) @ read_vectors([one.vector])[0]).tolist() if vectors else []
            self._nearest[one.vector] = sorted(zip(cosines, vectors, strict=True), reverse=True)[: CROWD + 1]
        return self._nearest[one.vector]

    @cached_property
    def _vectors(self) -> dict[tuple[str, int], dict[bytes, None]]:
        """Those that can be compared, each once."""
        found: dict[tuple[str, int], dict[bytes, None]] = defaultdict(dict)
        for each in self.company:
            found[each.language, len(each.vector)][each.vector] = None
        return found


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


def compare(one: Fingerprint, other: Fingerprint, days: float, background: Background, dated: bool = True) -> Affinity:
    """Weigh what speaks for one event behind both documents, which are `days` apart.

    Where one has no date of its own (not `dated`), a day that its text names may be counted from the wrong date: that
    the two name other days is nothing against them then.
    """
    common = find_common(one, other, background)
    evidence = measure_evidence(one, other, common, days, background, dated)
    points = BIAS + sum(WEIGHTS[name] * value for name, value in evidence.items())
    clash = find_clash(one.identifiers, other.identifiers)
    return Affinity(
        CLASHING if clash else 1 / (1 + math.exp(-points)),
        *common,
        days=days if dated else None,
        clash=clash,
    )


def find_common(one: Fingerprint, other: Fingerprint, background: Background) -> Common:
    """Their cosine, and the names and telling numbers that both have."""
    names = sorted(one.names.keys() & other.names.keys(), key=lambda word: (-background.of(word), word))
    numbers = sorted(set(one.numbers) & set(other.numbers))
    return Common(_measure_cosine(one, other), tuple(names), tuple(numbers))


def measure_evidence(
    one: Fingerprint, other: Fingerprint, common: Common, days: float, background: Background, dated: bool
) -> dict[str, float]:
    """What speaks for one event and what against, in the units of WEIGHTS."""
    (cosine, shared, numbers), gap = common, _gap(one, other)
    crowds = background.measure_crowd(one, other), background.measure_crowd(other, one)
    led = [word for word in shared if one.names[word] == other.names[word] == LED]
    return {
        "nearness": 0.0 if cosine is None else cosine - sum(crowds) / 2,
        "incomparable": cosine is None,
        "rarest names": sum(map(background.of, shared[:2])) / 10,
        "leading name": max(map(background.of, led), default=0.0) / 10,
        "other names": min(_sum_missing(one, other, background), _sum_missing(other, one, background)),
        "numbers": math.log1p(len(numbers)),
        "days": days if days <= SPELL else SPELL + (days - SPELL) / LATER,
        "other place": _places_clash(one, other),
        "other day": dated and gap is not None and gap > 1,
    }


def _sum_missing(one: Fingerprint, other: Fingerprint, background: Background) -> float:
    """The surprise of the names that the one leads with and the other has nowhere, in tens of nats."""
    missing = (word for word, weight in one.names.items() if weight == LED and word not in other.names)
    return sum(map(background.of, missing)) / 10


def _measure_cosine(one: Fingerprint, other: Fingerprint) -> float | None:
    """Of the two vectors; None where they are of texts in two languages."""
    if one.language != other.language or not one.vector or len(one.vector) != len(other.vector):
        return None
    here, there = read_vectors([one.vector, other.vector])
    return float(here @ there)


def read_vectors(vectors: Sequence[bytes]) -> NDArray[np.float32]:
    """A row a vector."""
    return np.frombuffer(b"".join(vectors), np.float16).reshape(len(vectors), -1).astype(np.float32)


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
