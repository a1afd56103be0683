"""What every way of decoding asks of a model, and how rows of its state are chosen."""

from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor

State = tuple[Tensor | None, ...]  # each part has a row for each of N sequences; None where a model has no such part


# --8<-- [start:stepper]
@runtime_checkable
class Stepper(Protocol):
    """Anything that reads one token a row, and says what may follow."""

    def step(self, tokens: Int[Tensor, " N"], state: State) -> tuple[Float[Tensor, "N V"], State]:
        """Logits of the next token, and the state from which to go on."""
        ...


# --8<-- [end:stepper]


def rows_of(state: State) -> int:
    """N, how many sequences a state holds.

    Raises:
        ValueError: the state is empty, or its parts differ in N.
    """
    sizes = {len(part) for part in state if part is not None}
    if len(sizes) != 1 or 0 in sizes:
        raise ValueError(f"parts of a state have as many rows as there are sequences, these have {sorted(sizes)}")
    return sizes.pop()


# --8<-- [start:pick]
def pick(state: State, rows: Int[Tensor, " M"]) -> State:
    """The chosen rows of each part, in that order; a row may be chosen more than once, or not at all."""
    chosen = [None if part is None else part.index_select(0, rows) for part in state]
    return type(state)(*chosen) if hasattr(state, "_fields") else tuple(chosen)


def repeat(state: State, times: int) -> State:
    """Every row `times` times, copies side by side."""
    count = rows_of(state)
    device = next(part.device for part in state if part is not None)
    return pick(state, torch.arange(count, device=device).repeat_interleave(times))


def shuffle(before: State, after: State, rows: Int[Tensor, " N"]) -> State:
    """Rows of the state after a step, where each row comes from one of the same source.

    What the step handed on untouched belongs to the source, such as the states of an encoder: all rows of one source
    hold the same there, so it stays where it is. It is by far the largest part.
    """
    parts = [
        new if new is None or new is old else new.index_select(0, rows) for old, new in zip(before, after, strict=True)
    ]
    return type(after)(*parts) if hasattr(after, "_fields") else tuple(parts)


# --8<-- [end:pick]
