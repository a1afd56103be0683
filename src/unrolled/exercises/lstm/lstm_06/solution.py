r"""lstm-06, solved.

With all weights zero the forget gate stands at sigmoid(1) = 0.731, and ten steps leave 0.731 ** 10 = 0.0436. With U
= 0 no gate reads the hidden state, so the cell reaches the next cell along the direct path alone: equal. With U
there are others: c shows itself in h, and h moves all gates and the candidate of the next step. Then the true
derivative is another number, larger or smaller. The direct path is what keeps it from vanishing, and not the whole
of it.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def predict() -> dict[str, float | str]:
    """What you expect, before you measure."""
    return {"after": 0.0436, "no_recurrence": "equal", "recurrence": "different"}


def measure(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The product of the forget gates (H), and the diagonal of the derivative of the last cell by the first (H)."""

    def run(c: Tensor, h: Tensor = h) -> tuple[Tensor, Tensor]:
        product = torch.ones_like(c)
        for x_t in x:
            i, f, g, o = (W @ x_t + U @ h + b).chunk(4)
            product = product * torch.sigmoid(f)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        return c, product

    jacobian = torch.autograd.functional.jacobian(lambda begin: run(begin)[0], c)
    return run(c)[1].detach(), jacobian.diagonal()


# --8<-- [end:code]
