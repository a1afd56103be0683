r"""rnn-05, solved.

Inputs are never negative, and sums of them with weights 0 or 1 are not either. There ReLU does nothing, so think of
a linear network. Now write down what each unit must be, in terms of what can be read at step $t$:

$$\begin{aligned} h_{t,1} &= x_t \\ h_{t,2} &= x_{t-1} = h_{t-1,1} \\ h_{t,3} &= x_{t-2} = h_{t-1,2} \end{aligned}$$

The second and third line are the whole trick. A unit need not remember an older input, for another unit held it one
step ago. Reading off the coefficients gives the matrices. Only the first unit reads $x_t$, so $W$ is one, zero,
zero. Row $j$ of $U$ holds the weights with which unit $j$ reads the state before. Unit 2 reads unit 1 and unit 3
reads unit 2: the ones stand just below the diagonal. Above it, you have the transpose, the common slip. Then each
unit reads the next one, and the second and third stay at 0.

To see that it is right for any sequence, unroll it:

$$h_t = W x_t + U W x_{t-1} + U^2 W x_{t-2} + U^3 W x_{t-3} + \dots$$

$U$ moves every entry one place down. So $W$, $U W$ and $U^2 W$ are the three unit vectors, and $U^3$ is zero: all
inputs before the last three are gone without a trace. The memory is exact, and it is short. A network that learns
has to find such a matrix by gradients.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def weights() -> tuple[Tensor, Tensor, Tensor]:
    """W (3, 1), U (3, 3) and b (3) of a ReLU network that remembers its last three inputs."""
    W = torch.tensor([[1.0], [0.0], [0.0]])
    U = torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    return W, U, torch.zeros(3)


# --8<-- [end:code]
