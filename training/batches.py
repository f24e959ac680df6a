"""Which pairs are learned together: sentences of like length, in one direction, as many as fit a budget of pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

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
    One with a rough side is left out where its only direction is not learned.
    """
    chance = np.random.default_rng(seed)
    weights = np.where(encoded.favoured, mixture.favour, mixture.rest)
    weights[encoded.rough == 1 if mixture.forward == 0 else (encoded.rough == 2) & (mixture.forward == 1)] = 0
    rows = np.repeat(np.arange(len(encoded)), np.floor(weights + chance.random(len(encoded))).astype(np.int64))
    forward = chance.random(len(rows)) < mixture.forward
    forward = np.where(encoded.rough[rows] == 0, forward, encoded.rough[rows] == 1)
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


def gather(side: Side, tokens: torch.Tensor, rows: Rows, padding: int, first: int | None = None) -> torch.Tensor:
    """The sentences as a rectangle, where `tokens` lies: each with its end, and padding after it.

    Args:
        side: says where the sentences begin and end.
        tokens: its pieces, as `hold` gave them.
        rows: the sentences' numbers.
        padding: the piece that fills what is left of a row.
        first: a piece to begin every row with.
    """
    bounds = torch.from_numpy(np.stack([side.starts[rows], side.starts[rows + 1]])).to(tokens.device)
    starts, lengths = bounds[0, :, None], (bounds[1] - bounds[0])[:, None]
    width = int((side.starts[rows + 1] - side.starts[rows]).max())
    places = torch.arange(width + 1, device=tokens.device)
    block = tokens[(starts + places).clamp_(max=len(tokens) - 1)].long()
    block = block.masked_fill_(places >= lengths, padding).scatter_(1, lengths, END)
    return block if first is None else functional.pad(block, (1, 0), value=first)


def hold(side: Side, device: str) -> torch.Tensor:
    """A side's pieces where the training takes place."""
    return torch.from_numpy(side.tokens.astype(np.int32)).to(device)
