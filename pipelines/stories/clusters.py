"""Stories while documents are put into them, one after another: what fits where, what becomes one, what comes apart.

Nothing here decides twice: a document is compared with those before it, and what the past decided stands unless a
document joins two stories, leaves one, or the reader says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.document import Document, StoryLink
from pipelines.stage import Corpus
from pipelines.stories.affinity import Affinity, Background
from pipelines.stories.parts import find_bound, find_halves, list_decided, weigh

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
    merged: dict[int, int] = field(default_factory=dict)  # the number given up, the one that stays
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
        """The stories that have documents like this one, the best first; those it is parted from left out.

        Its own story stays, until `part` has divided it: so the larger part keeps the number.
        """
        by_story: dict[int, list[tuple[Document, Affinity]]] = defaultdict(list)
        for other, affinity in self.find_near(document):
            story_id = self._story_of(other)
            if story_id:
                by_story[story_id].append((other, affinity))
        barred = {self.find_story(i) for i in list_decided(document, "part")} - {self.find_story(document.id)}
        fits = [_fit(story_id, near, document) for story_id, near in by_story.items() if story_id not in barred]
        return sorted(fits, key=lambda fit: (-fit.score, fit.story_id))

    def find_near(self, document: Document) -> list[tuple[Document, Affinity]]:
        """The documents most like this one that are in a story, and those of the story it is in, the nearest first."""
        if not document.fingerprint:
            return []
        before = self.find_story(document.id)
        around = self.corpus.find_near(document, frozenset(self.links), self.days, self.most)
        beside = self.find_members(before, document)[: self.most] if before else []
        known = {other.id: other for other in (*around, *beside) if other.version_of != document.version_of}
        near = known.values()
        background = self.measure_background(document, company=near)
        found = [(other, weigh(document, other, background)) for other in near]
        return sorted(found, key=lambda pair: (-pair[1].score, _age(pair[0])))

    def _story_of(self, document: Document) -> int | None:
        link = self.links.get(document.id) or document.story
        return link.story_id if link else None

    def measure_background(self, *documents: Document, company: Iterable[Document] = ()) -> Background:
        """Of the names in these documents, at the date of the last of them, and of their `company`, else themselves."""
        names = dict.fromkeys(name for d in documents if d.fingerprint for name in d.fingerprint.names)
        around = tuple(d.fingerprint for d in company or documents if d.fingerprint and not d.duplicate_of)
        return Background(*self.corpus.count_names(tuple(names), documents[-1].dated_at), around)

    # ------------------------------------------------------------------------------------------ one, and apart

    def merge(self, one: int, other: int, why: str) -> int:
        """Make one story of two: the older number stays, and what came with the other says so."""
        kept, gone = sorted((one, other))
        self.merged[gone] = kept
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
        nearest = here[-LOOKED_AT:], there[:LOOKED_AT]
        background = self.measure_background(*nearest[0], *nearest[1])
        scores = [weigh(a, b, background).score for a in nearest[0] for b in nearest[1]]
        return not scores or sum(scores) / len(scores) >= least

    def part(self, story_id: int, one: Document, other: Document) -> None:
        """Make two stories of one: each member goes with whom it is more like; the larger part keeps the number.

        A member that the reader parted from one of them too goes with the other.
        """
        members = self.find_members(story_id)
        background = self.measure_background(one, other, company=members)
        sides: tuple[list[Document], list[Document]] = ([one], [other])
        for member in members:
            if member.version_of not in (one.version_of, other.version_of):
                parted = list_decided(member, "part")
                likes = [
                    (each.version_of not in parted, weigh(member, each, background).score) for each in (one, other)
                ]
                sides[likes[1] >= likes[0]].append(member)
        self._divide(story_id, sides, f"you parted document {one.version_of} from document {other.version_of}")

    def split(self, story_id: int, least: float) -> None:
        """Divide a story whose members are no longer all bound to each other; the largest part keeps the number.

        Looked at only where a member left it; a story of more than `most` documents stays whole.
        """
        members = self.find_members(story_id)
        if 1 < len(members) <= self.most:
            parts = find_bound(members, least, self.measure_background(members[0], company=members))
            if len(parts) > 1:
                self._divide(story_id, parts, f"what bound it to the rest of story {story_id} has gone")

    def halve(self, story_id: int) -> None:
        """Divide a story that proves to be of two events; the larger part keeps the number."""
        members = self.find_members(story_id)
        if halves := find_halves(members, self.measure_background):
            names = " and others ".join(name.capitalize() for name in halves.names)
            self._divide(story_id, halves.sides, f"story {story_id} proved to be two events: some name {names}")

    def _divide(self, story_id: int, parts: Iterable[Sequence[Document]], why: str) -> None:
        ranked = sorted(parts, key=lambda part: (-len(part), min(map(_age, part))))
        for part in ranked[1:]:
            fresh = self.new_story()
            for member in part:
                self.link(member, StoryLink(fresh, 1.0, why))
        for member in ranked[0]:
            if member.id in self.links:
                self.links[member.id] = replace(self.links[member.id], story_id=story_id)


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


def _age(document: Document) -> tuple[str, str, int]:
    return document.dated_at, document.content_hash, document.id
