"""Frames of features in, one of several classes out; and the same network with an answer at every frame."""

from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import make_layer
from unrolled.models.classifier import read_out


# --8<-- [start:frames]
class FrameClassifier(nn.Module):
    """Logits of the classes after each frame: a GRU in both directions, and a linear map.

    Args:
        features: D, numbers in a frame.
        hidden: H, size of the state in each direction.
        classes: V, or K where a whole recording has one class.
        dropout: share of the features and of the states set to zero in training.
    """

    def __init__(self, features: int, hidden: int, classes: int, dropout: float = 0.0, backend: str = "book") -> None:
        super().__init__()
        ahead, back = (make_layer("gru", features, hidden, backend) for _ in range(2))
        self.recurrent = Bidirectional(ahead, back)
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(2 * hidden, classes)

    def states(self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T F"]:
        """States of both directions side by side. Beyond a recording's end they mean nothing."""
        return self.recurrent.outputs(self.dropout(x), lengths)

    def forward(self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T V"]:
        """Logits for each frame."""
        return self.score(self.dropout(self.states(x, lengths)))


# --8<-- [end:frames]


# --8<-- [start:classifier]
class FeatureClassifier(FrameClassifier):
    """Logits of the classes for a whole recording: the mean of its own states, and a linear map."""

    def forward(self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B K"]:
        """Logits for each recording."""
        h = self.states(x, lengths)
        z = read_out(h, mask_of(lengths, x.shape[1]), "mean")  # (B, T, F) -> (B, F)
        return self.score(self.dropout(z))


# --8<-- [end:classifier]
