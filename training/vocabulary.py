"""The pieces that texts are made of, and the corpus as numbers of pieces."""

from __future__ import annotations

import hashlib
import io
import random
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from monitor.errors import MonitorError
from training.corpus import Pair

END, UNKNOWN = 0, 1  # Marian's places; the padding token comes after the last piece, where its converters expect it
SENTENCES = 1_500_000  # enough for 16,000 pieces
CHUNK = 20_000  # pairs encoded at once
Thing = TypeVar("Thing")
SHARPNESS = 0.3  # of the choice among the readings of a word; Kudo 2018 has 0.2 for small corpora, 0.5 for large ones


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
        most = re.search(r"<= (\d+)", str(problem))
        allowed = f"at most {most[1]}" if most else "fewer"
        raise MonitorError(f"these pairs have too few words for {size} pieces: --pieces may be {allowed}") from None
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
    """The SentencePiece model in `path`. Raises MonitorError where there is none."""
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as problem:
        raise MonitorError(f"{path} is no vocabulary ({str(problem).splitlines()[0]}): name a model's folder") from None


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
    rough: npt.NDArray[np.int8]  # which side is, and so is only translated from; 0 where neither

    def __len__(self) -> int:
        return len(self.favoured)


def encode_pairs(
    pairs: Iterable[Pair], vocabulary: Any, longest: int, favour: Iterable[str], reading: int = 0
) -> Encoded:
    """Encode the pairs of at most `longest` pieces a side; favoured are those whose source names a word of `favour`.

    Readings other than 0 cut words by chance, likely pieces more often (Kudo 2018): a model that has seen a word in
    several ways knows what to do with the parts of one it has not seen.
    Raises MonitorError where no pair is left.
    """
    from sentencepiece import set_random_generator_seed

    words = [word.lower() for word in favour]
    chance = {"enable_sampling": True, "nbest_size": -1, "alpha": SHARPNESS, "num_threads": 1} if reading else {}
    set_random_generator_seed(reading)
    first, second, favoured, rough = _Growing(), _Growing(), array("b"), array("b")
    for some in chunk(pairs, CHUNK):
        encoded = (
            vocabulary.encode(list(side), **chance) for side in zip(*((p.first, p.second) for p in some), strict=True)
        )
        for pair, one, other in zip(some, *encoded, strict=True):
            if 0 < len(one) <= longest and 0 < len(other) <= longest:
                first.add(one)
                second.add(other)
                favoured.append(any(word in pair.source.lower() for word in words))
                rough.append(pair.rough)
    if not favoured:
        raise MonitorError(f"no pair of at most {longest} pieces a side is left: raise --longest, or add pairs")
    return Encoded(first.close(), second.close(), np.array(favoured, bool), np.array(rough, np.int8))


def chunk(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things, `size` at a time."""
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some


class _Growing:
    """A side while it is being filled."""

    def __init__(self) -> None:
        self.tokens, self.starts = array("I"), array("q", [0])

    def add(self, pieces: Iterable[int]) -> None:
        self.tokens.extend(pieces)
        self.starts.append(len(self.tokens))

    def close(self) -> Side:
        return Side(np.array(self.tokens, np.uint32), np.array(self.starts, np.int64))


def save_encoded(encoded: Encoded, path: Path, made_from: str) -> None:
    """Keep the encoded corpus beside `made_from`, by which `load_encoded` knows whether it still holds."""
    making = path.with_suffix(".new.npz")
    np.savez(
        making,
        made_from=made_from,
        first=encoded.first.tokens,
        first_starts=encoded.first.starts,
        second=encoded.second.tokens,
        second_starts=encoded.second.starts,
        favoured=encoded.favoured,
        rough=encoded.rough,
    )
    making.replace(path)


def load_encoded(path: Path, made_from: str) -> Encoded | None:
    """The corpus kept in `path`; None where there is none, or it was made from something else."""
    if not path.exists():
        return None
    with np.load(path) as kept:
        if str(kept["made_from"]) != made_from or "rough" not in kept:  # as earlier versions called it otherwise
            return None
        first, second = (Side(kept[side], kept[f"{side}_starts"]) for side in ("first", "second"))
        return Encoded(first, second, kept["favoured"], kept["rough"])


def fingerprint(files: Iterable[Path], *choices: object) -> str:
    """A digest of the files' contents and the choices made: what decides the encoded corpus."""
    digest = hashlib.sha256(repr(choices).encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
