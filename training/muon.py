"""Muon (Jordan et al. 2024), for many small matrices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = 3.4445, -4.7750, 2.0315  # of the quintic by which Jordan et al. push singular values towards one
STEPS = 5
MOMENTUM = 0.95


class Muon(torch.optim.Optimizer):
    """The update of `torch.optim.Muon` with Nesterov's momentum, for all matrices of one shape at once.

    On a GPU a few hundred small products take longer to start than to compute. Scaled to the size of AdamW's steps
    (Liu et al. 2025, section 2.2), so that both take one learning rate.
    """

    def __init__(self, weights: Iterable[Tensor], lr: float = 1e-3, decay: float = 0.01) -> None:
        super().__init__(weights, {"lr": lr, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Make one step along the gradients; weights without one stay as they are."""
        for group in self.param_groups:
            alike = defaultdict(list)
            for weight in group["params"]:
                if weight.grad is not None:
                    alike[weight.shape].append(weight)
            for shape, weights in alike.items():
                updates = self._find_updates(weights)
                torch._foreach_mul_(weights, 1 - group["lr"] * group["decay"])
                torch._foreach_add_(weights, list(updates.unbind()), alpha=-0.2 * max(shape) ** 0.5 * group["lr"])

    def _find_updates(self, weights: list[Tensor]) -> Tensor:
        gradients = torch.stack([weight.grad for weight in weights if weight.grad is not None])
        held = self.state[weights[0]]
        momentum = held.setdefault("momentum", torch.zeros_like(gradients))
        momentum.lerp_(gradients, 1 - MOMENTUM)
        return orthogonalise(gradients.lerp(momentum, MOMENTUM)).to(gradients.dtype)


def orthogonalise(matrices: Tensor) -> Tensor:
    """Bring the singular values of each matrix near one, in bfloat16 (Newton-Schulz; Jordan et al. 2024).

    Args:
        matrices: (count, rows, columns).
    """
    tall = matrices.shape[1] > matrices.shape[2]
    x = (matrices.mT if tall else matrices).bfloat16()
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    a, b, c = COEFFICIENTS
    for _ in range(STEPS):
        square = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x
