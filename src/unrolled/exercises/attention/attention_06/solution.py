r"""attention-06, solved.

A mean and a context with a fixed query are sums over positions: invariant. In self-attention each vector asks, and
what it hears does not depend on where anybody stands: turn the vectors round, and the answers turn round with them,
equivariant. A recurrent layer reads in order, and its states are others when the order is: neither. Add something
to each position, and self-attention knows the order, too: this is what positions are for in a transformer, and what
a recurrent network does not need.
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
