"""Translation by transformers: Marian, NLLB and M2M100 models, by hub name or folder. The engine for a GPU."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.models import load_seq2seq, load_tokenizer, name_model
from pipelines.translation.engines.languages import can_translate, target_mark

BATCH = 32  # sentences; the larger ones gain nothing on a processor
LONGEST = 510  # pieces; Marian's positions end at 512


@dataclass(frozen=True)
class Sequences(ABC):
    """A sequence-to-sequence model, by hub name or folder, with a beam of `beam`; how it is run is left open."""

    folder: str
    beam: int = 4

    def translates(self, source: str, target: str) -> bool:
        """Whether the model's description, or its name, says that it does the pair."""
        return can_translate(self.folder, source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Translate each sentence by itself. Raises Postpone where the model is not on this machine."""
        return [texts[0] for texts in self._run(sentences, source, target, 1)]

    def propose(self, sentences: Sequence[str], source: str, target: str) -> list[list[str]]:
        """As `translate`, with all that the beam ends with, the likeliest first."""
        return self._run(sentences, source, target, self.beam)

    @abstractmethod
    def _run(self, sentences: Sequence[str], source: str, target: str, wanted: int) -> list[list[str]]: ...


@dataclass(frozen=True)
class Marian(Sequences):
    """One that transformers runs."""

    @property
    def name(self) -> str:
        """The model and its settings."""
        return f"{name_model(self.folder)} beam {self.beam}"

    def _run(self, sentences: Sequence[str], source: str, target: str, wanted: int) -> list[list[str]]:
        tokenizer, model = load_tokenizer(self.folder), load_seq2seq(self.folder)
        encoded = encode(tokenizer, sentences, source, target)
        made: list[list[str]] = [[]] * len(encoded)
        for limit, alike in group_by_length(encoded).items():
            for start in range(0, len(alike), BATCH):
                chosen = alike[start : start + BATCH]
                texts = self._generate(tokenizer, model, [encoded[n] for n in chosen], target, limit, wanted)
                for place, n in enumerate(chosen):
                    made[n] = texts[place * wanted : (place + 1) * wanted]
        return made

    def _generate(
        self, tokenizer: Any, model: Any, rows: list[list[int]], target: str, limit: int, wanted: int
    ) -> list[str]:
        import torch

        batch = tokenizer.pad({"input_ids": rows}, return_tensors="pt").to(model.device)
        mark = "" if is_marian(tokenizer) else target_mark(tokenizer, target)
        forced = {"forced_bos_token_id": tokenizer.convert_tokens_to_ids(mark)} if mark else {}
        with torch.inference_mode():
            found = model.generate(
                **batch,
                num_beams=self.beam,
                num_return_sequences=wanted,
                max_length=None,
                max_new_tokens=limit,
                **forced,
            )
        found = found[:, 2:] if mark else found  # the start and the mark, which not every tokenizer takes for special
        return [str(text).strip() for text in tokenizer.batch_decode(found, skip_special_tokens=True)]


def encode(tokenizer: Any, sentences: Sequence[str], source: str, target: str) -> list[list[int]]:
    """The sentences as pieces, with what the model must know of the languages."""
    if is_marian(tokenizer):
        mark = target_mark(tokenizer, target)
        sentences = [f"{mark} {sentence}".strip() for sentence in sentences]
    else:
        tokenizer.src_lang = target_mark(tokenizer, source).strip("_")
    rows: list[list[int]] = tokenizer(list(sentences), truncation=True, max_length=LONGEST)["input_ids"]
    return rows


def is_marian(tokenizer: Any) -> bool:
    """Whether languages are marked in the source (Marian), or the target begins with its mark (NLLB, M2M100)."""
    return "marian" in type(tokenizer).__name__.lower()


def group_by_length(rows: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """The rows' numbers, shortest first, by how many pieces their translations may have: loops end there.

    The limit goes by powers of two, so that a sentence has the same whatever stands beside it.
    """
    groups: dict[int, list[int]] = {}
    for n in sorted(range(len(rows)), key=lambda n: len(rows[n])):
        limit = min(LONGEST, 2 ** (len(rows[n]) - 1).bit_length() * 2 + 10)
        groups.setdefault(limit, []).append(n)
    return groups
