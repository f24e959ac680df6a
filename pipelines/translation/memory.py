"""Translations remembered by model, pair of languages and sentence, so that nothing is translated twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pipelines.translation.engines.rendering import Rendering
from pipelines.translation.translator import Translator


class Memory(Protocol):
    """Where translations are kept. `model` names the engine and its settings; one sentence, one translation."""

    def recall(self, model: str, source: str, target: str, sentences: Sequence[str]) -> Mapping[str, tuple[str, bool]]:
        """Return the translations known, and whether they are sure, by sentence; one never seen is left out."""

    def remember(self, model: str, source: str, target: str, translations: Mapping[str, tuple[str, bool]]) -> None:
        """Keep these translations, by sentence."""


@dataclass(frozen=True)
class Remembering:
    """A translator that asks its memory first."""

    translator: Translator
    memory: Memory

    @property
    def name(self) -> str:
        """The model behind it."""
        return self.translator.name

    def translates(self, source: str, target: str) -> bool:
        """As the translator behind it."""
        return self.translator.translates(source, target)

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """As the translator behind it."""
        return self.translator.reads_whole(word, source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """As the translator behind it; each sentence that is new is translated once."""
        recalled = self.memory.recall(self.name, source, target, sentences)
        known = {sentence: Rendering(*made) for sentence, made in recalled.items()}
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        if new:
            made = dict(zip(new, self.translator.translate(new, source, target), strict=True))
            self.memory.remember(self.name, source, target, made)
            known |= made
        return [known[sentence] for sentence in sentences]


def with_memory(stage: Any, memory: Memory) -> Any:
    """The stage with a translator that asks the memory first; a stage that translates nothing as it is."""
    translator = getattr(stage, "translator", None)
    return replace(stage, translator=Remembering(translator, memory)) if translator else stage
