"""How much the end of a sequence depends on the state at each earlier step, by autograd."""

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.cells.cell import Cell
from unrolled.cells.lstm import LSTMCell


# --8<-- [start:reach]
def gradient_reach(last: Float[Tensor, " H"], states: list[Float[Tensor, " H"]]) -> list[float]:
    """Frobenius norm of the Jacobian of `last` by each of `states`.

    Args:
        last: hidden state after the last step, still attached to its graph.
        states: a state at each earlier step, from the same graph.
    """
    squares = [0.0] * len(states)
    for unit in last:  # one row of every Jacobian at a time
        rows = torch.autograd.grad(unit, states, retain_graph=True)
        squares = [total + float(row.square().sum()) for total, row in zip(squares, rows, strict=True)]
    return [total**0.5 for total in squares]


# --8<-- [end:reach]


# --8<-- [start:state_reach]
def state_reach(cell: Cell, x: Float[Tensor, "T D"], part: int = 0) -> list[float]:
    """Norm of the Jacobian of h_T by one part of the state after each step t, for t from 1 to T - 1.

    Args:
        part: 0 for the hidden state, 1 for the cell state of an LSTM. The other parts are held fixed.
    """
    state, seen = cell.zero_state(1, x), []
    for row in x:
        parts = list(cell(row.unsqueeze(0), state))
        seen.append(parts[part].squeeze(0))
        parts[part] = seen[-1].unsqueeze(0)  # the next step must read the very tensor that is held
        state = tuple(parts)
    return gradient_reach(state[0].squeeze(0), seen[:-1])


# --8<-- [end:state_reach]


def direct_path(cell: LSTMCell, x: Float[Tensor, "T D"]) -> list[Float[Tensor, " H"]]:
    """The part of dc_T/dc_t, t from 1 to T, through the cell state alone: the product of the forget gates after t."""
    h, c = torch.zeros(2, 1, cell.hidden_size, dtype=x.dtype)
    gates = []
    for row in x:
        projected = cell.project(row.unsqueeze(0))
        _, f, _, _ = (projected + h @ cell.U.T).chunk(4, dim=-1)
        gates.append(torch.sigmoid(f).squeeze(0))
        h, c = cell.step(projected, (h, c))
    products = [torch.ones_like(gates[-1])]
    for f in reversed(gates[1:]):
        products.append(products[-1] * f)  # (lstm.8)
    return products[::-1]
