"""Dropout inside the recurrence, with one mask for a whole sequence: on the state, or on the candidate.

Gal & Ghahramani (2016), "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks", NIPS, sec. 4;
Semeniuta, Severyn & Barth (2016), "Recurrent Dropout without Memory Loss", COLING, section 3.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.cells.cell import Cell, State
from unrolled.cells.gru import ExplicitGRUCell, GRUCell
from unrolled.cells.gru_open import OpenGRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.cells.noise import check_rate, draw_mask
from unrolled.cells.wrapper import CellWrapper
from unrolled.cells.zoneout import Zoneout

PASSES_H_BY = (ExplicitGRUCell, GRUCell, OpenGRUCell, Zoneout)  # a part of the new h is the old h, not a product with U


# --8<-- [start:recurrent]
class RecurrentDropout(CellWrapper):
    """The cell inside reads the hidden state through a mask, the same one at every step of a sequence.

    Equation (regularisation.3). `begin`, which a layer calls before its loop, draws the mask. The other parts of the
    state, such as c, stay whole.

    Args:
        cell: a cell that reads h through its recurrent weights alone: a plain one or an LSTM.
        rate: share of the hidden state to drop.
    Raises:
        ValueError: the rate is not at least 0 and below 1, or the cell, or one inside it, passes h on past its weights,
            as a GRU does.
    """

    def __init__(self, cell: Cell, rate: float | int) -> None:
        super().__init__(cell)
        self.rate, self.mask = check_rate(rate), None
        if found := [inner for inner in cell.modules() if isinstance(inner, PASSES_H_BY)]:  # itself, or inside it
            inside = isinstance(found[0], Zoneout)
            raise ValueError(
                f"{type(found[0]).__name__} passes a part of h on past its weights, and a mask there would scale it at "
                f"every step: {'put RecurrentDropout inside Zoneout' if inside else 'use WeightDrop or Zoneout'}"
            )

    def begin(self, x: Float[Tensor, "B T D"]) -> None:
        super().begin(x)
        if self.training:
            self.mask = draw_mask((len(x), self.hidden_size), self.rate, x)  # (B, H)

    def step(self, projected: Tensor, state: State) -> State:
        if self.training and self.rate > 0:
            h, *rest = state
            # (regularisation.3) what the cell reads is masked, with the mask of this sequence
            state = (h * check_mask(self.mask, h), *rest)
        return self.cell.step(projected, state)


# --8<-- [end:recurrent]


# --8<-- [start:candidate]
class CandidateDropoutLSTMCell(LSTMCell):
    """An LSTM that drops entries of the candidate: they are not written, and what is stored stays.

    Equation (regularisation.4).

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden state and in the cell state.
        rate: share of the candidate to drop.
    Raises:
        ValueError: the rate is not at least 0 and below 1.
    """

    def __init__(self, input_size: int, hidden_size: int, rate: float | int) -> None:
        super().__init__(input_size, hidden_size)
        self.rate, self.mask = check_rate(rate), None

    def begin(self, x: Float[Tensor, "B T D"]) -> None:
        if self.training:
            self.mask = draw_mask((len(x), self.hidden_size), self.rate, x)  # (B, H)

    def step(self, projected: Float[Tensor, "B G"], state: State) -> State:
        h, c = state
        i, f, g, o = (projected + h @ self.U.T).chunk(4, dim=-1)
        g = torch.tanh(g)
        if self.training and self.rate > 0:
            g = g * check_mask(self.mask, g)
        # (regularisation.4) the mask is on what enters, not on what is kept
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * g
        return torch.sigmoid(o) * torch.tanh(c), c


# --8<-- [end:candidate]


def check_mask(mask: Tensor | None, h: Float[Tensor, "B H"]) -> Float[Tensor, "B H"]:
    """The mask, if it was drawn for a batch like this one.

    Raises:
        RuntimeError: no mask has been drawn, or one for another batch.
    """
    if mask is None or mask.shape != h.shape:
        found = "none" if mask is None else f"one of shape {tuple(mask.shape)}"
        raise RuntimeError(
            f"no mask for a state of shape {tuple(h.shape)} ({found} is drawn): call begin(x) before the first step, "
            "or run the cell in a Recurrent layer, which does"
        )
    return mask
