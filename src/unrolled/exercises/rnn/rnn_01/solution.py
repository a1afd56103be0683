r"""rnn-01, solved.

Begin with the shapes, for they settle half of it. The book's $x_t$ is a column, and $W x_t$ has the matrix in
front. In a batch each input is a row, and the transpose of a product turns its factors round:

$$(W x_t)^\top = x_t^\top W^\top$$

So with rows the matrix stands behind, transposed: `(B, D) @ (D, H)` is `(B, H)`, one new sum for each sequence. The
same holds for $U$. The bias `(H)` is added to every row by broadcasting.

The tempting mistake is to transpose $W$ and to leave $U$ as it is. If you forget it at $W$, Python complains as soon
as $D$ and $H$ differ. $U$ is square, so `h @ U` has the right shape and runs: then unit $j$ listens to the others
with the weights of a *column*, where the equation gives it a row. No error will ever tell you. A test with one unit
does not either, because a matrix with one entry is its own transpose. The smallest test that can has two units with
unequal weights for one another, and begins in a state that is not zero.

The tanh stands around the whole sum. If the two products were squashed apart, or the bias were added behind, it
would be another network, and its states could leave the range from -1 to 1.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """The next hidden state (B, H), from inputs x (B, D) and the state before, h (B, H)."""
    return torch.tanh(x @ W.T + h @ U.T + b)  # (B, D) @ (D, H) + (B, H) @ (H, H) + (H)


# --8<-- [end:code]
