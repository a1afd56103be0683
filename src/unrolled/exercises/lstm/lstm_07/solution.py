r"""lstm-07, solved.

PyTorch wants the order reset, update, candidate, and an update gate that keeps. The new z must be one minus the old
z. Since 1 - sigmoid(a) = sigmoid(-a), that is done by turning the sign of everything that adds up to a: the update
rows of W, of U and of b. The candidate's inner bias goes to the last third of bias_hh, the only third in which the
place of a bias matters, because there, and only there, something is multiplied before the two are added.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def state_dict(W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> dict[str, Tensor]:
    """Weights for torch.nn.GRU, from rows in the order update, reset, candidate, and an update gate that replaces."""

    def moved(rows: Tensor) -> Tensor:
        z, r, n = rows.chunk(3)
        return torch.cat([r, -z, n])

    zeros = torch.zeros_like(b_u)
    inner = torch.cat([zeros, zeros, b_u])
    return {"weight_ih_l0": moved(W), "weight_hh_l0": moved(U), "bias_ih_l0": moved(b), "bias_hh_l0": inner}


# --8<-- [end:code]
