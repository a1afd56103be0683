r"""lstm-02, solved.

The gates are those of an LSTM: sums of two products, squashed. So cut both products into three, and add the first
two thirds. The last third must *not* be added yet. In

$$n_t = \tanh\bigl(W_n x_t + b_n + r_t \odot (U_n h_{t-1} + b_u)\bigr)$$

the reset gate scales what comes from the old state and nothing else. That is why the code takes `x @ W.T` and
`h @ U.T` apart, where the LSTM could add them at once. It is also why a second bias exists at all. Outside the
bracket $b_u$ could be added to $b_n$, and nobody would miss it. Inside, it is multiplied by $r_t$ and does
something that $b_n$ cannot.

Two conventions are traps here, because papers differ. Some have the reset gate act *before* the product, on
$h_{t-1}$ itself. That is another function: a matrix mixes the units, and scaling before mixing is not scaling after
it. The two products are the same where all entries of $r_t$ are equal. With one unit they always are, so a test with
one unit and no $b_u$ does not tell them apart. And some let $z_t = 1$ *replace* the old state; in PyTorch it
keeps it. If your states change most where they should stay, look there first.

The last line is a weighted mean. Both weights come from one gate and sum to 1, so a state can never leave the range
between the old state and the candidate.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    """The next hidden state (B, H). Rows of W, U, b: reset, update, candidate."""
    x_r, x_z, x_n = (x @ W.T + b).chunk(3, dim=-1)
    h_r, h_z, h_n = (h @ U.T).chunk(3, dim=-1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * (h_n + b_u))
    return z * h + (1 - z) * n


# --8<-- [end:code]
