"""lstm-07: a GRU moves house."""

from torch import Tensor


def state_dict(W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> dict[str, Tensor]:
    """Weights for torch.nn.GRU, from rows in the order update, reset, candidate, and an update gate that replaces."""
    raise NotImplementedError
