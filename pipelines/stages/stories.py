"""The story a document belongs to, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, StoryLink
from pipelines.stage import Changes, Corpus
from pipelines.stories.clusters import Clusters, Fit
from pipelines.stories.parts import list_decided
from pipelines.stories.reasons import explain

FIRST = "the first to tell it"
EARLIER = "an earlier version was part of it"


@dataclass(frozen=True)
class StoriesStage:
    """Puts each document, oldest first, into the story of its event, or begins a new one.

    A copy goes with its original, a new version stays where the earlier one was while it fits, and what the reader
    joined or parted stays so. Any other document joins the story it fits best, where it fits by `joins` at least. Two
    stories that it fits so become one where they agree by `merges` without it, and a story that proves to be two is
    divided. `joins` and `merges` were set on what set the weights (affinity.py). A document leaves a story that it
    fits by less than `leaves`. It is compared with the `most` documents nearest by meaning, dated up to `days` before
    or after it, and with as many by rare names, which may lie further: so strong evidence wakes a story that has been
    quiet for longer. A document without a date counts as written some time before it was received.
    """

    joins: float = 0.55
    merges: float = 0.5
    leaves: float = 0.1
    copied: float = 0.5  # a copy of that share is on its original's event; a smaller one may quote the background
    days: int = 10
    most: int = 24

    name: ClassVar[str] = "stories"
    version: ClassVar[str] = "10"
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
        linked = [replace(document, story=clusters.links[document.id]) for document in batch]
        others = [replace(d, story=clusters.links[i]) for i, d in clusters.moved.items() if i not in inside]
        return Changes(linked, tuple(others), clusters.merged)

    def _place(self, document: Document, clusters: Clusters) -> None:
        before = clusters.find_story(document.id)
        fits = clusters.find_fits(document)
        clusters.link(document, self._choose(document, before, fits, clusters))
        story_id = clusters.links[document.id].story_id
        bound = list_decided(document, "join")
        why = (
            f"since you joined document {document.id}"
            if bound
            else f"when document {document.id} showed both to be one"
        )
        for other in list(self._find_same(document, before, fits, clusters)):
            if other != story_id and clusters.may_merge(story_id, other, document, 0.0 if bound else self.merges):
                story_id = clusters.merge(story_id, other, why)
        if parted := list_decided(document, "part"):
            for partner in clusters.find_members(story_id, but=document):
                if partner.version_of in parted:
                    clusters.part(story_id, document, partner)
        if before and clusters.find_story(document.id) != before:
            clusters.split(before, self.leaves)
        if before is None:
            clusters.halve(story_id)

    def _choose(self, document: Document, before: int | None, fits: Sequence[Fit], clusters: Clusters) -> StoryLink:
        """The story, how sure that is, and why; what stays where it was keeps its reason."""
        for partner in list_decided(document, "join"):
            if story_id := clusters.find_story(partner):
                return StoryLink(story_id, 1.0, f"you joined it to document {partner}")
        original, share = document.duplicate_of, document.copied_share
        if original and share >= self.copied and original not in list_decided(document, "part"):
            story_id = clusters.find_story(original) or clusters.new_story()
            return StoryLink(story_id, share, f"{share:.0%} of it repeats document {original}")
        alone = _is_alone(document, before, clusters)
        stays = next((f for f in fits if f.story_id == before and f.score >= self.leaves and not alone), None)
        best = stays or next((f for f in fits if f.score >= self.joins and not (alone and f.story_id == before)), None)
        kept = clusters.find_link(document, before) if stays or (alone and not best) else None
        if kept and not kept.reason.startswith("you "):
            return replace(kept, reason=kept.reason.partition("; came with")[0]) if alone else kept
        if best:
            return StoryLink(best.story_id, best.score, explain(document, best))
        story_id = before if before and alone else clusters.new_story()
        return StoryLink(story_id, 1.0, EARLIER if story_id == before and document.version > 1 else FIRST)

    def _find_same(
        self, document: Document, before: int | None, fits: Sequence[Fit], clusters: Clusters
    ) -> Iterator[int]:
        """Stories that are one with its own: it fits them as well, was all there was of one, or the reader says so."""
        yield from (fit.story_id for fit in fits if fit.score >= self.joins)
        if before and (list_decided(document, "join") or _is_alone(document, before, clusters)):
            yield before


def _is_alone(document: Document, story_id: int | None, clusters: Clusters) -> bool:
    """Whether the story has nothing but this document and copies of it."""
    return bool(story_id) and all(m.duplicate_of == document.id for m in clusters.find_members(story_id or 0, document))
