r"""rnn-07, solved.

Ask one question at every step: along which ways does $h_t$ reach the loss? There are two. It reaches the loss of
its own step, and that gradient is given, `g[:, t]`. And it is read by the next step, inside
$a_{t+1} = W x_{t+1} + U h_t + b$. Gradients that come along different ways add up:

$$\bar h_t = g_t + U^\top \delta_{t+1}, \qquad \delta_t = \bar h_t \odot (1 - h_t^2)$$

which are (bptt.2) and (bptt.3). The first line needs $\delta_{t+1}$, so the loop runs from the last step to the
first. Behind the last step nobody reads, and the second way carries zero. In the code `heard` is what came along
it.

A weight is used at every step, so its gradient is a sum over steps. Each $\delta_t$ meets what its weight was
multiplied with: $x_t$ for $W$, and for $U$ the state *before* the step. Taking $h_t$ there is the commonest slip,
because it is the state at hand. The slope has the opposite trap: it belongs to the state that the step *made*,
since the derivative of $\tanh(a_t)$ is $1 - h_t^2$.

With rows for sequences everything is transposed. Forward was `h @ U.T`, so backward is `delta @ U`, without.
`delta.T @ x[:, t]` has the shape of $W$ and sums over the batch by itself. What is left in `heard` after the first
step is the gradient of $h_0$, which has no loss of its own.

To find faults in such a function, try $T = 1$ first. There no step hears from a later one: only the slope, the
products and the last step back to $h_0$ are tested. Then try $T = 2$. If that alone goes wrong, look at what `heard`
carries, and at whether the gradients are added up.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def backward(x: Tensor, h0: Tensor, W: Tensor, U: Tensor, b: Tensor, g: Tensor) -> dict[str, Tensor]:
    """Gradients of the sum of all losses with respect to W, U, b and h0."""
    states = [h0]
    for x_t in x.unbind(1):
        states.append(torch.tanh(x_t @ W.T + states[-1] @ U.T + b))
    W_bar, U_bar, b_bar, heard = torch.zeros_like(W), torch.zeros_like(U), torch.zeros_like(b), torch.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        before, after = states[t], states[t + 1]
        delta = (g[:, t] + heard) * (1 - after**2)  # (B, H)
        W_bar += delta.T @ x[:, t]
        U_bar += delta.T @ before
        b_bar += delta.sum(dim=0)
        heard = delta @ U
    return {"W": W_bar, "U": U_bar, "b": b_bar, "h0": heard}


# --8<-- [end:code]
