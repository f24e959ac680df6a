"""The pieces that texts are made of, and the corpus as numbers of pieces."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import batched, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.errors import MonitorError
from training.corpus import Pair

END, UNKNOWN = 0, 1  # Marian's places; the padding token comes after the last piece, where its converters expect it
SENTENCES = 1_500_000  # enough for 16,000 pieces
CHUNK = 20_000  # pairs encoded at once


def mark_language(code: str) -> str:
    """The piece that begins a source sentence and says which language to write."""
    return f">>{code}<<"


def make_vocabulary(pairs: Iterable[Pair], size: int, languages: Iterable[str], path: Path) -> Any:
    """Write a SentencePiece unigram model (Kudo 2018) of both languages to `path`, and return it.

    Bytes stand in for characters that have no piece, so that nothing a text holds is ever unknown.
    Raises MonitorError where the texts are too few for so many pieces.
    """
    import sentencepiece

    made = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=_sample_sentences(pairs),
            model_writer=made,
            model_type="unigram",
            vocab_size=size,
            character_coverage=0.9998,
            byte_fallback=True,
            user_defined_symbols=[mark_language(code) for code in languages],
            normalization_rule_name="nmt_nfkc",
            eos_id=END,
            unk_id=UNKNOWN,
            bos_id=-1,
            pad_id=-1,
            minloglevel=2,
        )
    except RuntimeError as problem:
        reason = str(problem).strip().splitlines()[-1]
        raise MonitorError(f"no vocabulary of {size} pieces from these pairs ({reason}): lower --pieces") from None
    path.write_bytes(made.getvalue())
    return load_vocabulary(path)


def _sample_sentences(pairs: Iterable[Pair], share: float = 0.5, seed: int = 1) -> Iterator[str]:
    """Both sides of a share of the pairs; of all, where they are few."""
    random_ = random.Random(seed)  # noqa: S311 - chance for a sample, not for a secret
    waiting = iter(pairs)
    first = islice(waiting, SENTENCES // 10)
    rest = (pair for pair in waiting if random_.random() < share)
    chosen = (side for some in (first, rest) for pair in some for side in (pair.first, pair.second))
    return islice(chosen, SENTENCES)


def load_vocabulary(path: Path) -> Any:
    """The SentencePiece model in `path`."""
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_file=str(path))


@dataclass(frozen=True, slots=True)
class Side:
    """One language's sentences, end to end: sentence `n` is `tokens[starts[n]:starts[n + 1]]`."""

    tokens: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Pieces in each sentence."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The corpus as numbers, with what decides how often and in which direction each pair is seen."""

    first: Side
    second: Side
    favoured: npt.NDArray[np.bool_]
    forward_only: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.favoured)


def encode_pairs(pairs: Iterable[Pair], vocabulary: Any, longest: int, favour: Iterable[str]) -> Encoded:
    """Encode the pairs of at most `longest` pieces a side; favoured are those whose source names a word of `favour`.

    Raises MonitorError where no pair is left.
    """
    words = [word.lower() for word in favour]
    rows: tuple[list[npt.NDArray[np.uint32]], list[npt.NDArray[np.uint32]]] = ([], [])
    favoured, forward_only = [], []
    for some in _chunk(pairs):
        first = vocabulary.encode([pair.first for pair in some], num_threads=-1)
        second = vocabulary.encode([pair.second for pair in some], num_threads=-1)
        for pair, one, other in zip(some, first, second, strict=True):
            if 0 < len(one) <= longest and 0 < len(other) <= longest:
                rows[0].append(np.array(one, np.uint32))
                rows[1].append(np.array(other, np.uint32))
                favoured.append(any(word in pair.source.lower() for word in words))
                forward_only.append(pair.forward_only)
    if not favoured:
        raise MonitorError(f"no pair of at most {longest} pieces a side is left: raise --longest, or add pairs")
    return Encoded(_join(rows[0]), _join(rows[1]), np.array(favoured), np.array(forward_only))
