"""Wrong answers to rnn-07, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def back(x, h0, W, U, b, g, carry=1.0, slope=lambda before, after: 1 - after**2, read=0, own=True, turned=False):
    """The right way, with one thing after another that can be taken away."""
    states, T = [h0], x.shape[1]
    for x_t in x.unbind(1):
        states.append(torch.tanh(x_t @ W.T + states[-1] @ U.T + b))
    sums = {"W": torch.zeros_like(W), "U": torch.zeros_like(U), "b": torch.zeros_like(b)}
    heard = torch.zeros_like(h0)
    for t in reversed(range(T)):
        delta = ((g[:, t] if own or t == T - 1 else 0) + carry * heard) * slope(states[t], states[t + 1])
        sums["W"] += delta.T @ x[:, t]
        sums["U"] += delta.T @ states[t + read]
        sums["b"] += delta.sum(dim=0)
        heard = delta @ (U.T if turned else U)
    return sums | {"h0": heard}


@mistaken("No step hears from the step after it, so nothing goes back through time. Add delta_{t+1} @ U, (bptt.2).")
def nothing_back(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, carry=0.0)


@mistaken("The slope of the tanh is missing: delta_t is what the state hears, times 1 - h_t^2, (bptt.3).")
def without_slope(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, slope=lambda before, after: 1.0)


@mistaken("The slope is taken at the state before the step. tanh'(a_t) is 1 - h_t^2: at the state that the step made.")
def slope_before(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, slope=lambda before, after: 1 - before**2)


@mistaken("The gradient of U uses h_t. U was multiplied with the state before the step, h_{t-1}, (bptt.5).")
def state_after(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, read=1)


@mistaken("Only the loss of the last step is heard. Each step has a loss: add g[:, t] at every one.")
def last_loss_alone(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, own=False)


@mistaken("On the way back U is on the wrong side. Forward was h @ U.T, so backward is delta @ U, without transpose.")
def untransposed(x, h0, W, U, b, g):
    return back(x, h0, W, U, b, g, turned=True)


@mistaken("The gradients are averaged over the batch. Asked are those of the sum of all losses.")
def averaged(x, h0, W, U, b, g):
    found = back(x, h0, W, U, b, g)
    return {name: found[name] / len(x) for name in ("W", "U", "b")} | {"h0": found["h0"]}


@mistaken("The gradient of h0 stops at the first delta. One product is missing: h0 went through U.")
def first_delta(x, h0, W, U, b, g):
    found = back(x, h0, W, U, b, g)
    return found | {"h0": found["h0"] @ torch.linalg.inv(U)}


@mistaken("The gradient of b is a mean over the batch. The products for W and U sum over it, and so must this.")
def bias_averaged(x, h0, W, U, b, g):
    found = back(x, h0, W, U, b, g)
    return found | {"b": found["b"] / len(x)}
