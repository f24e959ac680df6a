"""What a stage is, and how it says that a document cannot go on.

A stage is a frozen dataclass. Its fields are its configuration (they make its settings hash); fields marked
`field(compare=False)` are equipment, such as a loaded model, and make no difference to the output.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from monitor.document import Document
from monitor.store.steps import Signature


class Reject(Exception):
    """This document will never be processed; the message says why."""


class Postpone(Exception):
    """This stage cannot work now; the batch stays pending. The message says what is missing and what fetches it."""


class Stage(Protocol):
    """One step on a document's way. Takes a batch and returns as many documents in the same order."""

    name: ClassVar[str]  # in settings, history, logs
    version: ClassVar[str]  # change it when output may change: documents become pending again
    needs: ClassVar[frozenset[str]]  # Document fields it reads
    gives: ClassVar[frozenset[str]]  # fields it fills, no others

    @property
    def model(self) -> str:
        """The model behind the output, "" where none is; part of what makes a document pending again."""

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with the fields in `gives` filled. May raise Reject, Postpone."""


class Corpus(Protocol):
    """What a corpus stage may ask of everything stored."""

    def find_sharing(self, shingles: Sequence[int], dated_at: str, days: int) -> list[Document]:
        """The current documents dated within `days` of `dated_at` that share sampled shingles, most first."""

    def find_repeated(self, outlet: str, text: str) -> Mapping[str, float]:
        """The lines of a received `text`, as they came, that its outlet repeats: in what share of its documents."""

    def find_story(self, document_id: int) -> int | None:
        """The story this document, or an earlier version of it, belongs to."""

    def find_near(self, document: Document, done: frozenset[int], days: int, most: int) -> list[Document]:
        """Documents in stories: the `most` nearest by vector within `days`, as many by the rare names they share.

        Of the later ones those that were in a story before this pass, or are among `done`.
        """

    def count_names(self, words: Sequence[str], dated_at: str) -> tuple[dict[str, int], int]:
        """In how many documents of the month before `dated_at` each word of a name stands, and how many those are.

        Both are counted up to a limit, so that asking costs the same however much is stored.
        """

    def find_members(self, story_id: int) -> list[Document]:
        """The current documents of a story."""

    def new_story_ids(self) -> Iterator[int]:
        """Story numbers never used before, ascending."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a corpus stage did: to the batch it was given (as many, same order) and to documents outside it."""

    documents: list[Document]
    others: tuple[Document, ...] = ()
    merged: Mapping[int, int] = field(default_factory=dict)  # stories that became part of another, in that order


class CorpusStage(Protocol):
    """A stage that looks beyond its batch. The runner commits all its changes in one transaction."""

    name: ClassVar[str]
    version: ClassVar[str]
    needs: ClassVar[frozenset[str]]
    gives: ClassVar[frozenset[str]]

    @property
    def model(self) -> str:
        """As for Stage."""

    def find_changes(self, batch: Sequence[Document], corpus: Corpus) -> Changes:
        """Return the batch with the fields in `gives` filled, and the other documents this changes."""


AnyStage = Stage | CorpusStage


def sign(stage: AnyStage) -> Signature:
    """What makes a document pending again when it changes."""
    return Signature(stage.name, stage.version, stage.model, settings_hash(stage))


def settings_hash(stage: Any) -> str:
    """Eight hexadecimal digits that change with the stage's configuration."""
    configuration = {f.name: getattr(stage, f.name) for f in dataclasses.fields(stage) if f.compare}
    text = json.dumps(configuration, default=_plain, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.compare}
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a stage's settings; mark it field(compare=False)")
