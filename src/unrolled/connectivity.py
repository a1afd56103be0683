"""Which earlier inputs an output depends on, by autograd.

After Madsen (2019), "Visualizing memorization in RNNs", Distill, which colours the characters of a text by the same
quantity.
"""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:connectivity]
def connectivity(outputs_of: Callable[[Tensor], Tensor], x: Float[Tensor, "B T D"]) -> Float[Tensor, "S T"]:
    """Norm of the Jacobian of output s by the input at step t, as a mean over the sequences. Equation (memory.4).

    Args:
        outputs_of: maps `x` to the outputs to explain, (B, S, O): scores before a softmax, not probabilities.
    Raises:
        ValueError: the outputs do not have the axes (B, S, O).
    """
    x = x.detach().clone().requires_grad_()
    outputs = outputs_of(x)
    if outputs.dim() != 3 or len(outputs) != len(x):
        raise ValueError(f"outputs of shape {tuple(outputs.shape)}: expected (B, S, O) with B = {len(x)}")
    rows = []
    for step in outputs.unbind(1):  # (B, O)
        squares = torch.zeros(x.shape[:2], dtype=x.dtype)
        for unit in step.unbind(1):  # one row of every Jacobian at a time; sequences do not mix
            (gradient,) = torch.autograd.grad(unit.sum(), x, retain_graph=True)
            squares = squares + gradient.square().sum(-1)
        rows.append(squares.sqrt().mean(0))  # (memory.4)
    return torch.stack(rows)


# --8<-- [end:connectivity]


# --8<-- [start:share]
def share_at(rows: Float[Tensor, "S T"], wanted: list[list[int]]) -> float:
    """Which part of the connectivity lies on the inputs that each output needs, 0 to 1, as a mean over outputs.

    Args:
        wanted: for each output, the steps that its right answer depends on.
    """
    parts = [row[steps].sum() / row.sum() for row, steps in zip(rows, wanted, strict=True)]
    return float(torch.stack(parts).mean())


# --8<-- [end:share]
