"""Layers on top of each other: each reads what the one below put out."""

from collections.abc import Callable, Sequence

from jaxtyping import Float, Int
from torch import Tensor, nn


# --8<-- [start:stack]
class Stack(nn.Module):
    """Recurrent layers, each reading the outputs of the one below, with dropout and shortcuts between them.

    Args:
        layers: from the bottom up; each is called as `layer(x, lengths, state)`.
        between: makes what stands between two layers, such as `lambda: nn.Dropout(0.3)`. With one layer there is
            no between, and it is never made.
        residual: add the input of a layer to its output wherever the two have the same size.
    Raises:
        ValueError: no layers.
    """

    def __init__(
        self, layers: Sequence[nn.Module], between: Callable[[], nn.Module] = nn.Identity, residual: bool = False
    ) -> None:
        super().__init__()
        if not layers:
            raise ValueError("a stack needs at least one layer")
        self.layers = nn.ModuleList(layers)
        self.between = nn.ModuleList(between() for _ in layers[1:])
        self.residual = residual

    def forward(
        self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"] | None = None, state: list | None = None
    ) -> tuple[Float[Tensor, "B T F"], list]:
        """Outputs of the top layer, and the list of the states of all layers, from the bottom up.

        Raises:
            ValueError: the states are not one for each layer.
        """
        if state is not None and len(state) != len(self.layers):
            raise ValueError(f"states for {len(state)} layers, but the stack has {len(self.layers)}")
        ends = []
        for i, layer in enumerate(self.layers):
            # (deep.2) what comes from below, thinned by dropout
            read = x if i == 0 else self.between[i - 1](x)
            # (deep.1) this layer at all steps, from its own state before
            x, end = layer(read, lengths, None if state is None else state[i])
            if self.residual and x.shape == read.shape:
                # (deep.3) the shortcut; its derivative is (deep.4)
                x = x + read
            ends.append(end)
        return x, ends


# --8<-- [end:stack]
