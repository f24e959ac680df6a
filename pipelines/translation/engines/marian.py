"""Translation by transformers: Marian, NLLB and M2M100 models, by hub name or folder."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from pipelines.models import find_model, load_seq2seq, load_tokenizer, name_model
from pipelines.stage import Postpone
from pipelines.translation.engines.languages import can_translate, target_mark
from pipelines.translation.engines.rendering import Rendering

BATCH = 32  # sentences; the larger ones gain nothing on a processor
STEP = 8  # pieces between one width and the next
LONGEST = 510  # pieces; Marian's positions end at 512


@dataclass(frozen=True)
class Sequences(ABC):
    """A sequence-to-sequence model, by hub name or folder, with a beam of `beam`; how it is run is left open."""

    folder: str
    beam: int = 4

    def translates(self, source: str, target: str) -> bool:
        """Whether the model's description, or its name, says that it does the pair."""
        return can_translate(self.folder, source, target)

    def reads_whole(self, word: str, source: str, target: str) -> bool:
        """Whether there is one piece for `word`, in the vocabulary of a Marian model."""
        pieces = _read_pieces(self.folder)
        return f"▁{word}" in pieces or word in pieces

    @abstractmethod
    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """Translate each sentence by itself. Raises Postpone where the model is not on this machine."""


@dataclass(frozen=True)
class Marian(Sequences):
    """One that transformers runs."""

    @property
    def name(self) -> str:
        """The model and its settings."""
        return f"{name_model(self.folder)} beam {self.beam}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """As told above."""
        tokenizer, model = load_tokenizer(self.folder), load_seq2seq(self.folder)
        encoded = encode(tokenizer, sentences, source, target)
        made = [Rendering("")] * len(encoded)
        for width, alike in group_by_width(encoded):
            texts = self._generate(tokenizer, model, [encoded[n] for n in alike], target, find_limit(width))
            for n, text in zip(alike, texts, strict=True):
                made[n] = Rendering(text)
        return made

    def _generate(self, tokenizer: Any, model: Any, rows: list[list[int]], target: str, limit: int) -> list[str]:
        import torch

        batch = tokenizer.pad({"input_ids": rows}, pad_to_multiple_of=STEP, return_tensors="pt").to(model.device)
        mark = "" if is_marian(tokenizer) else target_mark(tokenizer, target)
        forced = {"forced_bos_token_id": tokenizer.convert_tokens_to_ids(mark)} if mark else {}
        with torch.inference_mode():
            found = model.generate(
                **batch,
                num_beams=self.beam,
                max_length=None,
                max_new_tokens=limit,
                **forced,
            )
        found = found[:, 2:] if mark else found  # the start and the mark, which not every tokenizer takes for special
        return [str(text).strip() for text in tokenizer.batch_decode(found, skip_special_tokens=True)]


@cache
def _read_pieces(model: str) -> frozenset[str]:
    """The pieces of a Marian model; none where the model keeps them otherwise, or is not on this machine."""
    try:
        return frozenset(json.loads((find_model(model) / "vocab.json").read_text(encoding="utf-8")))
    except (OSError, Postpone):
        return frozenset()


def encode(tokenizer: Any, sentences: Sequence[str], source: str, target: str) -> list[list[int]]:
    """The sentences as pieces, with what the model must know of the languages."""
    if not sentences:
        return []
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


def group_by_width(rows: Sequence[Sequence[int]]) -> Iterator[tuple[int, list[int]]]:
    """Yield the rows' numbers by the width that they are padded to, narrow ones first, at most BATCH at a time.

    Every row has a width of its own: another one's padding would change the last digits, and with them now and then a
    word, and a sentence would not have the same translation whatever stands beside it.
    """
    ordered = sorted(range(len(rows)), key=lambda n: find_width(rows[n]))
    for width, alike in groupby(ordered, key=lambda n: find_width(rows[n])):
        group = list(alike)
        yield from ((width, group[start : start + BATCH]) for start in range(0, len(group), BATCH))


def find_width(row: Sequence[int]) -> int:
    """The length of a row with its padding, in pieces."""
    return len(row) + -len(row) % STEP


def find_limit(width: int) -> int:
    """How many pieces the translation of a row of `width` may have: loops end there."""
    return min(LONGEST, 2 * width + 10)
