"""A recurrent forecaster: read the window step by step, then say all steps ahead at once."""

from jaxtyping import Float
from torch import Tensor, nn

from unrolled.data.windows import Windows
from unrolled.layers.torch_layers import make_layer


# --8<-- [start:forecaster]
class Forecaster(nn.Module):
    """A recurrent layer over the window, and a linear map from its last state to every step ahead.

    Args:
        horizon: K, steps ahead.
        outputs: Q, numbers for each step ahead, such as three quantiles.
        hidden_size: H of the layer.
        kind: "rnn", "lstm" or "gru".
        backend: "book" or "torch".
    """

    def __init__(self, horizon: int, outputs: int, hidden_size: int, kind: str = "gru", backend: str = "book") -> None:
        super().__init__()
        self.shape = (horizon, outputs)
        self.layer = make_layer(kind, 1, hidden_size, backend)
        self.read = nn.Linear(hidden_size, horizon * outputs)

    def forward(self, x: Float[Tensor, "B L"]) -> Float[Tensor, "B K Q"]:
        """Forecasts of every step ahead, from a window without gaps."""
        h, _ = self.layer(x[..., None])
        return self.read(h[:, -1]).unflatten(1, self.shape)


# --8<-- [end:forecaster]


# --8<-- [start:from_last]
class FromLast(nn.Module):
    """Let a forecaster read and forecast differences to the last value that is known.

    Args:
        model: maps windows `(B, L)` to forecasts `(B, K, Q)`.
        known: training windows; the usual size of their differences becomes 1 for the model.
    """

    def __init__(self, model: nn.Module, known: Windows) -> None:
        super().__init__()
        self.model = model
        last = known.x[:, -1:]
        self.register_buffer("before", (known.x - last).square().mean().sqrt())
        self.register_buffer("after", (known.y - last).square().mean(0).sqrt()[:, None])

    def forward(self, x: Float[Tensor, "B L"]) -> Float[Tensor, "B K Q"]:
        """Forecasts of every step ahead, from a window without gaps."""
        last = x[:, -1:]
        # (forecasting.4) outputs of zero are the naive forecast
        return last[..., None] + self.after * self.model((x - last) / self.before)


# --8<-- [end:from_last]
