"""Translation by CTranslate2: the same models as in marian.py, in eight-bit integers, on a GPU in 16-bit floats."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.models import find_model, fingerprint, has_gpu, load_tokenizer, name_model, processors, quietly
from pipelines.translation.engines.languages import target_mark
from pipelines.translation.engines.marian import Sequences, encode, find_limit, group_by_width, is_marian
from pipelines.translation.engines.rendering import Rendering

# Below this a model cannot read its translation back: what a word meant is not there, or a clause was left out. Of
# wmt13's sentences, with the model that ships, the worst 5 in 100. Models that rank by it: Yee et al. 2019.
LOST = -1.6
ENOUGH = 8  # pieces; fewer cannot tell
# One sentence in seven is below this, and its next best translations are looked at too: one that leaves nothing out is
# often among them. Asking for one in three would take half as long again, and gain 0.1 chrF.
DOUBTFUL = -1.3
OTHERS = 8
CLEARLY = 0.2  # better, the best of so many must be
WORD = re.compile(r"\b[a-zà-ÿ]{4,}\b")


@dataclass(frozen=True)
class CTranslate(Sequences):
    """One converted to int8 once and kept in the user's cache folder."""

    @property
    def name(self) -> str:
        """The model and its settings."""
        return f"{name_model(self.folder)} {'float16' if uses_gpu() else 'int8'} beam {self.beam}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Rendering]:
        """As told above; where the model has both directions, it is sure of what it can read back.

        Of what it can hardly read back, it takes another of its best translations from which it can more easily.
        """
        texts = [made[0] for made in self.find_best(sentences, source, target, 1)]
        if not (is_marian(load_tokenizer(self.folder)) and self.translates(target, source)):
            return [Rendering(text) for text in texts]
        ease = self.read_back(sentences, texts, source, target)
        doubtful = [n for n, easy in enumerate(ease) if easy <= DOUBTFUL]
        others = self._rethink([sentences[n] for n in doubtful], source, target)
        better = {n: other for n, other in zip(doubtful, others, strict=True) if other[0] > ease[n] + CLEARLY}
        chosen = [better.get(n, pair) for n, pair in enumerate(zip(ease, texts, strict=True))]
        return [Rendering(text, easy > LOST) for easy, text in chosen]

    def _rethink(self, sentences: Sequence[str], source: str, target: str) -> list[tuple[float, str]]:
        """Of the best translations of each sentence the one from which it is read back most easily, and how easily."""
        made = [
            [text for text in texts if count_copied(text, sentence) <= count_copied(texts[0], sentence)]
            for texts, sentence in zip(self.find_best(sentences, source, target, OTHERS), sentences, strict=True)
        ]
        asked = [sentence for sentence, texts in zip(sentences, made, strict=True) for _ in texts]
        ease = iter(self.read_back(asked, [text for texts in made for text in texts], source, target))
        return [max((next(ease), text) for text in texts) for texts in made]

    def find_best(self, sentences: Sequence[str], source: str, target: str, most: int) -> list[list[str]]:
        """The best translations of each sentence, as many as `most`."""
        tokenizer, engine = load_tokenizer(self.folder), load_engine(self.folder)
        mark = "" if is_marian(tokenizer) else target_mark(tokenizer, target)

        def translate_alike(batch: list[list[str]], _: list[int]) -> Any:
            return engine.translate_batch(
                batch,
                target_prefix=[[mark]] * len(batch) if mark else None,
                beam_size=max(self.beam, most),
                num_hypotheses=most,
                max_decoding_length=find_limit(len(batch[-1])),  # the last fills it
                asynchronous=True,
            )

        found = _ask(tokenizer, encode(tokenizer, sentences, source, target), translate_alike)
        return [[_join(tokenizer, tokens[bool(mark) :]) for tokens in one.hypotheses] for one in found]

    def read_back(self, sentences: Sequence[str], texts: Sequence[str], source: str, target: str) -> list[float]:
        """How likely each sentence is as the translation of its text: the mean of its pieces' logarithms."""
        tokenizer, engine = load_tokenizer(self.folder), load_engine(self.folder)
        rows = encode(tokenizer, texts, target, source)
        wanted = [tokenizer.convert_ids_to_tokens(row)[1:-1] for row in encode(tokenizer, sentences, source, target)]

        def score_alike(batch: list[list[str]], alike: list[int]) -> Any:
            goals = [wanted[n] for n in (*alike, alike[0])]
            return engine.score_batch(batch, goals, asynchronous=True)

        found = _ask(tokenizer, rows, score_alike)
        return [
            sum(one.log_probs) / len(one.log_probs) if len(goal) >= ENOUGH else 0.0
            for one, goal in zip(found, wanted, strict=True)
        ]


def count_copied(text: str, sentence: str) -> int:
    """How many words in small letters `text` shares with the `sentence` it translates: anyone reads those back."""
    return len(set(WORD.findall(text)) & set(WORD.findall(sentence)))


def _ask(tokenizer: Any, rows: list[list[int]], ask: Callable[[list[list[str]], list[int]], Any]) -> list[Any]:
    """What `ask` finds for each row, all of a width in one batch; it gets the batch, filled, and the rows' numbers."""
    running = [
        (alike, ask(fill([tokenizer.convert_ids_to_tokens(rows[n]) for n in alike], width), alike))
        for width, alike in group_by_width(rows)
    ]
    found = {n: one.result() for alike, many in running for n, one in zip(alike, many, strict=False)}
    return [found[n] for n in range(len(rows))]


def fill(rows: list[list[str]], width: int) -> list[list[str]]:
    """The rows and one that says nothing, as long as `width`: CTranslate2 pads to the longest of a batch."""
    return [*rows, [rows[0][0], *[rows[0][-1]] * (width - 1)]]


def _join(tokenizer: Any, tokens: Sequence[str]) -> str:
    return str(tokenizer.decode(tokenizer.convert_tokens_to_ids(tokens), skip_special_tokens=True)).strip()


@cache
def load_engine(model: str) -> Any:
    """Return the model ready to translate. Raises Postpone where it is not on this machine."""
    import ctranslate2

    converted = str(convert(find_model(model)))
    if uses_gpu():
        return ctranslate2.Translator(converted, device="cuda", compute_type="float16")
    return ctranslate2.Translator(
        converted, device="cpu", compute_type="int8", inter_threads=processors(), intra_threads=1
    )


@cache
def uses_gpu() -> bool:
    """Whether there is a GPU, and the library for it that CTranslate2 loads but does not bring: cuBLAS of CUDA 12."""
    if not has_gpu():
        return False
    try:
        ctypes.CDLL("libcublas.so.12")
    except OSError:
        return False
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def convert(folder: Path) -> Path:
    """Return the int8 version of the model in `folder`, made now where it is not in the cache."""
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "news-monitor" / "int8"
    kept = cache_folder / f"{folder.name}-{fingerprint(folder)}"
    if kept.is_dir():
        return kept
    from ctranslate2.converters import TransformersConverter

    cache_folder.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=cache_folder))
    try:
        with quietly():
            TransformersConverter(str(folder)).convert(str(making), quantization="int8", force=True)
        making.rename(kept)
    except OSError:
        if not kept.is_dir():  # another process made it meanwhile
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return kept
