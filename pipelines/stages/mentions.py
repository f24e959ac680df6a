"""What a document names: entities, places, amounts, dates and quotes, each with its span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document, Mention
from monitor.watchlist import WatchList
from pipelines.gazetteer import load_gazetteer


@dataclass(frozen=True)
class MentionsStage:
    """Finds what the watch list names, countries and cities, and by rules what nobody listed."""

    name: ClassVar[str] = "mentions"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset(
        {"title", "text", "language", "dated_at", "published_at", "published_precision"}
    )
    gives: ClassVar[frozenset[str]] = frozenset({"mentions", "amounts", "dates", "quotes"})

    watchlist: WatchList

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Fill mentions, amounts, dates and quotes."""
        return [self._read(document) for document in batch]

    def _read(self, document: Document) -> Document:
        return replace(document, mentions=find_mentions(self.watchlist, document))


def find_mentions(watchlist: WatchList, document: Document) -> tuple[Mention, ...]:
    """Everything the document names, by field and place."""
    contents = {"title": document.title, "text": document.text}
    found = load_gazetteer(watchlist).find(document.title, document.text, document.language)
    return tuple(Mention(f.field, f.start, f.end, contents[f.field][f.start : f.end], f.claim.tag) for f in found)
