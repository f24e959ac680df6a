"""What a translator is, and which one the settings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.models import SHIPPED
from pipelines.models import has_gpu
from pipelines.translation.engines.apertium import Apertium
from pipelines.translation.engines.ctranslate import CTranslate
from pipelines.translation.engines.languages import must_run_in_transformers
from pipelines.translation.engines.marian import Marian


class Translator(Protocol):
    """Anything that translates sentences, each by itself."""

    @property
    def name(self) -> str:
        """The model: another name means other translations."""

    def translates(self, source: str, target: str) -> bool:
        """Whether it can ever do this pair of languages (ISO 639-1). Loads nothing."""

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return a translation a sentence, in the same order. Raises Postpone where the model is missing."""


class Untranslated:
    """Translates nothing: every document stays in its own language."""

    name = "none"

    def translates(self, source: str, target: str) -> bool:
        """Never."""
        return False

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Raise ValueError: nobody may ask."""
        raise ValueError("translation is turned off")


@dataclass(frozen=True)
class FirstAble:
    """Of several translators, for each pair of languages the first that can do it; the others where it fails."""

    translators: tuple[Translator, ...]

    @property
    def name(self) -> str:
        """All their names: another one among them means other translations."""
        return ", else ".join(translator.name for translator in self.translators)

    def translates(self, source: str, target: str) -> bool:
        """Whether one of them can."""
        return any(translator.translates(source, target) for translator in self.translators)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """As the first that can; the pair must be one that `translates` allows."""
        return list_engines(self, source, target)[0].translate(sentences, source, target)


def list_engines(translator: Translator, source: str, target: str) -> tuple[Translator, ...]:
    """The engines that can do the pair, in the order in which they are to be tried."""
    engines = translator.translators if isinstance(translator, FirstAble) else (translator,)
    return tuple(engine for engine in engines if engine.translates(source, target))


def choose_translator(setting: str) -> Translator:
    """Return the translator for the setting `translation_model`; nothing is loaded yet.

    `auto` takes the model that comes with the program, where one does, and Apertium for the pairs that it cannot do;
    `apertium` says itself; `none` translates nothing; anything else is the Hugging Face name, or the folder, of a
    Marian, NLLB or M2M100 model.
    """
    if setting == "none":
        return Untranslated()
    if setting == "auto" and SHIPPED.is_dir():
        return FirstAble((_run_model(str(SHIPPED)), Apertium()))
    return Apertium() if setting in ("auto", "apertium") else _run_model(setting)


def _run_model(model: str) -> Translator:
    return Marian(model) if has_gpu() or must_run_in_transformers(model) else CTranslate(model)
