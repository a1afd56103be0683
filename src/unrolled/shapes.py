"""The five shapes of a sequence model, and what it saves to use one set of weights at every step."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.func import functional_call

from unrolled.cells.cell import Cell, State

Read = Callable[[Tensor], Tensor]  # from a state (..., H) to an output (..., O), mostly an nn.Linear


# --8<-- [start:states]
def states(cell: Cell, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T H"]:
    """The state after each step. There is one cell, and so one set of weights, for all of them."""
    state = cell.zero_state(len(x), x)
    seen = []
    for x_t in x.unbind(1):
        # (sequences.1)
        state = cell(x_t, state)
        seen.append(state[0])
    return torch.stack(seen, dim=1)


# --8<-- [end:states]


# --8<-- [start:many_in]
def many_to_one(layer: nn.Module, read: Read, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B O"]:
    """Read the whole sequence, then answer once, from the last state."""
    _, state = layer(x)
    # (sequences.3)
    return read(state[0])


def synchronised(layer: nn.Module, read: Read, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T O"]:
    """Answer after each step, from the state at that step."""
    output, _ = layer(x)
    # (sequences.4)
    return read(output)


# --8<-- [end:many_in]


# --8<-- [start:many_out]
def one_to_many(
    cell: Cell, read: Read, state: State, first: Float[Tensor, "B O"], steps: int
) -> Float[Tensor, "B {steps} O"]:
    """Begin in a given state, and feed each output back as the next input."""
    y, seen = first, []
    for _ in range(steps):
        # (sequences.5)
        state = cell(y, state)
        y = read(state[0])
        seen.append(y)
    return torch.stack(seen, dim=1)


def offset(
    encoder: nn.Module, decoder: Cell, read: Read, x: Float[Tensor, "B S D"], first: Float[Tensor, "B O"], steps: int
) -> Float[Tensor, "B {steps} O"]:
    """Read the whole source, and only then begin to write: the end of one network is the beginning of another."""
    # (sequences.6)
    _, state = encoder(x)
    return one_to_many(decoder, read, state, first, steps)


# --8<-- [end:many_out]


# --8<-- [start:counts]
def recurrent_parameters(D: int, H: int) -> int:
    """Numbers to learn in a plain recurrent layer. The length of the sequence does not occur."""
    # (sequences.7)
    return H * (D + H + 1)


def feedforward_parameters(D: int, H: int, T: int) -> int:
    """Numbers to learn in one ordinary layer that sees all T steps side by side."""
    # (sequences.8)
    return H * (T * D + 1)


# --8<-- [end:counts]


# --8<-- [start:by_step]
def gradients_by_step(
    cell: Cell, x: Float[Tensor, "B T D"], loss_of: Callable[[Tensor], Tensor]
) -> dict[str, Float[Tensor, "T *N"]]:
    """Gradient of each weight at each step, as if every step had a copy of its own.

    Args:
        loss_of: a loss from all the states (B, T, H).
    """
    T = x.shape[1]
    copies = {name: p.detach().expand(T, *p.shape).clone().requires_grad_() for name, p in cell.named_parameters()}
    state, seen = cell.zero_state(len(x), x), []
    for t, x_t in enumerate(x.unbind(1)):
        state = functional_call(cell, {name: copy[t] for name, copy in copies.items()}, (x_t, state))
        seen.append(state[0])
    loss_of(torch.stack(seen, dim=1)).backward()
    return {name: copy.grad for name, copy in copies.items()}  # (sequences.9) their sum over t is the shared gradient


# --8<-- [end:by_step]


# --8<-- [start:bag]
def bag(embed: nn.Embedding, tokens: Int[Tensor, "B T"]) -> Float[Tensor, "B D"]:
    """The sum of the words' vectors, in which their order is lost."""
    # (sequences.2)
    return embed(tokens).sum(dim=1)


# --8<-- [end:bag]
