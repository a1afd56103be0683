"""The fastest layers of the book that can still be read: the parameters of a cell, and passes written by hand."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State
from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.layers.fast_elman import ElmanThroughTime
from unrolled.layers.fast_gru import GRUThroughTime
from unrolled.layers.fast_lstm import LSTMThroughTime
from unrolled.layers.masks import check_input


# --8<-- [start:fast]
class FastRecurrent(nn.Module):
    """A cell over time as `Recurrent` runs it, by one pass forward and one backward, both written by hand.

    It can be differentiated once, and each forward pass serves one backward pass. It reads whole sequences only.

    Args:
        cell: an `ElmanCell` with tanh, an `LSTMCell`, or a `GRUCell` in PyTorch's conventions; else a ValueError.
        check_finite: stop with an error when the input holds a NaN or an infinity.
    """

    def __init__(self, cell: Cell, check_finite: bool = False) -> None:
        super().__init__()
        self.cell, self.check_finite = cell, check_finite
        through_time(cell)

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T H"], State]:
        """Hidden state after every step, and the state after the last.

        Raises:
            ValueError: `lengths` are given, or what `Recurrent` refuses.
        """
        if lengths is not None:
            raise ValueError(
                "lengths are given: this layer reads whole sequences only; `Recurrent(cell)` reads padding"
            )
        check_input(x, self.cell.input_size, finite=self.check_finite)
        state = self.cell.zero_state(len(x), x) if state is None else state
        self.cell.check_state(state, len(x))
        output, *end = through_time(self.cell).apply(x, *state, *self.cell.parameters())  # W, U, b; a GRU also b_u
        return output, tuple(end)


# --8<-- [end:fast]


def through_time(cell: Cell) -> type[torch.autograd.Function]:
    """The hand-written passes of a cell. Raises: ValueError, if there are none for it."""
    # not isinstance: a subclass may compute something else in its step
    if type(cell) is ElmanCell and cell.nonlinearity == "tanh":
        return ElmanThroughTime
    if type(cell) is LSTMCell:
        return LSTMThroughTime
    if type(cell) is GRUCell and (cell.reset, cell.update) == ("after", "keeps"):
        return GRUThroughTime
    raise ValueError(
        f"no hand-written passes for {type(cell).__name__} with these options: there are some for ElmanCell with "
        "tanh, LSTMCell, and GRUCell with reset 'after' and update 'keeps'; `Recurrent(cell)` runs any cell"
    )


class FastRNN(FastRecurrent):
    """`RNN` with tanh, by hand-written passes. Args: see `ElmanCell`."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(ElmanCell(input_size, hidden_size))


class FastLSTM(FastRecurrent):
    """`LSTM`, by hand-written passes. Args: see `LSTMCell`."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(LSTMCell(input_size, hidden_size))


class FastGRU(FastRecurrent):
    """`GRU` in PyTorch's conventions, by hand-written passes. Args: see `GRUCell`."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(GRUCell(input_size, hidden_size))
