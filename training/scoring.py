"""BLEU and chrF of a model on test sets, translated as the program will do it: by CTranslate2 in eight-bit integers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from training.vocabulary import mark_language

LONGEST = 250  # pieces of a source sentence; the network's positions end at 512
Scores = dict[str, dict[str, float]]
Tests = Mapping[str, tuple[Sequence[str], Sequence[str]]]


def can_score() -> bool:
    """Whether what scoring needs is installed: sacreBLEU comes with the development packages."""
    return all(map(find_spec, ("sacrebleu", "ctranslate2")))


def score(
    folder: Path, vocabulary: Any, tests: Tests, pair: tuple[str, str], directions: Sequence[bool], beam: int = 4
) -> Scores:
    """BLEU (Post 2018, sacreBLEU's defaults) and chrF of the model in `folder`, by test set and direction."""
    import sacrebleu

    found = {}
    with tempfile.TemporaryDirectory() as room:
        engine = load_engine(folder, Path(room, "int8"))
        for name, sides in tests.items():
            for forward in directions:
                source, wanted = sides if forward else sides[::-1]
                made = translate(engine, vocabulary, source, pair[1] if forward else pair[0], beam)
                found[f"{name} {pair[not forward]}-{pair[forward]}"] = {
                    "bleu": round(sacrebleu.corpus_bleu(made, [list(wanted)]).score, 2),
                    "chrf": round(sacrebleu.corpus_chrf(made, [list(wanted)]).score, 2),
                }
    return found


def load_engine(folder: Path, room: Path) -> Any:
    """Convert the model to int8 in `room`, and load it on as many cores as this process may use."""
    import ctranslate2

    ctranslate2.converters.TransformersConverter(str(folder)).convert(str(room), quantization="int8")
    cores = int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))
    return ctranslate2.Translator(str(room), device="cpu", compute_type="int8", inter_threads=cores, intra_threads=1)


def translate(engine: Any, vocabulary: Any, sentences: Sequence[str], into: str, beam: int) -> list[str]:
    """Translate each sentence by itself into the language `into`."""
    mark = mark_language(into)
    rows = [[mark, *pieces[:LONGEST], "</s>"] for pieces in vocabulary.encode(list(sentences), out_type=str)]
    made = engine.translate_batch(rows, beam_size=beam, max_batch_size=32, max_decoding_length=256)
    return [vocabulary.decode(one.hypotheses[0]) for one in made]
