r"""advanced-06, solved.

A loop over steps seems unavoidable: each state needs the one before it. The way out is to look at steps and not at
states. One step is a *function* of the state, $h \mapsto a h + x$, and two numbers describe it. Two steps in a row
are

$$a_2 (a_1 h + x_1) + x_2 = (a_2 a_1)\, h + (a_2 x_1 + x_2)$$

again a function of the same kind. So a pair followed by a pair is a pair, and pairs can be joined in any grouping,
as sums can. Only the order must stay.

Now let all positions work at once. Each joins the pair of its neighbour before it, and then covers two steps. Then
the one *two* before it: four steps. In each pass the reach doubles, and after 12 passes it is 4,096. What reaches
back to the beginning starts from $h_0 = 0$, and there $a \cdot 0 + x$ is just $x$: the state itself.

Two slips are easy. The new `x` needs the *old* `a`, so `x` comes first. And the factors have to be joined as well,
or from the second pass on a pair that covers two steps is treated as if it covered one. A test with two steps finds
the first slip. It takes three to find the second.

Shorter still would be $h_t = A_t \sum_{s \le t} x_s / A_s$ with the running products $A_t$. On paper it is equal.
But a product of thousands of factors below 1 easily becomes 0 in a computer, and then you divide by it.

The work has grown: all positions are touched 12 times, not once. What you gain is that each pass is a handful of
operations which a processor does side by side. A tanh between the steps would end all this, for two such steps are
no step of the same kind.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def scan(a: Tensor, x: Tensor) -> Tensor:
    """All states (T, H) of h_t = a_t h_(t-1) + x_t, from h_0 = 0."""
    shift = 1
    while shift < len(x):
        x = torch.cat([x[:shift], a[shift:] * x[:-shift] + x[shift:]])
        a = torch.cat([a[:shift], a[shift:] * a[:-shift]])
        shift *= 2
    return x


# --8<-- [end:code]
