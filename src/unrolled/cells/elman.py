"""The plain recurrent cell: one step, first with each weight apart, then with the two products split.

Elman (1990), "Finding Structure in Time", Cognitive Science 14(2), section "Networks with memory".
"""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State

NONLINEARITIES: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu}


# --8<-- [start:explicit]
class ExplicitElmanCell(Cell):
    """One step of a plain recurrent network.

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden state.
        nonlinearity: "tanh" or "relu".
    Raises:
        ValueError: another nonlinearity.
    """

    def __init__(self, input_size: int, hidden_size: int, nonlinearity: str = "tanh") -> None:
        super().__init__(input_size, hidden_size)
        self.phi, self.nonlinearity = nonlinearity_of(nonlinearity), nonlinearity
        self.W = nn.Parameter(torch.empty(hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(hidden_size, hidden_size))
        self.b = nn.Parameter(torch.empty(hidden_size))
        self.reset_parameters()

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        (h,) = state
        # (elman.1) what comes in, what is remembered, a bias
        a = x @ self.W.T + h @ self.U.T + self.b
        # (elman.2) squashed
        h = self.phi(a)
        return (h,)


# --8<-- [end:explicit]


# --8<-- [start:fused]
class ElmanCell(ExplicitElmanCell):
    """The same step in two parts: the product with the input can be taken for all steps at once, before the loop."""

    def project(self, x: Float[Tensor, "*N D"]) -> Float[Tensor, "*N H"]:
        # (elman.5) W x + b, for any number of steps at once
        return nn.functional.linear(x, self.W, self.b)

    def step(self, projected: Float[Tensor, "B H"], state: State) -> State:
        (h,) = state
        # (elman.5) only U h is left for the loop
        return (self.phi(torch.addmm(projected, h, self.U.T)),)

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)


# --8<-- [end:fused]


def nonlinearity_of(name: str) -> Callable[[Tensor], Tensor]:
    """The function of a name. Raises: ValueError, if there is none of that name."""
    if name not in NONLINEARITIES:
        raise ValueError(f"no nonlinearity {name!r}: choose one of {', '.join(NONLINEARITIES)}")
    return NONLINEARITIES[name]
