"""One step of a layer of either backend, with the very weights that it uses for whole sequences."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.torch_layers import TorchRecurrent, weights_of


# --8<-- [start:advance]
def advance(layer: nn.Module, projected: Float[Tensor, "B G"], state: State) -> State:
    """The next state, from what the input adds to the gates (W x + b) and the state before."""
    if not isinstance(layer, TorchRecurrent):
        return layer.cell.step(projected, state)
    _, U, (_, b) = weights_of(layer)
    hidden = nn.functional.linear(state[0], U, b)
    if isinstance(layer.module, nn.LSTM):
        i, f, g, o = (projected + hidden).chunk(4, dim=-1)
        c = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c
    if isinstance(layer.module, nn.GRU):
        H = len(U) // 3
        (gates, candidate), (hidden_gates, h) = projected.split((2 * H, H), -1), hidden.split((2 * H, H), -1)
        r, z = torch.sigmoid(gates + hidden_gates).chunk(2, dim=-1)
        return (torch.lerp(torch.tanh(torch.addcmul(candidate, r, h)), state[0], z),)  # n + z * (h - n)
    squash = torch.tanh if layer.module.nonlinearity == "tanh" else torch.relu
    return (squash(projected + hidden),)


# --8<-- [end:advance]


def parts_of(layer: nn.Module) -> int:
    """Tensors in the state of a layer: 2 for an LSTM, else 1."""
    if isinstance(layer, TorchRecurrent):
        return 2 if isinstance(layer.module, nn.LSTM) else 1
    return layer.cell.parts
