"""Which forget bias remembers for how long."""

import math


# --8<-- [start:bias_for_memory]
def bias_for_memory(steps: float | int) -> float:
    """The forget bias that keeps 1 - 1/T of the cell at each step: a memory of about T steps.

    Equation (lstm.10); Tallec & Ollivier (2018), "Can recurrent neural networks warp time?", section 3.
    Raises:
        ValueError: a memory of one step or less.
    """
    if steps <= 1:
        raise ValueError(f"a memory of {steps} steps has no forget bias: T must be above 1")
    return math.log(steps - 1)  # (lstm.10) sigmoid(log(T - 1)) = 1 - 1/T


# --8<-- [end:bias_for_memory]
