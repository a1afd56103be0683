r"""rnn-06, solved.

**The number of steps.** Each step multiplies by 0.9, so the derivative over $k$ steps is $0.9^k$. The logarithm of
a number below 1 is negative, so dividing by it turns the sign of the inequality:

$$0.9^k < 0.001 \quad \Rightarrow \quad k > \frac{\ln 0.001}{\ln 0.9} = 65.56$$

The least whole number is 66. With 65 you would have rounded down to $0.9^{65} = 0.00106$, which is still above.

**The rotation.** An orthogonal matrix changes no length, and products of orthogonal matrices are orthogonal. The
norm is 1, over 100 steps as over one. It is tempting to think that something must get lost on so long a way. In a
linear network nothing is.

**The tanh.** Each step also multiplies by the slope $1 - h_t^2$. It is never above 1, and below it wherever the
state is not zero. Here it never is zero: smaller. By how much, only a measurement tells. A unit that reads 0.1 at
each step, and then eight units whose $U$ turns the state in a circle, which is orthogonal:

```text
>>> import torch
>>> from unrolled.exercises.rnn.rnn_06.solution import measure
>>> one, zero = torch.ones(1, 1), torch.zeros(1)
>>> norms = measure(torch.full((100, 1), 0.1), zero, one, 0.9 * one, zero)
>>> print([f"{norms[k - 1]:.2g}" for k in (1, 10, 66)])
['0.67', '0.019', '4.7e-12']
>>> circle = torch.eye(8).roll(1, 0)
>>> h, W, b = torch.zeros(8), torch.ones(8, 1), torch.zeros(8)
>>> norms = measure(torch.full((100, 1), 0.1), h, W, circle, b)
>>> print([f"{norms[k - 1]:.2g}" for k in (1, 10, 100)])
['0.63', '0.0092', '5e-20']
```

In the first run far less than a thousandth of the gradient is left after 66 steps. In the second the orthogonal
matrix, which keeps every length, did not save it: the states have grown, and where a state is large the slope is
small. An orthogonal start helps a tanh network only as long as its states stay near zero.

In the code the order of the factors matters, because matrices do not commute. Going back, the Jacobian of the
earlier step comes on the right. And `(1 - state**2)[:, None] * U` scales the *rows* of $U$, as a diagonal matrix in
front of it does. Without the `[:, None]` it would scale the columns, with no complaint from Python.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def predict() -> dict[str, float | int | str]:
    """What you expect, before you measure."""
    return {"steps": 66, "turned": 1.0, "tanh": "smaller"}


def measure(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """Norms (T) of the derivatives of the last state with respect to the state 1, 2, ..., T steps before."""
    states = []
    for x_t in x:
        h = torch.tanh(W @ x_t + U @ h + b)
        states.append(h)
    product, norms = torch.eye(len(h), dtype=h.dtype), []
    for state in reversed(states):
        product = product @ ((1 - state**2)[:, None] * U)  # times diag(1 - h^2) U, the Jacobian of one step
        norms.append(torch.linalg.matrix_norm(product, 2))
    return torch.stack(norms)


# --8<-- [end:code]
