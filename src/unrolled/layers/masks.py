"""Sequences of unlike length in one batch: which steps are real, and what to do at those that are not."""

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from unrolled.cells.cell import State


# --8<-- [start:mask]
def mask_of(lengths: Int[Tensor, " B"], steps: int) -> Bool[Tensor, "B {steps}"]:
    """True where a sequence still runs, False where padding begins.

    Raises:
        ValueError: a length is below 1 or above `steps`.
    """
    if int(lengths.min()) < 1 or int(lengths.max()) > steps:
        raise ValueError(f"lengths {lengths.tolist()} do not fit sequences of {steps} steps: each must be 1 to {steps}")
    # (variable-length.1) steps are counted from 0 here
    return torch.arange(steps, device=lengths.device) < lengths[:, None]  # (T) against (B, 1) -> (B, T)


def keep_where(running: Bool[Tensor, "B 1"], new: State, old: State) -> State:
    """The new state where a sequence still runs, the old one where it has ended."""
    # (variable-length.2) for every part of the state
    return tuple(torch.where(running, n, o) for n, o in zip(new, old, strict=True))


# --8<-- [end:mask]


def check_input(x: Tensor, input_size: int, lengths: Tensor | None = None, finite: bool = False) -> None:
    """Stop before the loop, with a message that names shapes.

    Raises:
        ValueError: x is not (B, T, D) with D = `input_size`, B and T at least 1; lengths are not one whole number for
            each sequence; with `finite`, x holds a NaN or an infinity.
    """
    if x.dim() != 3 or min(x.shape[:2]) < 1 or x.shape[2] != input_size:
        raise ValueError(
            f"input of shape {tuple(x.shape)}: expected (B, T, D) with B >= 1, T >= 1 and D = {input_size}"
        )
    if lengths is not None and (lengths.shape != x.shape[:1] or lengths.is_floating_point()):
        found = f"{lengths.dtype} of shape {tuple(lengths.shape)}"
        raise ValueError(f"lengths are {found}: expected integers of shape (B,) = ({len(x)},)")
    if finite and not bool(torch.isfinite(x).all()):
        row, step, column = (~torch.isfinite(x)).nonzero()[0].tolist()
        raise ValueError(f"x[{row}, {step}, {column}] is {x[row, step, column].item()}: the input must be finite")
