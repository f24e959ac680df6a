"""Cross-entropy over a large vocabulary, in slices."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.network import compile_for_gpu, read

SLICE = 512  # rows at once on a processor, where a slice in float32 should stay in its cache
SMOOTHING = 0.1  # of the labels (Szegedy et al. 2016)


@compile_for_gpu
def weigh(logits: Tensor, wanted: Tensor, rows: int) -> tuple[Tensor, Tensor]:
    """The summed cross-entropy of some of `rows` rows, and the slope of the mean over all by these logits."""
    scores = logits.to(torch.float32, copy=True)
    right = wanted[:, None]
    log_sum = scores.logsumexp(1, keepdim=True)
    likely = (1 - SMOOTHING) * scores.gather(1, right) + SMOOTHING * scores.mean(1, keepdim=True)
    slope = scores.sub_(log_sum).exp_().sub_(SMOOTHING / logits.shape[1])
    slope.scatter_add_(1, right, torch.full_like(right, SMOOTHING - 1, dtype=slope.dtype))
    return (log_sum - likely).sum(), slope.div_(rows).to(logits.dtype)


class SlicedCrossEntropy(torch.autograd.Function):
    """The mean cross-entropy over rows, with its gradient computed in the same pass.

    On a processor only a slice of the rows exists in float32 at any time; what is kept is the gradient, in the logits'
    own precision.
    """

    @staticmethod
    def forward(ctx: Any, logits: Tensor, wanted: Tensor) -> Tensor:
        """The mean."""
        rows = len(logits)
        size = SLICE if logits.device.type == "cpu" else rows
        total, gradient = torch.zeros((), device=logits.device), torch.empty_like(logits)
        for start in range(0, rows, size):
            some = slice(start, start + size)
            loss, gradient[some] = weigh(logits[some], wanted[some], rows)
            total += loss
        ctx.save_for_backward(gradient)
        return total / rows

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor, None]:
        """The gradient that `forward` kept."""
        (gradient,) = ctx.saved_tensors
        return gradient * outer[0].to(gradient.dtype), None


def measure_loss(model: Any, source: Tensor, target: Tensor) -> Tensor:
    """The loss of one batch; padding is never asked for and never offered."""
    padding = model.config.pad_token_id
    begun = torch.cat([torch.full_like(target[:, :1], padding), target[:, :-1]], dim=1)
    real = target.ne(padding)
    logits = functional.linear(read(model, source, begun)[real], model.lm_head.weight[:padding])
    loss: Tensor = SlicedCrossEntropy.apply(logits, target[real])  # type: ignore[no-untyped-call]
    return loss
