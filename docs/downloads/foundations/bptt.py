"""All the code of the page foundations/bptt, in reading order. Generated: change the page instead."""

"""Backpropagation through time, by hand and truncated: what the chapter `foundations/bptt` runs."""

import math


def run(u):
    """One unit, w = 1, b = 0, three steps; the loss compares the last state with 1."""
    h = [0.0]
    for x in (1.0, 0.0, 0.5):
        h.append(math.tanh(1.0 * x + u * h[-1]))
    return h, 0.5 * (h[3] - 1.0) ** 2


u = 0.5
h, loss = run(u)
print("states:", [round(value, 4) for value in h], " loss:", round(loss, 4))

later, gradient = 0.0, 0.0
for t in (3, 2, 1):  # backwards
    h_bar = (h[3] - 1.0 if t == 3 else 0.0) + later  # (bptt.2)
    delta = h_bar * (1 - h[t] ** 2)  # (bptt.3)
    gradient += delta * h[t - 1]  # (bptt.5)
    print(f"step {t}: h_bar = {h_bar:.4f}  delta = {delta:.4f}  adds {delta * h[t - 1]:z.4f}")
    later = delta * u
nudge = 1e-6
print(f"by hand: {gradient:.6f}   by nudging u: {(run(u + nudge)[1] - run(u - nudge)[1]) / (2 * nudge):.6f}")

# Here the page shows a listing from the module unrolled.bptt.elman.

# Here the page shows a listing from the module unrolled.bptt.elman.

# Here the page shows a listing from the module unrolled.bptt.elman.

import torch

from unrolled.bptt import elman

torch.manual_seed(0)
B, T, D, H = 2, 6, 3, 4
sizes = {"x": (B, T, D), "h0": (B, H), "W": (H, D), "U": (H, H), "b": (H,)}
inputs = {name: torch.randn(size, dtype=torch.float64, requires_grad=True) for name, size in sizes.items()}
output, tape = elman.forward(*inputs.values())
loss, direct = elman.squared_error(output, torch.randn(B, T, H, dtype=torch.float64))
with torch.no_grad():
    by_hand = elman.backward(direct, tape)
by_autograd = torch.autograd.grad(loss, list(inputs.values()))
for name, ours, theirs in zip(inputs, by_hand, by_autograd, strict=True):
    print(
        f"gradient of {name:2} {tuple(ours.shape)}: equal to autograd's:",
        torch.allclose(ours, theirs, rtol=1e-10, atol=1e-10),
    )

# Here the page shows a listing from the module unrolled.bptt.lstm.

# Here the page shows a listing from the module unrolled.bptt.gru.

from unrolled.bptt import gru, lstm


def draw(*size):
    return torch.randn(*size, dtype=torch.float64, requires_grad=True)


x, h0, c0 = draw(B, T, D), draw(B, H), draw(B, H)
W, U, b = draw(4 * H, D), draw(4 * H, H), draw(4 * H)
output, (_, c), tape = lstm.forward(x, (h0, c0), W, U, b)
found = lstm.backward(torch.ones_like(output), torch.ones_like(c), tape)  # the gradient of output.sum() + c.sum()
expected = torch.autograd.grad(output.sum() + c.sum(), (x, h0, c0, W, U, b))
ours = (found.x, *found.state, found.W, found.U, found.b)
print("LSTM:", all(torch.allclose(o, e, rtol=1e-10, atol=1e-10) for o, e in zip(ours, expected, strict=True)))

W, U, b, b_u = draw(3 * H, D), draw(3 * H, H), draw(3 * H), draw(H)
output, tape = gru.forward(x, h0, W, U, b, b_u)
found = gru.backward(torch.ones_like(output), tape)
expected = torch.autograd.grad(output.sum(), (x, h0, W, U, b, b_u))
print("GRU: ", all(torch.allclose(o, e, rtol=1e-10, atol=1e-10) for o, e in zip(found, expected, strict=True)))

from unrolled.layers.recurrent import RNN
from unrolled.truncated import detach

layer = RNN(D, H)
x = torch.randn(1, 6, D, requires_grad=True)
for cut in (False, True):
    _, state = layer(x[:, :3])
    output, _ = layer(x[:, 3:], state=detach(state) if cut else state)
    (gradient,) = torch.autograd.grad(output[:, -1].sum(), x)
    print("detached:" if cut else "attached:", "last output", round(output[0, -1, 0].item(), 4), end="  ")
    print("gradient reaches the steps", [t + 1 for t in range(6) if gradient[0, t].abs().sum() > 0])

# Here the page shows a listing from the module unrolled.truncated.

