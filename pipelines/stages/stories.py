"""The story a document belongs to, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, StoryLink
from pipelines.stage import Changes, Corpus

FIRST = "the first to tell it"


@dataclass(frozen=True)
class StoriesStage:
    """Gives a new version the story of the version it replaces, a copy the story of its original, others a new one."""

    name: ClassVar[str] = "stories"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"duplicate_of", "title", "text"})
    gives: ClassVar[frozenset[str]] = frozenset({"story"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Link each document, oldest first, to its story."""
        fresh = corpus.new_story_ids()
        links: dict[int, StoryLink] = {}
        for document in batch:
            links[document.id] = _join(document, links, corpus) or StoryLink(next(fresh), 1.0, FIRST)
        return Changes([replace(document, story=links[document.id]) for document in batch])


def _join(document: Document, links: dict[int, StoryLink], corpus: Corpus) -> StoryLink | None:
    if document.duplicate_of:
        original = links.get(document.duplicate_of)
        story_id = original.story_id if original else corpus.find_story(document.duplicate_of)
        if story_id:
            return StoryLink(story_id, document.copied_share, f"a copy of document {document.duplicate_of}")
    story_id = corpus.find_story(document.id)
    reason = "an earlier version was part of it" if document.version > 1 else FIRST
    return StoryLink(story_id, 1.0, reason) if story_id else None
