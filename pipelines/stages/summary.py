"""The document in a few of its own sentences, in every reading language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from monitor.document import UNDETERMINED, Document, Summary, SummarySpan
from pipelines.embeddings import Embedder, choose_embedder
from pipelines.stage import Postpone
from pipelines.summary.abstracts import Summariser, keep_supported
from pipelines.summary.choosing import choose, read_pieces
from pipelines.summary.standing import Statement
from pipelines.translation.guarantees import Checked, make_passage, translate_passages
from pipelines.translation.terms import Glossary
from pipelines.translation.translator import Translator

METHOD = "sentences"

Told = Sequence[Statement]  # what a summary says, each sentence with the place of what it rests on


@dataclass(frozen=True)
class SummaryStage:
    """Chooses up to `sentences` whole sentences that together tell the document, each understood by itself.

    What stands there in another language is left out. A `summariser` tells it in other words instead, as far as the
    document supports them. Both are made in the original; other reading languages get their translation, sentence by
    sentence.
    """

    reading_languages: tuple[str, ...] = ("en", "fr")
    sentences: int = 3
    glossary: Glossary = ()
    translator: Translator | None = field(default=None, compare=False)
    embedder: Embedder = field(default_factory=lambda: choose_embedder(""), compare=False)
    summariser: Summariser | None = field(default=None, compare=False)

    name: ClassVar[str] = "summary"
    version: ClassVar[str] = "15"
    needs: ClassVar[frozenset[str]] = frozenset(
        """title title_made text language language_spans dated_at mentions amounts dates quotes translations""".split()  # noqa: SIM905
    )
    gives: ClassVar[frozenset[str]] = frozenset({"summaries"})

    @property
    def model(self) -> str:
        """What chooses the sentences or writes them, and what translates them."""
        return " + ".join(model.name for model in (self.embedder, self.summariser, self.translator) if model)

    def __call__(self, batch: Sequence[Document]) -> list[Document]:
        """Return the batch with a summary in each language it can be had in. Raises Postpone for a missing model."""
        chosen = [choose(piece, self.sentences) for piece in read_pieces(batch, self.embedder)]
        written = [self._write(document) for document in batch]
        told = [own or given for own, given in zip(written, chosen, strict=True)]
        methods = [self.summariser.name if self.summariser and own else METHOD for own in written]
        summaries = [
            [_join(d.language, each, method)] if each else []
            for d, each, method in zip(batch, told, methods, strict=True)
        ]
        for language in self.reading_languages:
            for n, checked in self._translate(batch, told, language):
                summaries[n].append(_join(language, told[n], methods[n], checked))
        return [replace(d, summaries=tuple(each)) for d, each in zip(batch, summaries, strict=True)]

    def _write(self, document: Document) -> Told:
        """The document in the summariser's words; nothing where there is none, or little that the document supports."""
        if self.summariser is None or not document.text.strip():
            return []
        return keep_supported(document, self.summariser.summarise(document.text, document.language))

    def _translate(
        self, batch: Sequence[Document], told: Sequence[Told], target: str
    ) -> Iterator[tuple[int, Sequence[Checked]]]:
        """What was told in `target`, by the document's place in the batch; one call of the engine a pair."""
        waiting: dict[str, list[int]] = defaultdict(list)
        for n, document in enumerate(batch):
            if document.language in (target, UNDETERMINED) or not told[n]:
                continue
            if kept := _find_translated(document, told[n], target):
                yield n, kept
            elif self.translator and self.translator.translates(document.language, target):
                waiting[document.language].append(n)
        for source, numbers in waiting.items():
            checked = self._translate_anew([(batch[n], each.text) for n in numbers for each in told[n]], source, target)
            for n in numbers if checked else ():
                yield n, [checked.pop(0) for _ in told[n]]

    def _translate_anew(self, sentences: Sequence[tuple[Document, str]], source: str, target: str) -> list[Checked]:
        """A translation a sentence; none at all where the model is missing: the translation stage says so."""
        passages = [
            make_passage(text, source, target, document.mentions, self.glossary) for document, text in sentences
        ]
        try:
            return translate_passages(self.translator, passages, source, target) if self.translator else []
        except Postpone:  # when the model arrives, this stage runs again
            return []


def _find_translated(document: Document, told: Told, target: str) -> list[Checked]:
    """The sentences out of the document's full translation; empty where they do not all stand in it."""
    full = document.translation(target)
    aligned = {(s.source_start, s.source_end): s for s in full.sentences if s.field == "text"} if full else {}
    if full is None or not all(_is_as_printed(s, document) and (s.start, s.end) in aligned for s in told):
        return []
    found = [aligned[s.start, s.end] for s in told]
    return [Checked(full.text[s.start : s.end], s.ok) for s in found]


def _is_as_printed(sentence: Statement, document: Document) -> bool:
    return " ".join(document.text[sentence.start : sentence.end].split()) == sentence.text


def _join(language: str, told: Told, method: str, checked: Sequence[Checked] = ()) -> Summary:
    spans: list[SummarySpan] = []
    texts = checked or [Checked(sentence.text) for sentence in told]
    start = 0
    for each, sentence in zip(texts, told, strict=True):
        spans.append(SummarySpan(start, start + len(each.text), sentence.start, sentence.end, each.ok))
        start += len(each.text) + 1
    return Summary(language, " ".join(each.text for each in texts), method, tuple(spans))
