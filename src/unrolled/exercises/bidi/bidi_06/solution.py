r"""bidi-06, solved.

Draw the five steps, and follow the arrows from the third input. Ahead carries a change to all later steps, and back
to all earlier ones. The step itself is in both lists, for every output reads its own input. Concatenated, each
output has a half that noticed: all five.

The stacked case is the one to think about. It is tempting to say that a layer which reads ahead sees steps 3, 4
and 5. But it does not read `x`. It reads the outputs of the layer below, which came *back*, and they changed at 1, 2
and 3. From step 1 on, ahead carries that to the end: all five. Two layers in opposite directions see everything.
This is why a second layer on top of any bidirectional layer knows the future, even if it only reads ahead.

And at step 5 the half that comes back has just begun: one input.

```text
>>> import torch
>>> from unrolled.exercises.bidi.bidi_06.solution import measure
>>> _ = torch.manual_seed(0)
>>> first, second, x = torch.nn.GRU(2, 3), torch.nn.GRU(3, 3), torch.randn(5, 2)
>>> ahead = lambda x: first(x)[0]
>>> back = lambda x: first(x.flip(0))[0].flip(0)
>>> print("ahead", measure(ahead, x, 3), "back", measure(back, x, 3))
ahead [3, 4, 5] back [1, 2, 3]
>>> print("both", measure(lambda x: torch.cat([ahead(x), back(x)], dim=1), x, 3))
both [1, 2, 3, 4, 5]
>>> print("stacked", measure(lambda x: second(back(x))[0], x, 3))
stacked [1, 2, 3, 4, 5]
>>> print("half", sum(5 in measure(back, x, step) for step in range(1, 6)))
half 1
```

In `measure` three small things matter. `x.clone()`, or the caller's data are changed. `.any(dim=1)`, because one
number of an output is enough. And `!=` without a tolerance: where an output does not depend on an input, the two
runs do the same arithmetic, and agree to the last bit. The test is worth keeping. Run it on any model that must not
see the future.
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
