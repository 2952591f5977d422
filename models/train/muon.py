"""Muon: momentum whose update is made orthogonal, for the weight matrices of hidden layers.

torch's own works in bfloat16 always, which a processor without it emulates at a fiftieth of float32's speed; this one takes the
type it is given, and treats all matrices of one shape at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

MOMENTUM = 0.95
COEFFICIENTS, ITERATIONS = (3.4445, -4.7750, 2.0315), 5
"""Of the Newton–Schulz iteration, and how often; both, and the momentum, from Jordan et al. 2024, kellerjordan.github.io/posts/muon."""

RMS = 0.2
"""Root mean square of an AdamW update, which a step is scaled to so that one rate suits both (Liu et al. 2025, arXiv 2502.16982)."""


StackFunction = Callable[[Tensor], Tensor]
"""A function of a stack of matrices [N,A,B] that treats each by itself."""


class Muon(torch.optim.Optimizer):
    """Steps matrices by ``lr`` times their orthogonalised Nesterov momentum; ``dtype`` is what the iteration is computed in.

    ``spread`` takes the function that makes a stack of matrices [N,A,B] orthogonal, and returns it as several processes that
    train together compute it; without it this process computes all.
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float,
        dtype: torch.dtype,
        spread: Callable[[StackFunction], StackFunction] = lambda function: function,
    ) -> None:
        super().__init__(parameters, {"lr": lr})
        self.dtype = dtype
        self.orthogonalise_stack = spread(orthogonalise)

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]  # nobody here gives a closure
        """One step; parameters without a gradient stay as they are."""
        for group in self.param_groups:
            shapes: dict[torch.Size, list[Tensor]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in shapes.items():
                updates = self.orthogonalise_stack(torch.stack([self.nesterov(p) for p in parameters]).to(self.dtype))
                rate = group["lr"] * RMS * max(shape) ** 0.5
                for parameter, update in zip(parameters, updates, strict=True):
                    parameter.add_(update, alpha=-rate)

    def nesterov(self, parameter: Tensor) -> Tensor:
        """The gradient of ``parameter`` with its momentum, which is updated."""
        assert parameter.grad is not None
        momentum: Tensor = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
        momentum.lerp_(parameter.grad, 1 - MOMENTUM)
        return parameter.grad.lerp(momentum, MOMENTUM)


def orthogonalise(matrices: Tensor) -> Tensor:
    """About the nearest matrices with equal singular values, each near 1, of ``matrices`` [N,A,B]."""
    a, b, c = COEFFICIENTS
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(ITERATIONS):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x
