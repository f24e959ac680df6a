"""The story a document belongs to, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, StoryLink
from pipelines.stage import Changes, Corpus
from pipelines.stories.clusters import Clusters, Near
from pipelines.stories.opening import Opening
from pipelines.stories.pairs import list_decided
from pipelines.stories.reasons import explain

FIRST = "the first to tell it"
EARLIER = "an earlier version was part of it"
NOTED = 0.05  # a smaller affinity is as good as none; a clash is noted too


@dataclass(frozen=True)
class StoriesStage:
    """Puts each document, oldest first, into the story of its event, or begins a new one.

    The stories that a document touches are opened: their documents and it are linked anew, those that are alike by
    `joins` on average. The larger part of a story keeps its number, of two that become one the older stays. A copy goes
    with its original, a new version stays where the earlier one was while it fits by `leaves`, and what the reader
    joined or parted stays so. `joins` was set on what set the weights (affinity.py). A document is compared with the
    `most` documents nearest by meaning, dated up to `days` before or after it, and with as many by rare names, which
    may lie further: so strong evidence wakes a story that has been quiet for longer. A document without a date counts
    as written some time before it was received.
    """

    joins: float = 0.55
    leaves: float = 0.1
    copied: float = 0.5  # a copy of that share is on its original's event; a smaller one may quote the background
    days: int = 10
    most: int = 24

    name: ClassVar[str] = "stories"
    version: ClassVar[str] = "13"
    needs: ClassVar[frozenset[str]] = frozenset(
        {"fingerprint", "duplicate_of", "copied_share", "title", "text", "mentions", "amounts", "decisions", "dated_at"}
    )
    gives: ClassVar[frozenset[str]] = frozenset({"story"})

    @property
    def model(self) -> str:
        """No model: the vectors were made before."""
        return ""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Link each document, oldest first, to its story; the others are those that stories came to or left with."""
        clusters = Clusters(corpus, self.days, self.most)
        for document in batch:
            self._place(document, clusters)
        inside = {document.id for document in batch}
        linked = [replace(document, story=clusters.moved[document.id].story) for document in batch]
        others = [document for i, document in clusters.moved.items() if i not in inside]
        return Changes(linked, tuple(others), clusters.merged)

    def _place(self, document: Document, clusters: Clusters) -> None:
        before = clusters.find_story(document.id)
        beside = clusters.find_members(before) if before else []
        near = clusters.find_near(document, beside)
        noted = {other.id: round(affinity.score, 3) for other, affinity in near if abs(affinity.score) >= NOTED}
        document = replace(document, story=StoryLink(before or 0, 0.0, "", noted))
        opening = Opening(document, clusters.find_touched(document, before, near), before, self.copied, self.most)
        groups = opening.group(self.joins, self.leaves)
        heirs = {number: _find_heir(members, groups, document) for number, members in opening.stories.items()}
        for n, group in enumerate(groups):
            numbers = [number for number, heir in heirs.items() if heir == n]
            number = min(numbers, default=0) or clusters.new_story()
            clusters.merged |= dict.fromkeys(set(numbers) - {number}, number)
            self._move(group, number, numbers, opening, clusters)
            if document in group:
                earlier = next((d.story for d in beside if d.id == document.id), None)
                clusters.put(document, self._explain(opening, group, number, near, earlier))

    def _move(
        self, group: Iterable[Document], number: int, numbers: Sequence[int], opening: Opening, clusters: Clusters
    ) -> None:
        """Put those into story `number` that were in another; of the stories `numbers` it is the larger part."""
        one = opening.document
        joined, parted = list_decided(one, "join"), list_decided(one, "part")
        for member in group:
            if member.id != one.id and member.story and (old := member.story.story_id) != number:
                if old in numbers:
                    showed = f"when document {one.id} showed both to be one"
                    why = f"since you joined document {one.id}" if joined else showed
                    reason = f"{member.story.reason}; came with story {old}, {why}".removeprefix("; ")
                elif parted and old == opening.before:
                    reason = f"you parted document {one.version_of} from document {parted[0]}"
                else:
                    reason = f"document {one.id} showed that story {old} is two events"
                clusters.put(member, replace(member.story, story_id=number, reason=reason))

    def _explain(
        self, opening: Opening, group: Sequence[Document], number: int, near: Near, earlier: StoryLink | None
    ) -> StoryLink:
        """The story of the document, how sure that is, and why; what stays where it was keeps its reason."""
        document = opening.document
        noted = document.story.near if document.story else {}
        for partner in list_decided(document, "join"):
            if any(member.version_of == partner for member in group):
                return StoryLink(number, 1.0, f"you joined it to document {partner}", noted)
        if original := opening.find_original(document):
            reason = f"{document.copied_share:.0%} of it repeats document {original.id}"
            return StoryLink(number, document.copied_share, reason, noted)
        here = {member.id for member in group} - {document.id}
        alone = all(member.duplicate_of == document.id for member in group if member is not document)
        if earlier and earlier.story_id == number and not earlier.reason.startswith("you "):
            reason = earlier.reason.partition("; came with")[0] if alone else earlier.reason
            return replace(earlier, reason=reason, near=noted)
        bound = [(other, affinity) for other, affinity in near if other.id in here and not alone]
        if bound:
            score = sum(noted.get(i, 0.0) for i in here) / len(here)
            return StoryLink(number, score, explain(document, *bound[0]), noted)
        return StoryLink(number, 1.0, EARLIER if number == opening.before and document.version > 1 else FIRST, noted)


def _find_heir(members: Sequence[Document], groups: Sequence[Sequence[Document]], document: Document) -> int:
    """The number of the group that has most documents of a story; the document's, where the story was it alone."""
    ids = {member.id for member in members} or {document.id}
    return max(range(len(groups)), key=lambda n: (sum(member.id in ids for member in groups[n]), len(groups[n])))
