"""From hidden states to outputs: a recurrent layer with a linear map on top, at every step."""

from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State


# --8<-- [start:read_out]
class ReadOut(nn.Module):
    """A recurrent layer, and the same linear map from its hidden state to an output after every step.

    Args:
        layer: called as `layer(x, lengths, state)`, such as `RNN(D, H)`.
        hidden_size: H, numbers in a hidden state of the layer.
        output_size: numbers in an output.
    """

    def __init__(self, layer: nn.Module, hidden_size: int, output_size: int) -> None:
        super().__init__()
        self.layer, self.read = layer, nn.Linear(hidden_size, output_size)

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: State | None = None
    ) -> tuple[Float[Tensor, "B T O"], State]:
        """An output for every step, and the state after the last."""
        h, state = self.layer(x, lengths, state)
        # (elman.3) what is seen of the state from outside
        y = self.read(h)
        return y, state


# --8<-- [end:read_out]
