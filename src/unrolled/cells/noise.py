"""The random mask that all kinds of dropout share.

Srivastava and others (2014), "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15, section 4;
scaling in training instead of at test time is their section 10.
"""

import torch
from torch import Tensor


def check_rate(rate: float | int, what: str = "rate") -> float:
    """The rate as a float. Raises: ValueError, if it is not at least 0 and below 1."""
    if not 0 <= rate < 1:
        raise ValueError(f"{what} is {rate}: the share to drop must be at least 0 and below 1")
    return float(rate)


# --8<-- [start:mask]
def draw_mask(shape: tuple[int, ...], rate: float | int, like: Tensor) -> Tensor:
    """Zero with probability `rate`, 1 / (1 - rate) otherwise, in the dtype and on the device of `like`.

    Equation (regularisation.1).
    """
    kept = torch.rand(shape, device=like.device) >= rate
    return kept.to(like.dtype) / (1 - rate)  # (regularisation.1) the mean of every entry is 1


# --8<-- [end:mask]
