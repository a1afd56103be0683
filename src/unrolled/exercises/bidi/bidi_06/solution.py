r"""bidi-06, solved.

Ahead carries a change to all later steps, back to all earlier ones; the step itself is in both. Concatenated, every
output notices. Above a layer that reads back, one that reads ahead sees the change at step 1 already and carries it
on to the end: every output. The back half at the last step has read that one step. To measure, compare two runs
that differ in one input. A change of 1 is large enough to be seen, and any difference at all counts.
"""

# --8<-- [start:code]
from collections.abc import Callable

from torch import Tensor


def predict() -> dict[str, list[int] | int]:
    """What you expect, before you measure: lists of steps, counted from 1, and one number."""
    every = [1, 2, 3, 4, 5]
    return {"ahead": [3, 4, 5], "back": [1, 2, 3], "both": every, "stacked": every, "half": 1}


def measure(layer: Callable[[Tensor], Tensor], x: Tensor, step: int) -> list[int]:
    """The steps, counted from 1, whose output changes when the input of `step` does."""
    other = x.clone()
    other[step - 1] += 1
    changed = (layer(x) != layer(other)).any(dim=1)
    return [t + 1 for t in range(len(x)) if changed[t]]


# --8<-- [end:code]
