r"""lstm-01, solved.

All four parts of the cell begin alike: a matrix times $x_t$, a matrix times $h_{t-1}$, a bias. So the four $W$ can
lie on top of one another in one matrix, and one product gives all sums at once, `(B, 4H)`. `chunk(4, dim=-1)` cuts
them apart again. In which order? That is a convention and follows from nothing. PyTorch's is input, forget,
candidate, output. With another order the code runs just as well, and trains just as well if it starts from nothing.
The mistake shows only when weights come from elsewhere.

Three parts are gates. A gate says *how much*, a share between 0 and 1: sigmoid. The candidate says *what*, and must
be able to take something away: tanh, which can be negative. Whoever takes it for a fourth gate has a cell that
begins at zero and can never become negative.

Then the order of the last two lines:

$$c_t = f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh(c_t)$$

The cell comes first, because the hidden state shows the *new* one. With the old cell the output would lag one step
behind the input. And the tanh belongs to what is shown. If `c` itself were squashed before it is carried on, each
step would shrink it, and the memory that the cell was made for would be gone.

How to check: take the weights of a `torch.nn.LSTMCell`, set one of its two biases to zero, and compare. By hand, let
all weights and biases be zero. Then every gate stands at one half and the candidate at 0, so half of the old cell
must come out.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The next hidden and cell state, (B, H) each. Rows of W, U, b: input, forget, candidate, output."""
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, dim=-1)  # (B, 4H) -> four times (B, H)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


# --8<-- [end:code]
