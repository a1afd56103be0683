r"""lstm-06, solved.

**After ten steps.** All sums are zero but that of the forget gate, so $f = \sigma(1) = 0.7311$ at every step.
Nothing reads $h$, and the derivative is a product of ten equal gates, $0.7311^{10} = 0.0436$. The tempting answer
is 1, because "a forget bias of 1 means that nothing is forgotten". The bias stands inside the sigmoid.

**With and without $U$.** Look for all ways from $c_{t-1}$ to $c_t$. One is direct,
$c_t = f_t \odot c_{t-1} + i_t \odot g_t$, and multiplies by the gate. The other ways are longer: $c_{t-1}$ makes
$h_{t-1} = o_{t-1} \odot \tanh(c_{t-1})$, and $U h_{t-1}$ stands inside every gate and the candidate of the next
step. With $U = 0$ these ways are cut: equal. With a random $U$ they are open: different. A run with three units
and five steps:

```text
>>> import torch
>>> from unrolled.exercises.lstm.lstm_06.solution import measure
>>> how = {"generator": torch.Generator().manual_seed(0), "dtype": torch.float64}
>>> W, U, b, x = (torch.randn(size, **how) for size in ((12, 2), (12, 3), (12,), (5, 2)))
>>> zero = torch.zeros(3, dtype=torch.float64)
>>> for factor in (0, 1):
...     both = measure(x, zero, zero, W, factor * U, b)
...     print(factor, *[[round(n, 3) for n in part.tolist()] for part in both])
0 [0.046, 0.022, 0.089] [0.046, 0.022, 0.089]
1 [0.08, 0.067, 0.141] [0.059, 0.069, -0.06]
```

In the first line $U$ is zero, and both lists are the same. In the second they are not. Of the third unit not even
the sign agrees: the way through $h$ takes away more than the direct one gives. So (lstm.8) is no formula for the
gradient of an LSTM. It says what is there *besides* all that runs through $U$, and that this part is a product of
gates which the network can hold near 1.

In the code, `jacobian` gives the whole matrix and the diagonal is cut from it. `c.sum().backward()` is tempting,
because it is short. But it gives the sum of each column, in which the influence of a unit on the *others* is mixed
in.
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
