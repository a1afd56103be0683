r"""rnn-05, solved.

Only the first unit reads the input: W is (1, 0, 0). At the next step the second unit takes over what the first one
held, and the third what the second held. In a row of U stand the weights with which one unit reads the others, so
the ones stand at (1, 0) and (2, 1), below the diagonal. Nothing reads the third unit: an input is forgotten after
three steps. The memory is exact and short. A network that learns has to find such a matrix, or something like it,
by gradients.
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
