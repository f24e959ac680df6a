"""Translations remembered by model, pair of languages and sentence, so that nothing is translated twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipelines.translator import Translator


class Memory(Protocol):
    """Where translations are kept. `model` names the engine and its settings; one sentence, one translation."""

    def recall(self, model: str, source: str, target: str, sentences: Sequence[str]) -> dict[str, str]:
        """Return the translations known, by sentence; a sentence never seen is left out."""

    def remember(self, model: str, source: str, target: str, translations: Mapping[str, str]) -> None:
        """Keep these translations, by sentence."""


@dataclass
class ShortMemory:
    """The latest `room` translations of this process."""

    room: int = 20_000  # sentences; about 10 MB
    kept: OrderedDict[tuple[str, str, str, str], str] = field(default_factory=OrderedDict)

    def recall(self, model: str, source: str, target: str, sentences: Sequence[str]) -> dict[str, str]:
        """See Memory."""
        keys = {sentence: (model, source, target, sentence) for sentence in sentences}
        return {sentence: self.kept[key] for sentence, key in keys.items() if key in self.kept}

    def remember(self, model: str, source: str, target: str, translations: Mapping[str, str]) -> None:
        """See Memory."""
        for sentence, translation in translations.items():
            self.kept[(model, source, target, sentence)] = translation
        while len(self.kept) > self.room:
            self.kept.popitem(last=False)


@dataclass(frozen=True)
class Remembering:
    """A translator that asks its memory first."""

    translator: Translator
    memory: Memory = field(default_factory=ShortMemory)

    @property
    def name(self) -> str:
        """The model behind it."""
        return self.translator.name

    def translates(self, source: str, target: str) -> bool:
        """As the translator behind it."""
        return self.translator.translates(source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """As the translator behind it; each sentence that is new is translated once."""
        known = self.memory.recall(self.name, source, target, sentences)
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        if new:
            made = dict(zip(new, self.translator.translate(new, source, target), strict=True))
            self.memory.remember(self.name, source, target, made)
            known |= made
        return [known[sentence] for sentence in sentences]
