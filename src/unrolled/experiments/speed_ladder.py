"""From the LSTM that reads best to the one that runs best, one idea a rung."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.cells.cell import Cell
from unrolled.cells.lstm import ExplicitLSTMCell
from unrolled.experiments.speed_forms import Size
from unrolled.layers.fast import FastRecurrent
from unrolled.layers.recurrent import Recurrent


class PerStep(nn.Module):
    """A cell over time that does everything inside the loop."""

    def __init__(self, cell: Cell, cut: Callable[[Tensor], Any]) -> None:
        super().__init__()
        self.cell, self.cut = cell, cut

    def forward(self, x: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        state, outputs = self.cell.zero_state(len(x), x), []
        for x_t in self.cut(x):
            state = self.cell(x_t, state)
            outputs.append(state[0])
        return torch.stack(outputs, dim=1), state


# --8<-- [start:cuts]
def by_index(x: Tensor):
    """Every x[:, t] keeps a way back to all of x: going back, T tensors of T steps are added up."""
    return (x[:, t] for t in range(x.shape[1]))


def by_unbind(x: Tensor):
    """One operation cuts all steps, and going back it puts them together once."""
    return x.unbind(1)


# --8<-- [end:cuts]


class PlainLSTM(torch.autograd.Function):
    """A first backward pass by hand: right, and with everything inside the loop."""

    collected = False  # whether the gradients of a are kept for one product after the loop

    @staticmethod
    def forward(ctx: Any, projected: Tensor, U: Tensor) -> Tensor:
        h = c = projected.new_zeros(len(projected), U.shape[1])
        kept, outputs = [], []
        for a in projected.unbind(1):
            i, f, g, o = (a + h @ U.T).chunk(4, dim=1)
            gates = (torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o))
            new_c = gates[1] * c + gates[0] * gates[2]
            kept.append((*gates, h, c, torch.tanh(new_c)))
            c, h = new_c, gates[3] * kept[-1][-1]
            outputs.append(h)
        ctx.kept, ctx.U = kept, U
        return torch.stack(outputs, dim=1)

    # --8<-- [start:plain]
    @classmethod
    def back(cls, ctx: Any, d_output: Tensor) -> tuple[Tensor, Tensor]:
        U, kept, from_above = ctx.U, ctx.kept, d_output.unbind(1)
        dU, dh, dc, collected = torch.zeros_like(U), 0, 0, []
        for t in reversed(range(len(kept))):
            i, f, g, o, h, c, shown = kept[t]
            dh = dh + from_above[t]
            dc = dc + dh * o * (1 - shown * shown)
            di, df, dg, do = dc * g, dc * c, dc * i, dh * shown
            a = (di * i * (1 - i), df * f * (1 - f), dg * (1 - g * g), do * o * (1 - o))
            da = torch.cat(a, dim=1)
            if not cls.collected:
                dU += da.T @ h
            dh, dc = da @ U, dc * f
            collected.append(da)
        da = torch.stack(collected[::-1], dim=1)
        if cls.collected:
            dU = da.flatten(0, 1).T @ torch.stack([k[4] for k in kept], dim=1).flatten(0, 1)
        return da, dU

    # --8<-- [end:plain]

    @staticmethod
    def backward(ctx: Any, d_output: Tensor) -> tuple[Tensor, Tensor]:
        return PlainLSTM.back(ctx, d_output)


class CollectedLSTM(PlainLSTM):
    """The same, with the gradient of U by one product after the loop."""

    collected = True

    @staticmethod
    def backward(ctx: Any, d_output: Tensor) -> tuple[Tensor, Tensor]:
        return CollectedLSTM.back(ctx, d_output)


class ByHand(nn.Module):
    """A cell whose projected input goes through one of the two functions above."""

    def __init__(self, cell: Cell, function: type[torch.autograd.Function]) -> None:
        super().__init__()
        self.cell, self.function = cell, function

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        return self.function.apply(self.cell.project(x), self.cell.U), None


def rungs(oracle: nn.Module, cell: Cell, size: Size) -> dict[str, nn.Module]:
    """Every rung by name; all but the first two share the weights of `cell`."""
    explicit = ExplicitLSTMCell(size.D, size.H)
    return {
        "torch.nn": oracle,
        "eight products a step, x[:, t]": PerStep(explicit, by_index),
        "unbind": PerStep(explicit, by_unbind),
        "fused: two products a step": PerStep(cell, by_unbind),
        "hoisted: one product a step": Recurrent(cell),
        "backward by hand": ByHand(cell, PlainLSTM),
        "weights after the loop": ByHand(cell, CollectedLSTM),
        "in place, time first": FastRecurrent(cell),
    }
