"""Which pairs are learned together: sentences of like length, in one direction, as many as fit a budget of pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.vocabulary import END, Encoded, Side

Rows = npt.NDArray[np.int64]
JITTER = 3  # pieces by which lengths may differ beyond need, so that a batch is not the same in every epoch


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the corpus is gone through."""

    budget: int  # pieces in a batch, counted at its longest side with the padding
    forward: float = 0.5  # share seen from the first language to the second
    favour: float = 3.0  # how often an epoch brings a favoured pair
    rest: float = 1.0  # how often any other


@dataclass(frozen=True, slots=True)
class Batch:
    """Numbers of pairs, and the direction in which they are seen."""

    rows: Rows
    forward: bool


def plan_epoch(encoded: Encoded, mixture: Mixture, seed: int) -> list[Batch]:
    """The batches of one pass over the corpus, in an order of chance: the same for the same seed.

    A pair comes as often as the mixture says; of a weight of 2.25, every pair twice and a quarter of them once more.
    """
    chance = np.random.default_rng(seed)
    weights = np.where(encoded.favoured, mixture.favour, mixture.rest)
    rows = np.repeat(np.arange(len(encoded)), np.floor(weights + chance.random(len(encoded))).astype(np.int64))
    forward = (chance.random(len(rows)) < mixture.forward) | encoded.forward_only[rows]
    lengths = np.maximum(encoded.first.lengths, encoded.second.lengths)[rows]
    order = np.lexsort((chance.random(len(rows)), lengths + chance.integers(0, JITTER, len(rows)), forward))
    planned = []
    for direction in (False, True):
        chosen = order[forward[order] == direction]
        ordered, widths = rows[chosen], lengths[chosen] + 2  # the end and the language's mark
        planned += [Batch(ordered[start:stop], direction) for start, stop in cut(widths, mixture.budget)]
    return [planned[n] for n in chance.permutation(len(planned))]


def cut(widths: Rows, budget: int) -> list[tuple[int, int]]:
    """Cut a row of sentences where (sentences × the widest of them) would pass the budget; none is left out.

    A sentence wider than the budget stands alone.
    """
    found, start = [], 0
    while start < len(widths):
        stop = start + max(1, budget // int(widths[start]))
        while stop > start + 1 and (stop - start) * int(widths[start:stop].max()) > budget:
            stop = start + max(1, min(stop - start - 1, budget // int(widths[start:stop].max())))
        found.append((start, min(stop, len(widths))))
        start = stop
    return found


def gather(side: Side, rows: Rows, padding: int, first: int | None = None) -> Rows:
    """The sentences as a rectangle: each with its end, after it padding, before it `first` where that is given."""
    lengths = side.starts[rows + 1] - side.starts[rows]
    places = np.arange(int(lengths.max()) + 1)
    inside = places < lengths[:, None]
    at = np.where(inside, side.starts[rows][:, None] + places, 0)
    block = np.where(inside, side.tokens[at].astype(np.int64), padding)
    block[np.arange(len(rows)), lengths] = END
    return block if first is None else np.pad(block, ((0, 0), (1, 0)), constant_values=first)
