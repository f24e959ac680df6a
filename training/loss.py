"""Cross-entropy over a large vocabulary, in slices."""

from __future__ import annotations

from typing import Any

import torch

SLICE = {"cpu": 512, "cuda": 8192}  # rows; on a processor a slice in float32 should stay in its cache


class SlicedCrossEntropy(torch.autograd.Function):
    """Cross-entropy with label smoothing (Szegedy et al. 2016) that computes its gradient with its value.

    Only a slice of the rows exists in float32 at any time; what is kept is the gradient, in the logits' own precision.
    """

    @staticmethod
    def forward(ctx: Any, logits: torch.Tensor, wanted: torch.Tensor, smoothing: float) -> torch.Tensor:
        """The mean over the rows."""
        rows, pieces = logits.shape
        total = torch.zeros((), device=logits.device)
        gradient = torch.empty_like(logits)
        size = SLICE.get(logits.device.type, 512)
        for start in range(0, rows, size):
            scores = logits[start : start + size].to(torch.float32, copy=True)
            right = wanted[start : start + size, None]
            log_sum = scores.logsumexp(1, keepdim=True)
            likely = (1 - smoothing) * scores.gather(1, right) + smoothing * scores.mean(1, keepdim=True)
            total += (log_sum - likely).sum()
            slope = scores.sub_(log_sum).exp_().sub_(smoothing / pieces)
            slope.scatter_add_(1, right, torch.full_like(right, smoothing - 1, dtype=slope.dtype))
            gradient[start : start + size] = slope.div_(rows)
        ctx.save_for_backward(gradient)
        return total / rows

    @staticmethod
    def backward(ctx: Any, *outer: torch.Tensor) -> tuple[torch.Tensor, None, None]:
        """The gradient that `forward` kept."""
        (gradient,) = ctx.saved_tensors
        return gradient * outer[0].to(gradient.dtype), None, None


def measure_loss(model: Any, source: torch.Tensor, target: torch.Tensor, smoothing: float = 0.1) -> torch.Tensor:
    """The loss of one batch; padding is never asked for and never offered."""
    padding = model.config.pad_token_id
    begun = torch.cat([torch.full_like(target[:, :1], padding), target[:, :-1]], dim=1)
    states = model.model(
        input_ids=source, attention_mask=source.ne(padding), decoder_input_ids=begun, use_cache=False
    ).last_hidden_state
    real = target.ne(padding)
    logits = model.lm_head(states[real])[:, :padding]
    loss: torch.Tensor = SlicedCrossEntropy.apply(logits, target[real], smoothing)  # type: ignore[no-untyped-call]
    return loss
