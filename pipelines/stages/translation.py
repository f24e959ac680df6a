"""The document in the languages of its readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from monitor.document import UNDETERMINED, Document, Field, Sentence, Translation
from pipelines.language.passages import find_passage
from pipelines.sentences import split_sentences
from pipelines.translation.guarantees import Checked, Passage, make_passage, translate_passages
from pipelines.translation.terms import Glossary
from pipelines.translation.translator import Translator, choose_translator


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence of a document's field, and the pair of languages it is to be translated between."""

    field: Field
    start: int
    end: int
    source: str
    passage: Passage


@dataclass(frozen=True)
class TranslationStage:
    """Translates titles into every reading language, whole texts into `full_text_languages`, sentence by sentence.

    What stands between two sentences stays, paragraph breaks included. A sentence quoted in the language wanted is
    copied. Where the engine cannot do a pair there is no translation; where its model is missing, Postpone.
    """

    reading_languages: tuple[str, ...] = ("en", "fr")
    full_text_languages: tuple[str, ...] = ("en",)
    glossary: Glossary = ()
    translator: Translator = field(default_factory=lambda: choose_translator("auto"), compare=False)

    name: ClassVar[str] = "translation"
    version: ClassVar[str] = "9"
    needs: ClassVar[frozenset[str]] = frozenset({"title", "text", "language", "language_spans", "mentions"})
    gives: ClassVar[frozenset[str]] = frozenset({"translations"})

    @property
    def model(self) -> str:
        """The translator's name."""
        return self.translator.name

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with its translations. Raises Postpone where the model is missing."""
        languages = dict.fromkeys((*self.reading_languages, *self.full_text_languages))
        made = {language: self._translate(batch, language) for language in languages}
        return [
            replace(d, translations=tuple(t for language in languages if (t := made[language][n])))
            for n, d in enumerate(batch)
        ]

    def _translate(self, batch: Sequence[Document], target: str) -> list[Translation | None]:
        """A translation a document into `target`, None where there can be none; one call of the engine a pair."""
        parts = [list(self._parts(document, target)) if self._can(document, target) else [] for document in batch]
        by_source: dict[str, list[_Part]] = defaultdict(list)
        for part in (part for each in parts for part in each):
            by_source[part.source].append(part)
        checked: dict[int, Checked] = {}
        for source, pending in by_source.items():
            passages = [part.passage for part in pending]
            found = (
                translate_passages(self.translator, passages, source, target)
                if source != target
                else [Checked(passage.text) for passage in passages]
            )
            checked |= {id(part): each for part, each in zip(pending, found, strict=True)}
        return [
            self._put_together(document, target, [(part, checked[id(part)]) for part in each]) if each else None
            for document, each in zip(batch, parts, strict=True)
        ]

    def _can(self, document: Document, target: str) -> bool:
        source = document.language
        return source not in (UNDETERMINED, target) and self.translator.translates(source, target)

    def _parts(self, document: Document, target: str) -> Iterator[_Part]:
        fields: tuple[Field, ...] = ("title", "text") if target in self.full_text_languages else ("title",)
        for name in fields:
            text = getattr(document, name)
            for start, end in split_sentences(text, document.language):
                source = self._language_of(document, name, start, end, target)
                passage = make_passage(text[start:end], source, target, document.mentions, self.glossary)
                yield _Part(name, start, end, source, passage)

    def _language_of(self, document: Document, name: Field, start: int, end: int, target: str) -> str:
        """The sentence's own language where most of it lies in a span of another that can be dealt with."""
        span = find_passage(document, name, start, end)
        if span and (span.language == target or self.translator.translates(span.language, target)):
            return span.language
        return document.language

    def _put_together(self, document: Document, target: str, parts: Iterable[tuple[_Part, Checked]]) -> Translation:
        texts: dict[Field, str] = {"title": "", "text": ""}
        ends: dict[Field, int] = {"title": 0, "text": 0}
        sentences = []
        for part, checked in parts:
            before = texts[part.field] + getattr(document, part.field)[ends[part.field] : part.start]
            texts[part.field], ends[part.field] = before + checked.text, part.end
            here = len(before), len(before) + len(checked.text)
            sentences.append(Sentence(part.field, part.start, part.end, *here, checked.ok, checked.note))
        doubtful = sum(not sentence.ok for sentence in sentences)
        note = f"{doubtful} of {len(sentences)} sentences doubtful" if doubtful else ""
        return Translation(target, texts["title"], texts["text"], self.model, not doubtful, note, tuple(sentences))
