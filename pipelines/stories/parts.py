"""How much alike the documents of a story are, and whether it falls into parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from monitor.document import Document
from pipelines.stories import shingles
from pipelines.stories.affinity import DOUBTFUL, MOST_OF_ONE, UNDATED, Affinity, Background, compare

SIDE = 4  # documents that must stand on each side before a story is two: fewer may tell one event in a way of their own
TWO = 0.4  # two sides with a mean affinity below this tell two events,
CONTRAST = 0.6  # or below this much more, by the share of documents in which each side has a name that the other lacks
DOUBTED = 0.2  # an affinity below this joins nothing anyway
SAMPLE = 24  # documents of a story that are compared, each with each


def weigh(one: Document, other: Document, background: Background, timely: bool = True) -> Affinity:
    """The affinity of two documents; a whole copy is as sure as its share, whatever its headline says.

    Without `timely` it makes no difference how many days lie between them.
    """
    copied = other.id == one.duplicate_of or one.id == other.duplicate_of
    share = max((d.copied_share for d in (one, other) if copied and d.duplicate_of in (one.id, other.id)), default=0.0)
    if not one.fingerprint or not other.fingerprint:
        return Affinity(share, None)
    days = _count_days(one, other) if timely else 0.0
    dated = not _is_undated(one) and not _is_undated(other)
    affinity = compare(one.fingerprint, other.fingerprint, days, background, dated)
    if affinity.score >= DOUBTED and not copied and _is_column(one, other):
        return replace(affinity, score=0.0, clash="one form filled in for two days")
    return replace(affinity, score=max(affinity.score, share if share >= 0.5 else 0.0))


def _is_column(one: Document, other: Document) -> bool:
    """Whether they are what one outlet prints every day or week in one form: the markets, the weather."""
    days = [d.fingerprint.days[:1] for d in (one, other) if d.fingerprint]
    apart = one.outlet == other.outlet and all(days) and days[0] != days[1]
    return apart and shingles.compare(one.text, other.text).template


def _count_days(one: Document, other: Document) -> float:
    """Days apart. What has no date of its own was written before it was received, nobody knows how long before."""
    apart = _day(one) - _day(other)
    if _is_undated(one) and _is_undated(other):
        return UNDATED
    if _is_undated(one) or _is_undated(other):
        later = apart if _is_undated(one) else -apart
        return DOUBTFUL + (min(later, UNDATED - DOUBTFUL) if later > 0 else -later)
    return abs(apart)


def _is_undated(document: Document) -> bool:
    return document.published_precision == "none"


def _day(document: Document) -> float:
    return datetime.fromisoformat(document.dated_at).replace(tzinfo=UTC).timestamp() / 86_400


def list_decided(document: Document, kind: str) -> list[int]:
    """The other documents (their first versions' ids) that the reader joined to this one, or parted from it."""
    pairs = [(d.subject, d.value) for d in document.decisions if d.kind == kind]
    names = [other if subject == document.subject else subject for subject, other in pairs]
    return sorted(int(name.rpartition(":")[2]) for name in names)


def find_bound(members: Sequence[Document], least: float, background: Background) -> list[list[Document]]:
    """The parts of a story that hang together by affinity, by copying or by the reader's word."""
    parts: list[list[Document]] = []
    for member in members:
        joined = set(list_decided(member, "join"))
        touching = [
            part
            for part in parts
            if any(other.version_of in joined or weigh(member, other, background).score >= least for other in part)
        ]
        parts = [part for part in parts if part not in touching] + [[m for part in touching for m in part] + [member]]
    return parts


@dataclass(frozen=True, slots=True)
class Halves:
    """Two events that one story proved to tell: who tells which, and a name on each side that the other lacks."""

    sides: tuple[list[Document], list[Document]]
    names: tuple[str, str]


def find_halves(members: Sequence[Document], measure: Callable[..., Background]) -> Halves | None:
    """The two events that the documents of one story prove to tell; None where it is one, as it mostly is.

    SIDE documents at least stand on each side, copies not counted. They agree with each other but less with the other
    side, whatever the day, and it makes them surer to be two where each side has a rare name that the other lacks. Of
    many documents SAMPLE, evenly spaced, decide. What the reader joined is never divided.
    """
    own = _list_own(members)
    if not _is_due(len(own)) or any(list_decided(member, "join") for member in members):
        return None
    asked = _sample(own, SAMPLE)
    background = measure(*asked)
    found = link_by_mean(_compare_pairs(asked, background), SIDE)
    if not found:
        return None
    one, other = ([asked[i] for i in rows] for rows in found.groups)
    names = _find_names_apart(one, other, found.mean, background)
    return Halves(_gather(members, (one, other), background), names) if names else None


def _list_own(members: Sequence[Document]) -> list[Document]:
    return [member for member in members if member.fingerprint and not member.duplicate_of]


def _sample(members: Sequence[Document], most: int) -> list[Document]:
    return [members[i * len(members) // most] for i in range(most)] if len(members) > most else list(members)


def _compare_all(member: Document, others: Sequence[Document], background: Background) -> list[float]:
    return [weigh(member, other, background, timely=False).score for other in others]


def _compare_pairs(members: Sequence[Document], background: Background) -> NDArray[np.float64]:
    likeness = np.eye(len(members))
    for i, member in enumerate(members):
        likeness[i, :i] = likeness[:i, i] = _compare_all(member, members[:i], background)
    return likeness


def _find_names_apart(
    one: Sequence[Document], other: Sequence[Document], mean: float, background: Background
) -> tuple[str, str] | None:
    """What each side names and the other does not, where that and their mean affinity prove two events."""
    here, there = _find_contrast(one, other, background), _find_contrast(other, one, background)
    return (here[1], there[1]) if mean < TWO + CONTRAST * min(here[0], there[0]) else None


def _is_due(documents: int) -> bool:
    """Looked at with every document while they are few, then with every fourth: so it costs the same by document."""
    return documents >= 2 * SIDE and (documents <= 4 * SIDE or documents % 4 == 0)


def _find_contrast(one: Sequence[Document], other: Sequence[Document], background: Background) -> tuple[float, str]:
    """The word of a name that `one` has and `other` lacks: the difference of its shares, less where it is common."""
    here, there = (
        Counter(word for d in side if d.fingerprint for word in d.fingerprint.names) for side in (one, other)
    )
    weighed = (
        ((count / len(one) - there[word] / len(other)) * background.of(word) / MOST_OF_ONE, word)
        for word, count in here.items()
    )
    return max(weighed, default=(0.0, ""))


def _gather(
    members: Sequence[Document], sides: tuple[list[Document], list[Document]], background: Background
) -> tuple[list[Document], list[Document]]:
    """Every member on the side it is most like; a copy goes with its original."""
    place = {member.id: n for n, side in enumerate(sides) for member in side}
    for member in members:
        if member.id not in place:
            place[member.id] = place.get(member.duplicate_of or 0, _find_side(member, sides, background))
    first, second = ([member for member in members if place[member.id] == n] for n in (0, 1))
    return first, second


def _find_side(member: Document, sides: Sequence[Sequence[Document]], background: Background) -> int:
    return int(np.argmax([np.mean(_compare_all(member, side, background)) for side in sides]))


@dataclass(frozen=True, slots=True)
class Linkage:
    """Two groups of rows, and how much alike a row of the one is to a row of the other on average."""

    groups: tuple[list[int], list[int]]
    mean: float


def link_by_mean(likeness: NDArray[np.float64], least: int) -> Linkage | None:
    """The last two groups of `least` rows each to become one by average linkage (UPGMA, Sokal and Michener 1958)."""
    groups, sums, last = [[i] for i in range(len(likeness))], likeness.copy(), None
    while len(groups) > 1:
        sizes = np.array([len(group) for group in groups])
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -1)
        here, there = sorted(divmod(int(means.argmax()), len(groups)))
        if min(sizes[here], sizes[there]) >= least:
            last = Linkage((list(groups[here]), list(groups[there])), float(means[here, there]))
        groups[here] += groups.pop(there)
        sums[here] += sums[there]
        sums[:, here] += sums[:, there]
        sums = np.delete(np.delete(sums, there, 0), there, 1)
    return last
