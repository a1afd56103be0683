"""A whole module of `torch.nn`, layers and directions, as a stack of ours, and the states of a stack in its layout."""

import torch
from torch import Tensor, nn

from unrolled.cells import convert_elman, convert_gru, convert_lstm
from unrolled.cells.cell import State
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import Recurrent
from unrolled.layers.stack import Stack

FROM_TORCH = {nn.RNN: convert_elman.from_torch, nn.LSTM: convert_lstm.from_torch, nn.GRU: convert_gru.from_torch}


# --8<-- [start:stack_from_torch]
def stack_from_torch(module: nn.Module) -> Stack:
    """Our stack with the weights of `nn.RNN`, `nn.LSTM` or `nn.GRU`: every layer, one direction or both.

    Raises:
        ValueError: another kind of module, or an LSTM with projections.
    """
    if type(module) not in FROM_TORCH:
        raise ValueError(f"no stack for {type(module).__name__}: give an nn.RNN, nn.LSTM or nn.GRU")
    cell_of = FROM_TORCH[type(module)]

    def level(number: int) -> nn.Module:
        ahead = Recurrent(cell_of(module, number))
        if not module.bidirectional:
            return ahead
        return Bidirectional(ahead, Recurrent(cell_of(module, number, backward=True)))

    return Stack([level(number) for number in range(module.num_layers)], between=lambda: nn.Dropout(module.dropout))


def torch_states(states: list[State] | list[tuple[State, State]]) -> list[Tensor]:
    """The states of a stack in PyTorch's layout: [h_n], or [h_n, c_n], each (L, B, H), or (2L, B, H)."""
    levels = [level if isinstance(level[0], tuple) else (level,) for level in states]
    directions = [state for level in levels for state in level]  # ahead 1, back 1, ahead 2, back 2 ...
    return [torch.stack(parts) for parts in zip(*directions, strict=True)]


# --8<-- [end:stack_from_torch]
