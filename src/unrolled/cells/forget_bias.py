"""Which forget bias remembers for how long."""

import math

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:bias_for_memory]
def bias_for_memory(steps: float | int) -> float:
    """The forget bias that keeps 1 - 1/T of the cell at each step: a memory of about T steps.

    Equation (lstm.10).
    Raises:
        ValueError: a memory of one step or less.
    """
    if steps <= 1:
        raise ValueError(f"a memory of {steps} steps has no forget bias: T must be above 1")
    return math.log(steps - 1)  # (lstm.10) sigmoid(log(T - 1)) = 1 - 1/T


# --8<-- [end:bias_for_memory]


# --8<-- [start:chrono]
def chrono_biases(hidden: int, steps: int) -> Float[Tensor, " G"]:
    """Biases (4H) for memories of all lengths up to T: b_f = log(U(1, T - 1)) and b_i = -b_f; the rest is zero.

    Equation (lstm.11); Tallec & Ollivier (2018), "Can recurrent neural networks warp time?", section 2.
    Raises:
        ValueError: `steps` is 2 or less.
    """
    if steps <= 2:
        raise ValueError(f"memories of up to {steps} steps leave nothing to choose: T must be above 2")
    forget = torch.empty(hidden).uniform_(1, steps - 1).log()  # (lstm.11)
    return torch.cat([-forget, forget, torch.zeros(2 * hidden)])  # order i, f, g, o


# --8<-- [end:chrono]
