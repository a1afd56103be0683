r"""lstm-05, solved.

Hold the cell's equation against the task:

$$c_t = f_t\, c_{t-1} + i_t\, g_t \qquad \text{and} \qquad c_t = \begin{cases} 0 & \text{if reset} \\
c_{t-1} + \text{one} & \text{otherwise} \end{cases}$$

The old count stays or goes: that is the forget gate, and it must be 1 unless there is a reset. Something is added
or not: that is the input gate, 1 where a one comes. And what is added is always 1: the candidate, by its bias
alone. Each part now does one job, and no job needs the hidden state, so $U$ is zero.

A gate that opens at an input has a bias of $-20$ and a weight of 40: the sum is $-20$ without the input and 20 with
it. The forget gate is the same the other way up, bias 20 and weight $-40$. The output gate may do what it likes,
since only the cell is asked for.

Why such large numbers? The tempting 5 gives an "open" gate of $\sigma(5) = 0.9933$. What is missing from 1 is lost
at *every* step: $0.9933^{40} = 0.76$, so of a one that came forty steps ago a quarter is gone. A closed gate leaks
as well, and lets in a little of the candidate at each step. At 20 both leaks are about $2 \cdot 10^{-9}$. Another
tempting choice is a bias of 0 with a large weight: without the input the gate then stands at $\sigma(0) = 0.5$,
half open.

To find out which gate is wrong, feed zeros alone. The count must stay at 0. Then a single one and zeros: it must
stay at 1. Then a reset: it must go to 0.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def weights() -> tuple[Tensor, Tensor, Tensor]:
    """W (4, 2), U (4, 1) and b (4) of one unit; rows: input gate, forget gate, candidate, output gate."""
    W = torch.tensor([[40.0, 0.0], [0.0, -40.0], [0.0, 0.0], [0.0, 0.0]])
    b = torch.tensor([-20.0, 20.0, 20.0, 20.0])
    return W, torch.zeros(4, 1), b


# --8<-- [end:code]
