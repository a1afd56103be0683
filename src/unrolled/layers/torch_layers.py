"""`torch.nn` behind the interface of our layers: change one argument and compare."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State, check_state
from unrolled.layers.masks import check_input, mask_of
from unrolled.layers.recurrent import GRU, LSTM, RNN


class TorchRecurrent(nn.Module):
    """One layer and one direction of `nn.RNN`, `nn.LSTM` or `nn.GRU`, with the states of `Recurrent`.

    Args:
        module: what to run, batch first.
        check_finite: stop with an error when the input holds a NaN or an infinity.
    """

    def __init__(self, module: nn.RNNBase, check_finite: bool = False) -> None:
        super().__init__()
        self.module, self.check_finite = module, check_finite

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T H"], State]:
        """As `Recurrent.forward`. With `lengths` it packs, which is exact, and slow on a CPU."""
        check_input(x, self.module.input_size, lengths, self.check_finite)
        if state is not None:  # torch takes rows of a larger batch for its own when it packs
            check_state(state, 2 if isinstance(self.module, nn.LSTM) else 1, len(x), self.module.hidden_size)
        carried = None if state is None else self._inward(state)
        if lengths is None:
            output, end = self.module(x, carried)
            return output, self._outward(end)
        mask_of(lengths, x.shape[1])
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        output, end = self.module(packed, carried)
        output, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=x.shape[1])
        return output, self._outward(end)

    def _inward(self, state: State) -> Tensor | tuple[Tensor, ...]:
        parts = tuple(part.unsqueeze(0) for part in state)  # (B, H) -> (1, B, H)
        return parts if isinstance(self.module, nn.LSTM) else parts[0]

    def _outward(self, state: Tensor | tuple[Tensor, ...]) -> State:
        return tuple(part[0] for part in (state if isinstance(self.module, nn.LSTM) else (state,)))


class TorchRNN(TorchRecurrent):
    """`nn.RNN` with the interface of `RNN`."""

    def __init__(self, input_size: int, hidden_size: int, nonlinearity: str = "tanh") -> None:
        super().__init__(nn.RNN(input_size, hidden_size, nonlinearity=nonlinearity, batch_first=True))


class TorchLSTM(TorchRecurrent):
    """`nn.LSTM` with the interface of `LSTM`."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(nn.LSTM(input_size, hidden_size, batch_first=True))


class TorchGRU(TorchRecurrent):
    """`nn.GRU` with the interface of `GRU`, reset after the product."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(nn.GRU(input_size, hidden_size, batch_first=True))


# --8<-- [start:make]
LAYERS: dict[tuple[str, str], type[nn.Module]] = {
    ("rnn", "book"): RNN,
    ("lstm", "book"): LSTM,
    ("gru", "book"): GRU,
    ("rnn", "torch"): TorchRNN,
    ("lstm", "torch"): TorchLSTM,
    ("gru", "torch"): TorchGRU,
}


def make_layer(kind: str, input_size: int, hidden_size: int, backend: str = "book") -> nn.Module:
    """A recurrent layer by name: `kind` "rnn", "lstm" or "gru", `backend` "book" or "torch".

    Raises:
        ValueError: no such kind or backend.
    """
    if (kind, backend) not in LAYERS:
        choices = ", ".join(f"{k} {b}" for k, b in LAYERS)
        raise ValueError(f"no layer of kind {kind!r} and backend {backend!r}: choose one of {choices}")
    return LAYERS[kind, backend](input_size, hidden_size)


# --8<-- [end:make]


def weights_of(layer: nn.Module) -> tuple[Tensor, Tensor, list[Tensor]]:
    """W (G, D), U (G, H) and the biases of a layer of either backend, gates stacked in PyTorch's order.

    The biases: two of (G) in `torch.nn`; b (G) in ours, and b_u (H) if it has one.
    """
    if isinstance(layer, TorchRecurrent):
        module = layer.module
        return module.weight_ih_l0, module.weight_hh_l0, [module.bias_ih_l0, module.bias_hh_l0]
    cell = layer.cell
    return cell.W, cell.U, [cell.b] + ([cell.b_u] if getattr(cell, "b_u", None) is not None else [])


def initialise_gates(layer: nn.Module) -> None:
    """Orthogonal recurrent weights, one block a gate; biases zero, but the forget bias of an LSTM is 1."""
    _, U, biases = weights_of(layer)
    hidden = U.shape[1]
    with torch.no_grad():
        for block in U.split(hidden):  # one square block a gate
            nn.init.orthogonal_(block)
        for bias in biases:
            bias.zero_()
        if len(U) == 4 * hidden:
            biases[0][hidden : 2 * hidden] = 1.0
