"""A recurrent layer that reads a sequence, and answers at its last steps."""

from jaxtyping import Float
from torch import Tensor, nn


# --8<-- [start:last_steps]
class LastSteps(nn.Module):
    """A recurrent layer and a linear map from its state at the last `answers` steps: 1 to T, else a ValueError.

    Args:
        layer: maps (B, T, D) to outputs (B, T, H) and a state.
        hidden_size: H of the layer.
        outputs: O, numbers in each answer.
    """

    def __init__(self, layer: nn.Module, hidden_size: int, outputs: int) -> None:
        super().__init__()
        self.layer, self.read = layer, nn.Linear(hidden_size, outputs)

    def forward(self, x: Float[Tensor, "B T D"], answers: int) -> Float[Tensor, "B {answers} O"]:
        if not 1 <= answers <= x.shape[1]:
            raise ValueError(f"{answers} answers from {x.shape[1]} steps: expected 1 to {x.shape[1]}")
        states, _ = self.layer(x)
        return self.read(states[:, -answers:])


# --8<-- [end:last_steps]
