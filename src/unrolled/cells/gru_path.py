"""The part of a GRU's gradient that runs through the kept state alone."""

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.cells.gru import GRUCell


# --8<-- [start:path]
def kept_path(cell: GRUCell, x: Float[Tensor, "T D"]) -> list[Float[Tensor, " H"]]:
    """Diagonal of the part of dh_T/dh_t that runs through (gru.5) alone, (gru.8), for t from 0 to T - 1.

    Args:
        cell: one whose z keeps.
    """
    z_rows = slice(cell.hidden_size, 2 * cell.hidden_size)
    state, gates = cell.zero_state(1, x), []
    for row in x:
        projected = cell.project(row.unsqueeze(0))
        gates.append(torch.sigmoid(projected[0, z_rows] + state[0][0] @ cell.U[z_rows].T))
        state = cell.step(projected, state)
    products = [gates[-1]]
    for z in reversed(gates[:-1]):
        products.append(products[-1] * z)  # (gru.8)
    return products[::-1]


# --8<-- [end:path]
