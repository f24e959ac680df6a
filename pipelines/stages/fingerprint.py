"""What a document is recognised by among others on the same event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from monitor.document import Document
from pipelines.embeddings import Embedder, choose_embedder
from pipelines.stories.fingerprints import make_fingerprint, read_for_vector


@dataclass(frozen=True)
class FingerprintStage:
    """Gathers names, numbers, places, days and identifying numbers, and the vector of the headline and the lead."""

    embedder: Embedder = field(default_factory=lambda: choose_embedder(""), compare=False)

    name: ClassVar[str] = "fingerprint"
    version: ClassVar[str] = "4"
    needs: ClassVar[frozenset[str]] = frozenset(
        {"title", "text", "language", "mentions", "amounts", "dates", "translations", "dated_at"}
    )
    gives: ClassVar[frozenset[str]] = frozenset({"fingerprint"})

    @property
    def model(self) -> str:
        """The embedder's name."""
        return self.embedder.name

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with its fingerprints. Raises Postpone where the model is missing."""
        read = [read_for_vector(document, self.embedder.english_only) for document in batch]
        vectors = self.embedder.embed([text for text, _ in read]).astype(np.float16)
        return [
            replace(document, fingerprint=make_fingerprint(document, language, vector.tobytes()))
            for document, (_, language), vector in zip(batch, read, vectors, strict=True)
        ]
