"""Stories while documents are put into them, one after another: what fits where, what becomes one, what comes apart.

Nothing here decides twice: a document is compared with those before it, and what the past decided stands unless a
document joins two stories, leaves one, or the reader says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from monitor.document import Document, StoryLink
from pipelines.stage import Corpus
from pipelines.stories.affinity import Affinity, Rarity, compare

VOTES = 4  # members by whose affinity a story is judged: one may be like it by chance
LOOKED_AT = 5  # members of each story that are compared before the two become one


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a document fits a story: the mean affinity with the members nearest to it, nearest first."""

    story_id: int
    score: float
    nearest: tuple[tuple[Document, Affinity], ...]


@dataclass
class Clusters:
    """The stories as the corpus has them, and what has changed since: `links` holds every document that was moved."""

    corpus: Corpus
    days: int
    most: int
    links: dict[int, StoryLink] = field(default_factory=dict)
    moved: dict[int, Document] = field(default_factory=dict)
    _fresh: Iterator[int] | None = None

    def new_story(self) -> int:
        """A number never used before."""
        self._fresh = self._fresh or self.corpus.new_story_ids()
        return next(self._fresh)

    def link(self, document: Document, link: StoryLink) -> None:
        """Put the document into the story."""
        self.links[document.id] = replace(link, score=round(link.score, 3))
        self.moved[document.id] = document

    def find_link(self, document: Document, story_id: int | None) -> StoryLink | None:
        """How this very version stood in the story until now."""
        members = self.find_members(story_id) if story_id else []
        return next((m.story for m in members if m.id == document.id), None)

    def find_story(self, document_id: int) -> int | None:
        """The story that this document or an earlier version of it is in."""
        link = self.links.get(document_id)
        return link.story_id if link else self.corpus.find_story(document_id)

    def find_members(self, story_id: int, but: Document | None = None) -> list[Document]:
        """The documents of a story, oldest first, without `but` and its other versions."""
        stored = [d for d in self.corpus.find_members(story_id) if d.id not in self.links]
        here = [self.moved[i] for i, link in self.links.items() if link.story_id == story_id]
        others = [d for d in (*stored, *here) if but is None or d.version_of != but.version_of]
        return sorted(others, key=_age)

    def find_fits(self, document: Document) -> list[Fit]:
        """The stories that have documents like this one, the best first; those it is parted from left out."""
        by_story: dict[int, list[tuple[Document, Affinity]]] = defaultdict(list)
        for other, affinity in self.find_near(document):
            story_id = self._story_of(other)
            if story_id:
                by_story[story_id].append((other, affinity))
        barred = {self.find_story(i) for i in list_decided(document, "part")}
        fits = [_fit(story_id, near, document) for story_id, near in by_story.items() if story_id not in barred]
        return sorted(fits, key=lambda fit: (-fit.score, fit.story_id))

    def find_near(self, document: Document) -> list[tuple[Document, Affinity]]:
        """The documents most like this one that are in a story, the nearest first."""
        if not document.fingerprint:
            return []
        rarity = self._rarity(document)
        near = self.corpus.find_near(document, frozenset(self.links), self.days, self.most)
        found = [(other, weigh(document, other, rarity)) for other in near if other.version_of != document.version_of]
        return sorted(found, key=lambda pair: (-pair[1].score, _age(pair[0])))

    def _story_of(self, document: Document) -> int | None:
        link = self.links.get(document.id) or document.story
        return link.story_id if link else None

    def _rarity(self, document: Document) -> Rarity:
        names = document.fingerprint.names if document.fingerprint else {}
        counts, documents = self.corpus.count_names(tuple(names), document.dated_at)
        return Rarity(counts, documents)

    # ------------------------------------------------------------------------------------------ one, and apart

    def merge(self, one: int, other: int, why: str) -> int:
        """Make one story of two: the older number stays, and what came with the other says so."""
        kept, gone = sorted((one, other))
        for member in self.find_members(gone):
            link = self.links.get(member.id) or member.story
            reason = f"{link.reason if link else ''}; came with story {gone}, {why}".removeprefix("; ")
            self.link(member, StoryLink(kept, link.score if link else 1.0, reason))
        return kept

    def may_merge(self, one: int, other: int, between: Document, least: float) -> bool:
        """Whether two stories may be one: nobody is parted, and without the document between them they still agree."""
        here, there = self.find_members(one, between), self.find_members(other, between)
        parted = {m.version_of for m in there}
        if any(not parted.isdisjoint(list_decided(m, "part")) for m in here):
            return False
        rarity = self._rarity(between)
        scores = [weigh(a, b, rarity).score for a in here[-LOOKED_AT:] for b in there[:LOOKED_AT]]
        return not scores or sum(scores) / len(scores) >= least

    def part(self, story_id: int, one: Document, other: Document) -> None:
        """Make two stories of one: each member goes with whom it is more like; the larger part keeps the number."""
        rarity = self._rarity(one)
        sides: tuple[list[Document], list[Document]] = ([one], [other])
        for member in self.find_members(story_id):
            if member.version_of not in (one.version_of, other.version_of):
                likes = [weigh(member, each, rarity).score for each in (one, other)]
                sides[likes[1] >= likes[0]].append(member)
        self._divide(story_id, sides, f"you parted document {one.version_of} from document {other.version_of}")

    def split(self, story_id: int, least: float) -> None:
        """Divide a story whose members are no longer all bound to each other; the largest part keeps the number.

        Looked at only where a member left it; a story of more than `most` documents stays whole.
        """
        members = self.find_members(story_id)
        if 1 < len(members) <= self.most:
            parts = _connect(members, least, self._rarity(members[0]))
            if len(parts) > 1:
                self._divide(story_id, parts, f"what bound it to the rest of story {story_id} has gone")

    def _divide(self, story_id: int, parts: Iterable[Sequence[Document]], why: str) -> None:
        ranked = sorted(parts, key=lambda part: (-len(part), min(map(_age, part))))
        for part in ranked[1:]:
            fresh = self.new_story()
            for member in part:
                self.link(member, StoryLink(fresh, 1.0, why))
        for member in ranked[0]:
            if member.id in self.links:
                self.links[member.id] = replace(self.links[member.id], story_id=story_id)


