"""Two networks over the steps of a pen: one names what was drawn, one draws."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.mixture_density import Mixture, mixture_of

INPUTS = 5  # dx, dy, and which of three things the pen does


# --8<-- [start:reader]
class StrokeReader(nn.Module):
    """Scores of each class for a whole drawing: two GRUs, the largest value of each unit, one linear map.

    Args:
        classes: how many there are.
        hidden: H of each direction.
        backend: "book" or "torch".
    """

    def __init__(self, classes: int, hidden: int = 64, backend: str = "book") -> None:
        super().__init__()
        ahead, back = (make_layer("gru", INPUTS, hidden, backend) for _ in range(2))
        for layer in (ahead, back):
            initialise_gates(layer)
        self.layer = Bidirectional(ahead, back)
        self.read = nn.Linear(2 * hidden, classes)

    def forward(self, x: Float[Tensor, "B T 5"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B O"]:
        """Logits of the classes."""
        output = self.layer.outputs(x, lengths)  # (B, T, 2H)
        real = mask_of(lengths, x.shape[1])[..., None]
        return self.read(output.masked_fill(~real, -torch.inf).amax(dim=1))


# --8<-- [end:reader]


# --8<-- [start:writer]
class StrokeWriter(nn.Module):
    """Reads what the pen did so far; says at each step where it may go next, and what it may do there.

    Args:
        hidden: H.
        components: M, normal distributions in the mixture.
        backend: "book" or "torch".
    """

    def __init__(self, hidden: int = 160, components: int = 10, backend: str = "book") -> None:
        super().__init__()
        self.layer = make_layer("lstm", INPUTS, hidden, backend)
        initialise_gates(self.layer)
        self.read = nn.Linear(hidden, 6 * components + 3)

    def forward(
        self, x: Float[Tensor, "B T 5"], state: State | None = None
    ) -> tuple[Mixture, Float[Tensor, "B T 3"], State]:
        """Mixture of the next offset, logits of what the pen does after it, and the state to go on from."""
        output, state = self.layer(x, state=state)
        raw = self.read(output)  # (B, T, 6M + 3)
        return mixture_of(raw[..., :-3]), raw[..., -3:], state


# --8<-- [end:writer]
