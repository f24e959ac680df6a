"""What a translator is, and which one the settings ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from monitor.models import list_shipped
from pipelines.models import has_gpu
from pipelines.stage import Postpone
from pipelines.translation.engines.apertium import Apertium
from pipelines.translation.engines.ctranslate import CTranslate
from pipelines.translation.engines.languages import must_run_in_transformers
from pipelines.translation.engines.marian import Marian

WORD = re.compile(r"[^\W_]{4,}|\d+")
NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ]\w{2,}")


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


class Model(Translator, Protocol):
    """A translator that weighs several translations of a sentence."""

    def propose(self, sentences: Sequence[str], source: str, target: str) -> list[list[str]]:
        """Return the likeliest translations of each sentence, the likeliest first; `translate` returns that one."""


@runtime_checkable
class Compound(Protocol):
    """A translator made of others."""

    def take_apart(self, source: str, target: str) -> tuple[Translator, ...]:
        """Return those that can do the pair by themselves, the better one first."""


@dataclass(frozen=True)
class Vouched:
    """A small model may write fluently what nobody said: another engine must vouch for its words.

    Of the translations that the pair's model proposes, a sentence is the likeliest one in which enough of the other
    engine's words stand; where they stand in none, it is the other engine's. Where only one can do the pair, it does.
    An engine that is not on this machine vouches for all.
    """

    models: tuple[Model, ...]  # the first one that can do a pair does it
    voucher: Translator

    @property
    def name(self) -> str:
        """All names: another one among them means other translations."""
        return ", ".join(engine.name for engine in (*self.models, self.voucher))

    def translates(self, source: str, target: str) -> bool:
        """Whether one of them can."""
        return bool(self.take_apart(source, target))

    def take_apart(self, source: str, target: str) -> tuple[Translator, ...]:
        """The pair's model and the one that vouches."""
        models = tuple(model for model in self.models if model.translates(source, target))
        return (*models[:1], *((self.voucher,) if self.voucher.translates(source, target) else ()))

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """As told above; the pair must be one that `translates` allows."""
        model = next((model for model in self.models if model.translates(source, target)), None)
        if model is None:
            return self.voucher.translate(sentences, source, target)
        proposed = model.propose(sentences, source, target)
        if self.voucher.translates(source, target):
            with suppress(Postpone):
                others = self.voucher.translate(sentences, source, target)
                return [choose_vouched(*each) for each in zip(sentences, proposed, others, strict=True)]
        return [each[0] for each in proposed]


def choose_vouched(sentence: str, proposed: Sequence[str], other: str) -> str:
    """The first of those proposed that `other` vouches for and that keeps the names it keeps, or `other` itself."""
    names = set(NAME.findall(sentence[1:])) & set(NAME.findall(other))  # small models respell names they do not know
    return next((text for text in proposed if vouches_for(other, text) and all(n in text for n in names)), other)


def vouches_for(other: str, translation: str) -> bool:
    """Whether a quarter of the words of `other`, of four letters and more, and two besides begin alike in it.

    BLEU and chrF on the first lines of wmt13, 1,000 of French and 600 of English: the model alone 25.4 and 50.2, 29.1
    and 55.6; Apertium 16.3 and 47.3, 19.8 and 51.4; together 24.1 and 50.2, 28.1 and 55.1. Without the two besides
    they score higher, but headlines, which are short, are left with what the model makes up.
    """
    theirs, mine = _stems(other), set(_stems(translation))
    return not theirs or 4 * (sum(stem in mine for stem in theirs) - 2) >= len(theirs)


def _stems(text: str) -> list[str]:
    return [word.lower()[:5] for word in WORD.findall(text)]


def list_engines(translator: Translator, source: str, target: str) -> tuple[Translator, ...]:
    """The engines behind the translator that can do the pair, the better one first."""
    if isinstance(translator, Compound):
        return translator.take_apart(source, target)
    return (translator,) if translator.translates(source, target) else ()


def choose_translator(setting: str) -> Translator:
    """Return the translator for the setting `translation_model`; nothing is loaded yet.

    `auto` takes the models that come with the program, with Apertium to vouch for them and for the pairs that they
    cannot do; `apertium` says itself; `none` translates nothing; anything else is the Hugging Face name, or
    the folder, of a Marian, NLLB or M2M100 model.
    """
    if setting == "none":
        return Untranslated()
    if setting == "auto" and (shipped := list_shipped()):
        return Vouched(tuple(_run_model(str(folder)) for folder in shipped), Apertium())
    return Apertium() if setting in ("auto", "apertium") else _run_model(setting)


def _run_model(model: str) -> Model:
    return Marian(model) if has_gpu() or must_run_in_transformers(model) else CTranslate(model)
