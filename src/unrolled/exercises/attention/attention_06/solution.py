r"""attention-06, solved.

Ask of each layer: does the *place* of a vector enter the formula, or is it only a name for it?

A mean adds all vectors up, and a sum does not know in which order. The same with weights, as long as each weight
belongs to its vector: a context with a fixed query is invariant. In self-attention each vector asks. What it hears
is such a sum, the same in any order. But there is one answer for each vector, and the answers stand where the
vectors stand: turn these round, and those turn with them. It is tempting to call that invariant, too. Something
does change: which row an answer stands in. Equivariant.

A recurrent layer reads in order. Its state after two vectors depends on which came first: neither. Add a different
vector to each *position*, and self-attention sees other sums when the order changes: neither.

```text
>>> import torch
>>> from unrolled.exercises.attention.attention_06.solution import measure
>>> _ = torch.manual_seed(0)
>>> x, places, query = torch.randn(5, 4), torch.randn(5, 4), torch.randn(4)
>>> gru = torch.nn.GRU(4, 4)
>>> attend = lambda asks, x: torch.softmax(asks @ x.T, dim=-1) @ x
>>> layers = {
...     "mean": lambda x: x.mean(0),
...     "rnn": lambda x: gru(x)[0],
...     "query": lambda x: attend(query, x),
...     "self": lambda x: attend(x, x),
...     "positions": lambda x: attend(x + places, x + places),
... }
>>> for name, layer in layers.items():
...     print(name, measure(layer, x, [3, 0, 4, 1, 2]))
mean invariant
rnn neither
query invariant
self equivariant
positions neither
```

So attention alone reads a *bag* of words. What a recurrent network gets from reading in order, a transformer must
be given as numbers.

In `measure`, compare with the old result first and with the reordered one second. With an order that changes
nothing every layer would pass the first test. A tolerance is needed here, because sums in another order are rounded
differently.
"""

# --8<-- [start:code]
from collections.abc import Callable

from torch import Tensor


def predict() -> dict[str, str]:
    """What you expect, before you measure: invariant, equivariant or neither."""
    known = {"mean": "invariant", "rnn": "neither", "query": "invariant", "self": "equivariant"}
    return known | {"positions": "neither"}


def measure(layer: Callable[[Tensor], Tensor], x: Tensor, order: list[int]) -> str:
    """What happens to the result when the vectors of x (T, D) are put into another order."""
    before, after = layer(x), layer(x[order])

    def same(one: Tensor, other: Tensor) -> bool:
        return bool((one - other).abs().max() < 1e-6)

    if same(before, after):
        return "invariant"
    return "equivariant" if before.dim() == 2 and same(before[order], after) else "neither"


# --8<-- [end:code]