from unrolled.truncated import chunks, tracks

stream = torch.arange(14)
side_by_side = tracks(stream, batch=2)
print(side_by_side.tolist())
for chunk in chunks(side_by_side, side_by_side + 1, steps=3):
    print("x:", chunk.x.tolist(), " y:", chunk.y.tolist(), " first:", chunk.first)

# Here the page shows a listing from the module unrolled.truncated.

from unrolled.truncated import Carried

layer = RNN(D, H).double()
x, y = torch.randn(2, 12, D).double(), torch.randn(2, 12, H).double()


def gradient_of_U(steps):
    layer.zero_grad()
    loss_of = Carried(lambda output, target: (output * target).sum())
    for chunk in chunks(x, y, steps):
        loss_of(layer, chunk).backward()  # gradients of the chunks add up in .grad
    return layer.cell.U.grad.flatten().clone()


whole = gradient_of_U(12)
layer.zero_grad()
(layer(x)[0] * y).sum().backward()
print(
    "one chunk of 12 is the full gradient:", torch.allclose(whole, layer.cell.U.grad.flatten(), rtol=1e-10, atol=1e-10)
)
for steps in (6, 3, 1):
    print(f"chunks of {steps}: equal {torch.allclose(gradient_of_U(steps), whole)}")

from torch import nn

from unrolled.data.echo import echo
from unrolled.models.read_out import ReadOut
from unrolled.training import FitConfig, fit

model = ReadOut(RNN(1, 16), 16, 1)
x, y = echo(8, 600, 2, torch.Generator().manual_seed(0))  # say each sign again, two steps later
new_x, new_y = echo(8, 600, 2, torch.Generator().manual_seed(1))


def evaluate(model):
    loss_of = Carried(nn.functional.mse_loss)  # its own state: nothing leaks from training
    losses = [loss_of(model, chunk).item() for chunk in chunks(new_x, new_y, 200)]
    return {"loss": sum(losses) / len(losses)}


config = FitConfig(epochs=4, learning_rate=1e-2, weight_decay=0.0, warmup=1)
history = fit(model, lambda _: chunks(x, y, 10), Carried(nn.functional.mse_loss), evaluate, config, 60)
print("answering 0 has a squared error of about 1; the network's is below 0.1:", evaluate(model)["loss"] < 0.1)

# Here the page shows a listing from the module unrolled.data.echo.

layer, state = RNN(D, H), None
try:
    for chunk in torch.randn(2, 6, D).split(3, dim=1):
        output, state = layer(chunk, state=state)  # the detach is missing
        output.sum().backward()
except RuntimeError as error:
    print(str(error).split("(")[0])

layer = RNN(1, 8)
x = torch.randn(4, 60, 1)
whole, _ = layer(x)


def largest_difference(order):
    pieces, state, seen = list(x.split(10, dim=1)), None, {}
    for i in order:
        seen[i], state = layer(pieces[i], state=state)
    return (torch.cat([seen[i] for i in range(6)], dim=1) - whole).abs().max().item()


print("chunks in order: the outputs of one long read:", largest_difference([0, 1, 2, 3, 4, 5]) < 1e-6)
print("chunks shuffled: the outputs of one long read:", largest_difference([3, 0, 4, 1, 5, 2]) < 1e-6)

def share(steps, lag):
    """How many of all pairs (step, `lag` steps earlier) lie in the same chunk of `steps`."""
    return max(steps - lag, 0) / steps


x = torch.randn(1, 24, D, dtype=torch.float64)
layer = RNN(D, H).double()
for steps in (4, 8, 24):
    kept = 0
    for part in x.split(steps, dim=1):
        part = part.clone().requires_grad_()
        output, _ = layer(part)
        for t in range(3, part.shape[1]):  # does output t hear of input t - 3?
            (gradient,) = torch.autograd.grad(output[:, t].sum(), part, retain_graph=True)
            kept += int(gradient[:, t - 3].abs().sum() > 0)
    print(f"chunks of {steps:2}: {kept:2} of 24 reach 3 steps back; the formula says {24 * share(steps, 3):.0f}")

inputs = [torch.randn(size, dtype=torch.float64, requires_grad=True) for size in sizes.values()]
output, tape = elman.forward(*inputs)
direct = torch.zeros_like(output)
direct[:, -1] = output[:, -1]  # the gradient of half the square of the last state; no other step has a loss
with torch.no_grad():
    found = elman.backward(direct, tape)
(expected,) = torch.autograd.grad(0.5 * output[:, -1].square().sum(), inputs[3])
print("U:", torch.allclose(found.U, expected, rtol=1e-10, atol=1e-10))
