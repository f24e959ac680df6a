"""What the reader decided of a document, put in place of what a stage found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from monitor.document import Document, Tag, TagKind, TagScore

READERS_WORD = "the reader's decision"


def keep_language(document: Document) -> Document:
    """The document in the language the reader gave it, if any; stretches marked as that language no longer are."""
    language = next((d.value for d in document.decisions if d.kind == "language"), None)
    if language is None:
        return document
    spans = tuple(span for span in document.language_spans if span.language != language)
    return replace(document, language=language, language_confidence=1.0, language_spans=spans)


def keep_tags(document: Document, found: Sequence[TagScore]) -> tuple[TagScore, ...]:
    """The tags found, with those the reader added, which come first, and without those the reader removed."""
    decided = {d.value: d.kind for d in document.decisions if d.kind in ("tag", "untag")}
    added = [
        TagScore(Tag(cast(TagKind, kind), name), 1.0, READERS_WORD)
        for kind, _, name in (value.partition(":") for value, decision in decided.items() if decision == "tag")
    ]
    return (*added, *(score for score in found if f"{score.tag.kind}:{score.tag.name}" not in decided))
