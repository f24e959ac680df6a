"""How sure it is that two documents are on one event, copies and the reader's word included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.document import Document
from pipelines.stories import shingles
from pipelines.stories.affinity import CLASHING, DOUBTFUL, UNDATED, Affinity, Background, compare

DOUBTED = 0.2  # an affinity below this joins nothing anyway


def weigh(one: Document, other: Document, background: Background) -> Affinity:
    """The affinity of two documents; a whole copy is as sure as its share, whatever its headline says."""
    shares = [d.copied_share for d in (one, other) if d.duplicate_of in (one.id, other.id)]
    share = max(shares, default=0.0)
    if not one.fingerprint or not other.fingerprint:
        return Affinity(share, None)
    dated = not _is_undated(one) and not _is_undated(other)
    affinity = compare(one.fingerprint, other.fingerprint, count_days(one, other), background, dated)
    if affinity.score >= DOUBTED and not shares and _is_column(one, other):
        return replace(affinity, score=CLASHING, clash="one form filled in for two days")
    return replace(affinity, score=max(affinity.score, share if share >= 0.5 else CLASHING))


def _is_column(one: Document, other: Document) -> bool:
    """Whether they are what one outlet prints every day or week in one form: the markets, the weather."""
    days = [d.fingerprint.days[:1] for d in (one, other) if d.fingerprint]
    apart = one.outlet == other.outlet and all(days) and days[0] != days[1]
    return apart and shingles.compare(one.text, other.text).template


def count_days(one: Document, other: Document) -> float:
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
