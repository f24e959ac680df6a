"""Stories while documents are put into them, one after another.

A document is compared once, with those before it, and how sure it is of each stays noted with it. The few stories that
it touches are then opened and linked anew: so it joins one, makes one of two, or shows that one is two events. All
other stories, and what is settled in these, stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monitor.document import Document, StoryLink
from pipelines.stage import Corpus
from pipelines.stories.affinity import Affinity, Background
from pipelines.stories.opening import AGE
from pipelines.stories.pairs import list_decided, weigh

TOUCHED = 0.1  # an affinity from which a story is opened
OPENED = 3  # stories opened for their affinity; five changed nothing in any set
VOTES = 3  # members by which a story is near

Near = Sequence[tuple[Document, Affinity]]  # the nearest first


@dataclass
class Clusters:
    """The stories as the corpus has them, and what has changed since: `moved` holds all that was put into a story."""

    corpus: Corpus
    days: int
    most: int
    moved: dict[int, Document] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)  # the number given up, the one that stays
    _fresh: Iterator[int] | None = None

    def new_story(self) -> int:
        """A number never used before."""
        self._fresh = self._fresh or self.corpus.new_story_ids()
        return next(self._fresh)

    def put(self, document: Document, link: StoryLink) -> None:
        """Put the document into the story."""
        self.moved[document.id] = replace(document, story=replace(link, score=round(max(link.score, 0.0), 3)))

    def find_story(self, document_id: int) -> int | None:
        """The story that this document or an earlier version of it is in."""
        moved = self.moved.get(document_id)
        return moved.story.story_id if moved and moved.story else self.corpus.find_story(document_id)

    def find_members(self, story_id: int) -> list[Document]:
        """The documents of a story, oldest first."""
        stored = [d for d in self.corpus.find_members(story_id) if d.id not in self.moved]
        here = [d for d in self.moved.values() if d.story and d.story.story_id == story_id]
        return sorted([*stored, *here], key=AGE)

    def find_near(self, document: Document, beside: Sequence[Document]) -> Near:
        """The documents in stories that are most like this one, and those `beside` it in its own."""
        if not document.fingerprint:
            return []
        around = self.corpus.find_near(document, frozenset(self.moved), self.days, self.most)
        known = {d.id: d for d in (*around, *beside[: self.most]) if d.version_of != document.version_of}
        company = tuple(d.fingerprint for d in known.values() if d.fingerprint and not d.duplicate_of)
        usual = self.corpus.count_names(tuple(document.fingerprint.names), document.dated_at)
        background = Background(*usual, company)
        found = [(other, weigh(document, other, background)) for other in known.values()]
        return sorted(found, key=lambda pair: (-pair[1].score, pair[0].age))

    def find_touched(self, document: Document, before: int | None, near: Near) -> dict[int, list[Document]]:
        """The stories to open, its own, its original's, those it is joined or near to: with all documents but this."""
        scores: dict[int, list[float]] = defaultdict(list)
        for other, affinity in near:
            if affinity.score >= TOUCHED and (story := self.find_story(other.id)):
                scores[story].append(affinity.score)
        nearness = {story: sum(found[:VOTES]) / len(found[:VOTES]) for story, found in scores.items()}
        nearest = sorted(nearness, key=lambda story: (-nearness[story], story))[:OPENED]
        others = [*list_decided(document, "join"), *filter(None, [document.duplicate_of])]
        found = dict.fromkeys(filter(None, [before, *map(self.find_story, others), *nearest]))
        return {n: [m for m in self.find_members(n) if m.version_of != document.version_of] for n in found}
