r"""lstm-07, solved.

Two things differ, so change one at a time, and check after each.

**The meaning of $z$.** PyTorch's $z$ keeps, this one replaces. The same step is computed if PyTorch's gate is one
minus the other one:

$$1 - \sigma(a) = \frac{e^{-a}}{1 + e^{-a}} = \frac{1}{e^{a} + 1} = \sigma(-a)$$

That is (gru.7). So no code is needed, only a sign. And it must turn for *everything* that adds up to $a$, which is
$W_z x + U_z h + b_z$: the update rows of all three. Forgetting the bias is the usual slip, and it hides well where
biases are still zero. Turning the candidate's sign instead is tempting, too, but the candidate means the same in
both libraries.

**The order of the rows.** From update, reset, candidate to reset, update, candidate: `chunk(3)`, and join in the
new order. Again for all three.

**The inner bias.** PyTorch has two vectors of $3H$ biases. Inside the two gates they are added, so what stands in
the first and what in the second is all the same. In the candidate it is not: `bias_ih` stands outside of the reset
gate, and `bias_hh` is multiplied by it. So $b_u$ goes to the last third of `bias_hh`, and zeros fill the rest. In
the other place it would give the right states only where $r_t = 1$.

How would you find a mistake in such a move? Run both on one step from a state of zeros, then from a random state.
The first tests $W$ and the biases, and the second adds $U$. A move is right when a whole sequence agrees up to
rounding. If only two decimals agree, something is wrong.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def state_dict(W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> dict[str, Tensor]:
    """Weights for torch.nn.GRU, from rows in the order update, reset, candidate, and an update gate that replaces."""

    def moved(rows: Tensor) -> Tensor:
        z, r, n = rows.chunk(3)
        return torch.cat([r, -z, n])

    zeros = torch.zeros_like(b_u)
    inner = torch.cat([zeros, zeros, b_u])
    return {"weight_ih_l0": moved(W), "weight_hh_l0": moved(U), "bias_ih_l0": moved(b), "bias_hh_l0": inner}


# --8<-- [end:code]
