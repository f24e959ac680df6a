"""What a translator is, and which one the settings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.models import list_shipped
from pipelines.models import torch_uses_gpu
from pipelines.translation.engines.apertium import Apertium
from pipelines.translation.engines.ctranslate import CTranslate, uses_gpu
from pipelines.translation.engines.languages import must_run_in_transformers
from pipelines.translation.engines.marian import Marian
from pipelines.translation.engines.rendering import Rendering


class Translator(Protocol):
    """Anything that translates sentences, each by itself."""

    @property
    def name(self) -> str:
        """The model: another name means other translations."""

    def translates(self, source: str, target: str) -> bool:
        """Whether it can ever do this pair of languages (ISO 639-1). Loads nothing."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """Return a translation a sentence, in the same order. Raises Postpone where the model is missing."""

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """Whether it knows `word`, written just so, and need not guess it from its parts. Loads no model."""


class Untranslated:
    """Translates nothing: every document stays in its own language."""

    name = "none"

    def translates(self, source: str, target: str) -> bool:
        """Never."""
        return False

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """Raise ValueError: nobody may ask."""
        raise ValueError("translation is turned off")

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """No word."""
        return False


@dataclass(frozen=True)
class Preferred:
    """Several engines: the first that can do a pair does it."""

    engines: tuple[Translator, ...]

    @property
    def name(self) -> str:
        """All names: another one among them means other translations."""
        return ", ".join(engine.name for engine in self.engines)

    def translates(self, source: str, target: str) -> bool:
        """Whether one of them can."""
        return self._choose(source, target) is not None

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """By the first that can; raises ValueError for a pair that `translates` does not allow."""
        engine = self._choose(source, target)
        if engine is None:
            raise ValueError(f"nothing here translates from {source} to {target}")
        return engine.translate(sentences, source, target)

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """As the first that can."""
        engine = self._choose(source, target)
        return engine is not None and engine.reads_whole(word, source, target)

    def _choose(self, source: str, target: str) -> Translator | None:
        return next((engine for engine in self.engines if engine.translates(source, target)), None)


def choose_translator(setting: str) -> Translator:
    """Return the translator for the setting `translation_model`; nothing is loaded yet.

    `auto` takes the models that come with the program, and Apertium for the pairs that they cannot do; `apertium` says
    itself; `none` translates nothing; anything else is the Hugging Face name, or the folder, of a Marian, NLLB or
    M2M100 model, beside which those of `auto` do the pairs that it cannot: opus-mt-fr-en has one direction.
    """
    if setting == "none":
        return Untranslated()
    if setting == "apertium":
        return Apertium()
    models = [*([] if setting == "auto" else [setting]), *map(str, list_shipped())]
    return Preferred((*map(_run_model, models), Apertium()))


def _run_model(model: str) -> Translator:
    """By CTranslate2 where it can: on a GPU too, for its authors measured it ahead of transformers there (not we)."""
    in_torch = must_run_in_transformers(model) or (torch_uses_gpu() and not uses_gpu())
    return Marian(model) if in_torch else CTranslate(model)
