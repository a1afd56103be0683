r"""bidi-01, solved.

For each row, make the list of columns that the result takes its columns from: n - 1, n - 2, ..., 0 for the real
steps, and t itself for the padding. A single index does the rest: rows (B, 1) and columns (B, T) are broadcast
against each other, and what stands behind, D, comes along. A loop over the rows with flip would do as well, and be
slower.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def reverse(x: Tensor, lengths: Tensor) -> Tensor:
    """Each sequence of x (B, T, D) turned round within its own length; padding stays behind the end."""
    steps = torch.arange(x.shape[1])
    columns = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)  # (B, T)
    return x[torch.arange(len(x))[:, None], columns]


# --8<-- [end:code]
