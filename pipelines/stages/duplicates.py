"""Which earlier document this one repeats, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from monitor.document import Document
from pipelines.stage import Changes, Corpus
from pipelines.stories.shingles import Overlap, compare, sample_shingles

NOTHING = Overlap(0.0, ())


@dataclass(frozen=True)
class DuplicatesStage:
    """Finds the document that each text was copied from, whole or in part, within and across outlets.

    A copy shares at least `least` of its words with an earlier document. The oldest document (by date, then content
    hash) that explains the copy is its original; one that arrives late with an earlier date takes that place.
    A new version of a document is no copy of it. Copies are looked for among documents at most `days` older.
    """

    least: float = 0.3
    days: int = 60

    name: ClassVar[str] = "duplicates"
    version: ClassVar[str] = "3"
    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    gives: ClassVar[frozenset[str]] = frozenset({"duplicate_of", "copied_share", "own_spans", "shingles"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Point each document at its original, and stored copies of it that are younger as well."""
        sampled = [replace(d, shingles=sample_shingles(d.text)) for d in batch]
        near = {d.id: self._find_near(d, sampled, corpus) for d in sampled}
        judged = [self._judge(d, near[d.id]) for d in sampled]
        inside = {d.id for d in sampled}
        younger = {o.id: o for d in sampled for o in near[d.id] if o.id not in inside and d.age < o.age}
        others = [replace(o, shingles=sample_shingles(o.text)) for o in younger.values()]
        return Changes(judged, tuple(self._judge(o, self._find_near(o, sampled, corpus)) for o in others))

    def _find_near(self, document: Document, batch: Sequence[Document], corpus: Corpus) -> list[Document]:
        """Documents that share a sampled shingle: stored ones, and those of the batch, the most alike first."""
        stored = corpus.find_sharing(document.shingles, document.dated_at, self.days)
        ids = {d.id for d in batch}
        shingles = set(document.shingles)
        beside = [d for d in batch if shingles.intersection(d.shingles) and _days_apart(d, document) <= self.days]
        found = [*beside, *(d for d in stored if d.id not in ids)]
        return [d for d in found if d.id != document.id and d.version_of != document.version_of]

    def _judge(self, document: Document, near: Iterable[Document]) -> Document:
        """The document with its original: of those that explain nearly as much as the best, the oldest."""
        older = [d for d in near if d.age < document.age]
        overlaps = [(overlap, d) for d in older if not (overlap := compare(document.text, d.text)).template]
        most = max((overlap.share for overlap, _ in overlaps), default=0.0)
        near_best = [(overlap, d) for overlap, d in overlaps if overlap.share > most - 0.05]
        overlap, original = min(near_best, key=lambda pair: pair[1].age, default=(NOTHING, None))
        copy = original is not None and overlap.share >= self.least
        return replace(
            document,
            duplicate_of=original.id if copy and original else None,
            copied_share=round(overlap.share, 3),
            own_spans=overlap.own if copy else (),
        )


def _days_apart(one: Document, other: Document) -> float:
    """As the corpus counts them: a day without a time is its midnight, in UTC."""
    first, second = (datetime.fromisoformat(d.dated_at).replace(tzinfo=UTC) for d in (one, other))
    return abs((first - second).total_seconds()) / 86_400