def list_decided(document: Document, kind: str) -> list[int]:
    """The other documents (their first versions' ids) that the reader joined to this one, or parted from it."""
    pairs = [(d.subject, d.value) for d in document.decisions if d.kind == kind]
    names = [other if subject == document.subject else subject for subject, other in pairs]
    return sorted(int(name.rpartition(":")[2]) for name in names)


def weigh(one: Document, other: Document, rarity: Rarity) -> Affinity:
    """The affinity of two documents; a whole copy is as sure as its share, whatever its headline says."""
    copied = other.id == one.duplicate_of or one.id == other.duplicate_of
    share = max((d.copied_share for d in (one, other) if copied and d.duplicate_of in (one.id, other.id)), default=0.0)
    if not one.fingerprint or not other.fingerprint:
        return Affinity(share, None)
    dated = one.published_precision != "none" and other.published_precision != "none"
    days = abs(_day(one) - _day(other)) if dated else None
    affinity = compare(one.fingerprint, other.fingerprint, days, rarity, copied)
    return replace(affinity, score=max(affinity.score, share if share >= 0.5 else 0.0))


def _fit(story_id: int, near: Sequence[tuple[Document, Affinity]], document: Document) -> Fit:
    """Copies of one text have one vote; a story is vetoed where half of those who could contradict do."""
    voters = {other.duplicate_of or other.id: (other, affinity) for other, affinity in reversed(near)}
    votes = sorted(voters.values(), key=lambda pair: (-pair[1].score, _age(pair[0])))
    asked = [affinity for other, affinity in votes if _share_identifiers(document, other)]
    vetoed = asked and 2 * sum(bool(a.clash) for a in asked) >= len(asked)
    counted = [affinity.score for _, affinity in votes[:VOTES]]
    return Fit(story_id, 0.0 if vetoed else sum(counted) / len(counted), tuple(votes))


def _share_identifiers(one: Document, other: Document) -> bool:
    kinds: list[Mapping[str, str]] = [d.fingerprint.identifiers for d in (one, other) if d.fingerprint]
    return len(kinds) == 2 and not kinds[0].keys().isdisjoint(kinds[1])


def _connect(members: Sequence[Document], least: float, rarity: Rarity) -> list[list[Document]]:
    """The parts of a story that hang together by affinity, by copying or by the reader's word."""
    parts: list[list[Document]] = []
    for member in members:
        joined = set(list_decided(member, "join"))
        touching = [
            part
            for part in parts
            if any(other.version_of in joined or weigh(member, other, rarity).score >= least for other in part)
        ]
        parts = [part for part in parts if part not in touching] + [[m for part in touching for m in part] + [member]]
    return parts


def _day(document: Document) -> float:
    return datetime.fromisoformat(document.dated_at).replace(tzinfo=UTC).timestamp() / 86_400


def _age(document: Document) -> tuple[str, str, int]:
    return document.dated_at, document.content_hash, document.id
