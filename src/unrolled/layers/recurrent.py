"""A cell becomes a layer: it runs over time, and stops for each sequence at its own end."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State
from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell, Reset, Update
from unrolled.cells.lstm import LSTMCell
from unrolled.layers.masks import check_input, keep_where, mask_of


# --8<-- [start:recurrent]
class Recurrent(nn.Module):
    """Any cell over time, batch first. What a cell can `project` is projected for all steps before the loop.

    Args:
        cell: the cell to run.
        check_finite: stop with an error when the input holds a NaN or an infinity.
    """

    def __init__(self, cell: Cell, check_finite: bool = False) -> None:
        super().__init__()
        self.cell, self.check_finite = cell, check_finite

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T H"], State]:
        """Hidden state after every step, and the state after the last. Raises: ValueError, if shapes do not fit.

        With `lengths`, outputs beyond the end of a sequence are zero, and its state is that at its own end.
        """
        check_input(x, self.cell.input_size, lengths, self.check_finite)
        # (elman.4) the state before the first step is zero, unless one is given
        state = self.cell.zero_state(len(x), x) if state is None else state
        self.cell.check_state(state, len(x))
        self.cell.begin(x)
        mask = None if lengths is None else mask_of(lengths, x.shape[1]).unsqueeze(-1).unbind(1)  # T times (B, 1)
        outputs = []
        for t, projected in enumerate(self.cell.project(x).unbind(1)):  # unbind: x[:, t] is quadratic going backward
            # (elman.4) the same cell at every step, from the state it left behind
            new = self.cell.step(projected, state)
            state = new if mask is None else keep_where(mask[t], new, state)
            outputs.append(new[0] if mask is None else new[0] * mask[t])
        return torch.stack(outputs, dim=1), state  # T times (B, H) -> (B, T, H)


# --8<-- [end:recurrent]


# --8<-- [start:rnn]
class RNN(Recurrent):
    """A plain (Elman) network over time. Args: see `ElmanCell`."""

    def __init__(self, input_size: int, hidden_size: int, nonlinearity: str = "tanh") -> None:
        super().__init__(ElmanCell(input_size, hidden_size, nonlinearity))


# --8<-- [end:rnn]


# --8<-- [start:lstm]
class LSTM(Recurrent):
    """An LSTM over time. Args: see `LSTMCell`."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(LSTMCell(input_size, hidden_size))


# --8<-- [end:lstm]


# --8<-- [start:gru]
class GRU(Recurrent):
    """A GRU over time. Args: see `GRUCell`."""

    def __init__(self, input_size: int, hidden_size: int, reset: Reset = "after", update: Update = "keeps") -> None:
        super().__init__(GRUCell(input_size, hidden_size, reset, update))


# --8<-- [end:gru]
