r"""bidi-01, solved.

Write one small case down before any code: three real steps in five columns. Column by column, the result is to come
from

$$2,\; 1,\; 0,\; 3,\; 4$$

So for every row there is a list of source columns. Counted from 0, the last real step stands at $n - 1$, and column
$t$ comes from $n - 1 - t$ as long as $t < n$. Behind the end it comes from itself. The tempting $n - t$ is off by
one: the first step of its result comes from the padding.

`torch.where` writes this list for all rows at once, `(B, T)`. Then one index does the rest. `rows` has the shape
`(B, 1)` and `columns` the shape `(B, T)`: they are broadcast against each other to pairs, and the last axis, $D$,
comes along whole.

`x.flip(1)` is what everybody tries first. It turns the padding round, too, so a short sequence then begins with its
padding. A layer reads that before the first real step, and its state is spoilt from the start. Where all lengths
are equal `flip` is right, which is why the mistake can live long in a code base.

A property makes a better test than any example: turned round twice, `x` must come back. But a function that changes
nothing passes that, so take one example besides. A loop over the rows with `flip` on each would also be right. It
takes the rows one after another.
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
