"""Layers: a cell becomes a layer by running over time, with masks and in one or both directions."""

import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor, nn

from unrolled.cells.lstm import LSTMCell, State, zero_state


def mask_of(lengths: Int[Tensor, " B"], steps: int) -> Bool[Tensor, "B {steps}"]:
    """True where a sequence still runs, False where padding begins.

    Raises:
        ValueError: a length is below 1 or above `steps`.
    """
    if int(lengths.min()) < 1 or int(lengths.max()) > steps:
        raise ValueError(f"lengths {lengths.tolist()} do not fit sequences of {steps} steps: each must be 1 to {steps}")
    return torch.arange(steps, device=lengths.device) < lengths[:, None]  # (T) against (B, 1) -> (B, T)


# --8<-- [start:lstm]
class LSTM(nn.Module):
    """An LSTM over time, batch first. The input products of all steps are taken at once, before the loop.

    Args:
        input_size: D. hidden_size: H.
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.cell = LSTMCell(input_size, hidden_size)

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T H"], State]:
        """Hidden state after every step, and the state after the last.

        With `lengths`, outputs beyond the end of a sequence are zero, and its state is that at its own end.
        """
        check_input(x, self.cell.input_size)
        mask = None if lengths is None else mask_of(lengths, x.shape[1]).unsqueeze(-1).unbind(1)  # T times (B, 1)
        state = zero_state(len(x), self.cell.hidden_size, x) if state is None else state
        outputs = []
        for t, projected in enumerate(self.cell.project(x).unbind(1)):  # unbind: x[:, t] is quadratic going backward
            new = self.cell.step(projected, state)
            state = new if mask is None else keep_where(mask[t], new, state)
            outputs.append(new[0] if mask is None else new[0] * mask[t])
        return torch.stack(outputs, dim=1), state  # T times (B, H) -> (B, T, H)


# --8<-- [end:lstm]


class TorchLSTM(nn.Module):
    """`torch.nn.LSTM` behind the interface of `LSTM`: change one argument and compare."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, batch_first=True)

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T H"], State]:
        """As `LSTM.forward`. With `lengths` it packs, which is exact, and slow on a CPU."""
        check_input(x, self.lstm.input_size)
        carried = None if state is None else (state[0].unsqueeze(0), state[1].unsqueeze(0))  # (B, H) -> (1, B, H)
        if lengths is None:
            output, (h, c) = self.lstm(x, carried)
            return output, (h[0], c[0])
        mask_of(lengths, x.shape[1])
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        output, (h, c) = self.lstm(packed, carried)
        output, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=x.shape[1])
        return output, (h[0], c[0])


BACKENDS: dict[str, type[LSTM] | type[TorchLSTM]] = {"book": LSTM, "torch": TorchLSTM}


# --8<-- [start:reverse]
def reverse(x: Shaped[Tensor, "B T *F"], lengths: Int[Tensor, " B"]) -> Shaped[Tensor, "B T *F"]:
    """Turn each sequence round within its own length. Padding stays at the end. Twice gives the input back."""
    steps = torch.arange(x.shape[1], device=x.device)  # (T)
    turned = torch.where(mask_of(lengths, x.shape[1]), lengths[:, None] - 1 - steps, steps)  # (B, T)
    return x[torch.arange(len(x), device=x.device)[:, None], turned]


# --8<-- [end:reverse]


class BidirectionalLSTM(nn.Module):
    """One LSTM from left to right, one from right to left, their outputs side by side at each step.

    Schuster & Paliwal (1997), "Bidirectional Recurrent Neural Networks", IEEE Trans. Signal Processing 45(11).
    """

    def __init__(self, input_size: int, hidden_size: int, backend: str = "book") -> None:
        super().__init__()
        self.ahead, self.back = (BACKENDS[backend](input_size, hidden_size) for _ in range(2))

    def forward(self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T F"]:
        """Outputs of both directions, F = 2H numbers a step. Mask them: beyond a sequence's end they mean nothing."""
        forward, _ = self.ahead(x)
        backward, _ = self.back(reverse(x, lengths))
        return torch.cat([forward, reverse(backward, lengths)], dim=-1)  # twice (B, T, H) -> (B, T, 2H)


def keep_where(running: Bool[Tensor, "B 1"], new: State, old: State) -> State:
    """The new state where a sequence still runs, the old one where it has ended."""
    return torch.where(running, new[0], old[0]), torch.where(running, new[1], old[1])


def check_input(x: Tensor, input_size: int) -> None:
    """Raises: ValueError, if x is not (B, T, D) with D = `input_size` and T at least 1."""
    if x.dim() != 3 or x.shape[1] < 1 or x.shape[2] != input_size:
        raise ValueError(f"input of shape {tuple(x.shape)}: expected (B, T, D) with T >= 1 and D = {input_size}")
