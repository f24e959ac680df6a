"""Sentences a second: transformers' generate in a plain loop beside CTranslate2's int8, and the small model's shape.

Weights are random, which makes no difference to speed; each sentence gets exactly 30 pieces of translation, so that
all systems do the same work: 64 sentences of 20 to 40 pieces, sorted by length, 32 at a time, in one run. The last one
reads each sentence back out of its translation too, as the program does.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from marian_models import SHAPES, write_model

from pipelines.models import load_seq2seq
from pipelines.translation.engines.ctranslate import fill, load_engine
from pipelines.translation.engines.marian import BATCH, group_by_width

SENTENCES, PIECES, ROUNDS = 64, 30, 3
Rows = list[list[int]]


def make_rows(shape: str) -> Rows:
    """Return sentences of random pieces."""
    draw = random.Random(0)
    rows = [[draw.randrange(2, SHAPES[shape][0] - 1) for _ in range(draw.randint(20, 40))] for _ in range(SENTENCES)]
    return sorted(rows, key=len)


def run_transformers(folder: Path, rows: Rows, beam: int) -> None:
    """Generate batch by batch."""
    import torch

    model = load_seq2seq(str(folder))
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        width, pad = max(map(len, batch)), model.config.pad_token_id
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in batch])
        with torch.inference_mode():
            model.generate(
                input_ids=ids, attention_mask=ids.ne(pad), num_beams=beam, max_length=None,
                min_new_tokens=PIECES, max_new_tokens=PIECES,
            )  # fmt: skip


def run_ctranslate(folder: Path, rows: Rows, beam: int) -> list[list[str]]:
    """Batch by batch, as the engine does; what it wrote, in the order of `group_by_width`."""
    tokens = _name_pieces(rows)
    running = [
        load_engine(str(folder)).translate_batch(
            fill([tokens[n] for n in alike], width), beam_size=beam,
            min_decoding_length=PIECES, max_decoding_length=PIECES, asynchronous=True,
        )[: len(alike)]
        for width, alike in group_by_width(rows)
    ]  # fmt: skip
    return [one.result().hypotheses[0] for group in running for one in group]


def read_back(folder: Path, rows: Rows, beam: int) -> None:
    """Translate, and ask how likely each sentence is as the translation of what it became."""
    made, tokens = run_ctranslate(folder, rows, beam), _name_pieces(rows)
    ordered = [tokens[n] for _, alike in group_by_width(rows) for n in alike]
    running = [
        load_engine(str(folder)).score_batch(
            made[start : start + BATCH], ordered[start : start + BATCH], asynchronous=True
        )
        for start in range(0, len(made), BATCH)
    ]
    for one in (one for group in running for one in group):
        one.result()


def _name_pieces(rows: Rows) -> list[list[str]]:
    return [[f"filler{piece % (SHAPES['small'][0] - 200)}" for piece in row] for row in rows]


def measure(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return sentences a second of each: the best of three rounds in which all take turns, models loaded before."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    return {name: SENTENCES / min(taken) for name, taken in times.items()}


def main() -> None:
    """Print the rates and their ratios to the plain loop."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = place
        opus, small = (write_model(Path(place) / shape, shape) for shape in ("opus", "small"))
        load_seq2seq(str(opus)), load_engine(str(opus)), load_engine(str(small))
        for beam in (1, 4):
            rates = measure(
                {
                    "transformers, plain loop": partial(run_transformers, opus, make_rows("opus"), beam),
                    "CTranslate2 int8, same shape": partial(run_ctranslate, opus, make_rows("opus"), beam),
                    "CTranslate2 int8, small model": partial(run_ctranslate, small, make_rows("small"), beam),
                    "the same, and read back": partial(read_back, small, make_rows("small"), beam),
                }
            )
            print(f"beam {beam}, sentences a second, and times the plain loop")
            for name, rate in rates.items():
                print(f"    {name:30} {rate:7.1f} {rate / rates['transformers, plain loop']:6.1f}")


if __name__ == "__main__":
    main()
