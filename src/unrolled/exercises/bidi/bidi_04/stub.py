"""bidi-04: a sentence vector that has read one word. This function runs, and is wrong."""

from torch import Tensor, nn


def sentence_vectors(gru: nn.GRU, x: Tensor, lengths: Tensor) -> Tensor:
    """One vector (B, 2H) for each sequence."""
    output, _ = gru(x)
    return output[:, -1]
