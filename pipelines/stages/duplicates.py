"""Which earlier document this one repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from monitor.document import Document
from pipelines.stage import Changes, Corpus


@dataclass(frozen=True)
class DuplicatesStage:
    """Marks exact copies: the same words in the same order, whatever the case, spacing and punctuation.

    The oldest of equal texts (by date, then content hash) is the original; a document that arrives late with an
    earlier date takes that place from the one that had it.
    """

    name: ClassVar[str] = "duplicates"
    version: ClassVar[str] = "1"
    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    gives: ClassVar[frozenset[str]] = frozenset({"duplicate_of", "copied_share"})

    @property
    def model(self) -> str:
        """No model."""
        return ""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Point each document at the original of its text, and copies stored earlier at the new original."""
        changed: dict[int, Document] = {}
        for document in batch:
            copies = [
                c for c in corpus.find_same_text(document.text, outside=document.version_of) if c.id != document.id
            ]
            first, *later = sorted([*copies, document], key=_age)
            for copy in (first, *later):
                changed[copy.id] = replace(
                    copy,
                    duplicate_of=None if copy is first else first.id,
                    copied_share=0.0 if copy is first else 1.0,
                )
        ids = {document.id for document in batch}
        others = tuple(d for i, d in changed.items() if i not in ids)
        return Changes([changed[document.id] for document in batch], others)


def _age(document: Document) -> tuple[str, str, int]:
    return document.dated_at, document.content_hash, document.id
