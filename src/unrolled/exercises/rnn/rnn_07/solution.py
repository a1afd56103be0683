r"""rnn-07, solved.

The state at step t influences the loss along two ways: through the loss of its own step, g[:, t], and through the
next state. What comes along the second way is carried backwards in `heard`, which is zero behind the last step. The
sum, times the slope 1 - h ** 2, is delta, the gradient of what stands inside the tanh. All weights are shared by
all steps, so their gradients are sums over steps; the product delta.T @ x also sums over the batch. U was
multiplied with the state *before* the step. What is left in `heard` after the first step belongs to h0.
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
