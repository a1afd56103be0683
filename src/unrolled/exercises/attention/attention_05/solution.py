r"""attention-05, solved.

Each position gets back its share of g: alpha_s g. A weight gets back how well its position points along g: d_s = g
. m_s. From weights to scores, the softmax compares: a score is pushed by how much its position is better than the
weighted mean of all, alpha_s (d_s - mean). So these gradients sum to zero, and a position that has hardly any
weight hardly learns, however good it would be. That is one reason why attention can be slow to find its place.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def backward(a: Tensor, m: Tensor, g: Tensor) -> dict[str, Tensor]:
    """Gradients with respect to the scores a (S) and the memory m (S, F), from g (F), that of the context."""
    alpha = torch.softmax(a, dim=0)
    d = m @ g  # (S), the gradient of the weights
    return {"a": alpha * (d - (alpha * d).sum()), "m": alpha[:, None] * g}


# --8<-- [end:code]
