"""The stories that a document touches, opened: which of their documents, and it, are on one event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from operator import attrgetter

import numpy as np

from monitor.document import Document
from pipelines.stories.linkage import gather, link
from pipelines.stories.pairs import count_days, list_decided

AGE = attrgetter("age")
SETTLED = 4.0  # days: what has stood together for longer is divided no more


@dataclass(frozen=True)
class Opening:
    """A document and the other documents of some stories; in `story` each has noted how sure it is of others.

    A copy goes with its original and has no vote, so that a text counts once however many print it. Of a story of more
    than `most` documents those nearest to the newcomer vote, and it is divided no more.
    """

    document: Document
    stories: Mapping[int, Sequence[Document]]
    before: int | None  # the story among these that it, or an earlier version of it, was in
    copied: float  # a copy of that share is on its original's event
    most: int

    def group(self, joins: float, leaves: float) -> list[list[Document]]:
        """All documents by event, those of one oldest first.

        Average linkage joins what is alike by `joins`; where the document was, it stays while that is `leaves`.
        """
        rows = [document for document in self._all.values() if document.id not in self._hosts]
        likeness = np.array([[-np.inf if are_decided(a, b, "part") else liken(a, b) for b in rows] for a in rows])
        place = {row.id: n for n, row in enumerate(rows)}
        bound = [*self._bind(), *self._stay(leaves), *([row] for row in rows)]
        units = gather([place[d.id] for d in unit if d.id in place] for unit in bound)
        groups = [[rows[n] for n in group] for group in link(likeness, units, joins)]
        home = {row.id: group for group in groups for row in group}
        for rider, host in self._hosts.items():
            home[rider] = home[host]
            home[host].append(self._all[rider])
        return sorted((sorted(group, key=AGE) for group in groups), key=lambda group: group[0].age)

    def find_original(self, document: Document) -> Document | None:
        """What it copies enough of, where that is here and the reader has not parted them."""
        original = self._all.get(document.duplicate_of or 0) if document.copied_share >= self.copied else None
        return original if original and not are_decided(document, original, "part") else None

    @cached_property
    def _all(self) -> dict[int, Document]:
        members = [self.document, *(member for members in self.stories.values() for member in members)]
        return {member.id: member for member in sorted(members, key=AGE)}

    @cached_property
    def _hosts(self) -> dict[int, int]:
        """With whom those go who have no vote."""
        found = {d.id: original.id for d in self._all.values() if (original := self.find_original(d))}
        for members in self.stories.values():
            own = sorted((m for m in members if m.id not in found), key=lambda m: -liken(self.document, m))
            found |= {member.id: own[0].id for member in own[self.most :]}
        return found

    def _bind(self) -> Iterator[Sequence[Document]]:
        """Those that stay together: what the reader joined with its stories, what many tell, what is settled."""
        for one, other in combinations(self._all.values(), 2):
            if are_decided(one, other, "join"):
                yield one, other
        for number, members in self.stories.items():
            if number == self.before and list_decided(self.document, "part"):
                continue
            if len(members) > self.most or any(list_decided(member, "join") for member in members):
                yield members
            yield [m for m in members if m.dated_at < self.document.dated_at and self._is_settled(m)]
        own = self.stories.get(self.before or 0, ())
        if list_decided(self.document, "join") and not self._parts(own):
            yield [self.document, *own]

    def _is_settled(self, member: Document) -> bool:
        return count_days(self.document, member) > SETTLED

    def _parts(self, own: Sequence[Document]) -> bool:
        return any(are_decided(one, other, "part") for one in own for other in self._all.values())

    def _stay(self, leaves: float) -> Iterator[Sequence[Document]]:
        """The document and the nearest of those that it stood with."""
        own = [m for m in self.stories.get(self.before or 0, ()) if not are_decided(m, self.document, "part")]
        likeness = [liken(self.document, member) for member in own]
        if own and sum(likeness) / len(own) >= leaves:
            yield self.document, own[likeness.index(max(likeness))]


def liken(one: Document, other: Document) -> float:
    """How sure it was that both are on one event when the later of them came; below 0 where they clash."""
    sure = [a.story.near[b.id] for a, b in ((one, other), (other, one)) if a.story and b.id in a.story.near]
    return max(sure, default=0.0)


def are_decided(one: Document, other: Document, kind: str) -> bool:
    """Whether the reader joined the two, or parted them."""
    return other.version_of in list_decided(one, kind) or one.version_of in list_decided(other, kind)
