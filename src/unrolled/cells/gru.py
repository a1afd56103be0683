"""The gated recurrent unit: one step, first gate by gate to read, then fused to run, in all four conventions.

Cho and others (2014), "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
Translation", EMNLP, section 2.3; the reset gate after the product is what cuDNN, PyTorch and Keras compute.
"""

from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State

Reset = Literal["after", "before"]  # of the product with U
Update = Literal["keeps", "replaces"]  # what z = 1 does to the old state


# --8<-- [start:explicit]
class ExplicitGRUCell(Cell):
    """One step of a GRU, with the weights of each gate apart.

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden state.
        reset: "after" the product with U_n, as PyTorch does, or "before" it.
        update: whether z = 1 "keeps" the old state, as in PyTorch, or "replaces" it.
    Raises:
        ValueError: another `reset` or `update`.
    """

    def __init__(self, input_size: int, hidden_size: int, reset: Reset = "after", update: Update = "keeps") -> None:
        super().__init__(input_size, hidden_size)
        check_conventions(reset, update)
        self.reset, self.update = reset, update
        for gate in "rzn":  # reset gate, update gate, candidate
            self.register_parameter(f"W_{gate}", nn.Parameter(torch.empty(hidden_size, input_size)))
            self.register_parameter(f"U_{gate}", nn.Parameter(torch.empty(hidden_size, hidden_size)))
            self.register_parameter(f"b_{gate}", nn.Parameter(torch.empty(hidden_size)))
        self.b_u = nn.Parameter(torch.empty(hidden_size)) if reset == "after" else None
        self.reset_parameters()

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        (h,) = state
        # (gru.1) reset gate: how much of the old state the candidate sees
        r = torch.sigmoid(x @ self.W_r.T + h @ self.U_r.T + self.b_r)
        # (gru.2) update gate: how much of the old state stays, or goes
        z = torch.sigmoid(x @ self.W_z.T + h @ self.U_z.T + self.b_z)
        if self.reset == "after":
            # (gru.3) candidate, the product first and then the gate
            n = torch.tanh(x @ self.W_n.T + self.b_n + r * (h @ self.U_n.T + self.b_u))
        else:
            # (gru.4) candidate, the gate first and then the product
            n = torch.tanh(x @ self.W_n.T + self.b_n + (r * h) @ self.U_n.T)
        if self.update == "keeps":
            # (gru.5) a mean of old state and candidate, weighted by z
            h = z * h + (1 - z) * n
        else:
            # (gru.6) the same mean, with the weights exchanged
            h = (1 - z) * h + z * n
        return (h,)


# --8<-- [end:explicit]


# --8<-- [start:fused]
class GRUCell(Cell):
    """The same step with the weights stacked, in PyTorch's order: reset, update, candidate.

    Args and errors: as `ExplicitGRUCell`.
    """

    def __init__(self, input_size: int, hidden_size: int, reset: Reset = "after", update: Update = "keeps") -> None:
        super().__init__(input_size, hidden_size)
        check_conventions(reset, update)
        self.reset, self.update = reset, update
        self.W = nn.Parameter(torch.empty(3 * hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(3 * hidden_size, hidden_size))
        self.b = nn.Parameter(torch.empty(3 * hidden_size))
        self.b_u = nn.Parameter(torch.empty(hidden_size)) if reset == "after" else None
        self.reset_parameters()

    def project(self, x: Float[Tensor, "*N D"]) -> Float[Tensor, "*N G"]:
        """The part of all gates that does not depend on the state. G is 3H."""
        return nn.functional.linear(x, self.W, self.b)

    def step(self, projected: Float[Tensor, "B G"], state: State) -> State:
        (h,) = state
        H = self.hidden_size
        gates, candidate = projected.split((2 * H, H), dim=-1)  # (B, 3H) -> (B, 2H), (B, H)
        if self.reset == "after":
            hidden_gates, hidden = (h @ self.U.T).split((2 * H, H), dim=-1)  # one product for all three
            r, z = torch.sigmoid(gates + hidden_gates).chunk(2, dim=-1)
            n = torch.tanh(candidate + r * (hidden + self.b_u))
        else:
            r, z = torch.sigmoid(gates + h @ self.U[: 2 * H].T).chunk(2, dim=-1)
            n = torch.tanh(candidate + (r * h) @ self.U[2 * H :].T)  # a second product, once r is known
        keep, take = (h, n) if self.update == "keeps" else (n, h)
        return (torch.lerp(take, keep, z),)  # take + z * (keep - take)

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)


# --8<-- [end:fused]


def check_conventions(reset: str, update: str) -> None:
    """Raises: ValueError, if a convention has another name than the ones in `Reset` and `Update`."""
    if reset not in ("after", "before"):
        raise ValueError(f"reset {reset!r}: the reset gate acts 'after' or 'before' the product with U")
    if update not in ("keeps", "replaces"):
        raise ValueError(f"update {update!r}: z = 1 either 'keeps' or 'replaces' the old state")
