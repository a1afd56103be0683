"""All the code of the page gates/lstm, in reading order. Generated: change the page instead."""

"""The LSTM, step by step: what the chapter `gates/lstm` runs."""

import math


def sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


f, i, g, o = sigmoid(2.0), sigmoid(-1.0), math.tanh(0.5), sigmoid(0.0)
c_old = 1.5
c_new = f * c_old + i * g  # (lstm.4)
h_new = o * math.tanh(c_new)  # (lstm.6)
print(f"f = {f:.3f}  i = {i:.3f}  g = {g:.3f}  o = {o:.3f}")
print(f"c = {f:.3f} x {c_old} + {i:.3f} x {g:.3f} = {c_new:.3f}")
print(f"h = {o:.3f} x tanh({c_new:.3f}) = {h_new:.3f}")

# Here the page shows a listing from the module unrolled.cells.lstm.

import torch

from unrolled.cells.lstm import ExplicitLSTMCell

torch.manual_seed(0)
cell = ExplicitLSTMCell(input_size=3, hidden_size=4)  # D = 3, H = 4
x = torch.randn(2, 3)  # (B, D): two sequences, one step of each
h, c = cell(x, cell.zero_state(2, like=x))
print("h:", tuple(h.shape), " c:", tuple(c.shape))
print("largest |h|:", round(h.abs().max().item(), 3))

# Here the page shows a listing from the module unrolled.cells.lstm.

from unrolled.cells.convert_lstm import fuse

fused = fuse(cell)  # the same weights, stacked
same_h, same_c = fused(x, fused.zero_state(2, like=x))
print("fused equals explicit:", torch.allclose(same_h, h, atol=1e-6) and torch.allclose(same_c, c, atol=1e-6))
print("W:", tuple(fused.W.shape), " U:", tuple(fused.U.shape), " b:", tuple(fused.b.shape))

# Here the page shows a listing from the module unrolled.layers.recurrent.

from unrolled.layers.recurrent import LSTM

layer = LSTM(input_size=3, hidden_size=4)
sequence = torch.randn(2, 6, 3)  # (B, T, D)
output, (h, c) = layer(sequence)
print("output:", tuple(output.shape), " h:", tuple(h.shape), " c:", tuple(c.shape))
print("the last output is h:", torch.equal(output[:, -1], h))

from torch import nn

from unrolled.cells.convert_lstm import from_torch

oracle = nn.LSTM(3, 4, batch_first=True).double()
layer.cell = from_torch(oracle)  # our layer, PyTorch's weights
ours, theirs = sequence.double().requires_grad_(), sequence.double().requires_grad_()
output, _ = layer(ours)
expected, _ = oracle(theirs)
output.square().sum().backward()
expected.square().sum().backward()
print("same outputs:  ", torch.allclose(output, expected, atol=1e-10))
print("same gradients:", torch.allclose(ours.grad, theirs.grad, atol=1e-10))

whole, _ = layer(sequence.double())
first, state = layer(sequence[:, :2].double())
second, _ = layer(sequence[:, 2:].double(), state=state)  # go on where the first chunk stopped
print("two chunks equal the whole:", torch.allclose(torch.cat([first, second], dim=1), whole, atol=1e-10))

for bias in (0.0, 1.0):
    kept = sigmoid(bias)
    print(f"bias {bias}: keeps {kept:.2f} a step, half is gone after {math.log(0.5) / math.log(kept):.1f} steps")

from unrolled.cells.forget_bias import bias_for_memory

for steps in (10, 100, 1000):
    bias = bias_for_memory(steps)
    left = sigmoid(bias) ** steps
    print(f"T = {steps:4}: bias {bias:.2f} keeps {sigmoid(bias):.3f} a step, and {left:.2f} after T steps")

# Here the page shows a listing from the module unrolled.cells.forget_bias.

# Here the page shows a listing from the module unrolled.data.adding.

lengths = torch.tensor([6, 2])  # the second sequence ends after two steps; the rest is padding
output, (h, _) = layer(sequence.double(), lengths)
print("h of row 1 is its output at step 2:", torch.equal(h[1], output[1, 1]))
print("output[1, -1] is padding, all zero: ", bool((output[1, -1] == 0).all()))

def count(D: int, H: int) -> int:
    return 4 * (H * D + H * H + H)  # four times W, U and b


print("ours:   ", count(3, 4), sum(p.numel() for p in fused.parameters()))
print("nn.LSTM:", sum(p.numel() for p in oracle.parameters()), "with its second bias:", count(3, 4) + 4 * 4)

latch = ExplicitLSTMCell(1, 1).double()
with torch.no_grad():
    for parameter in latch.parameters():
        parameter.zero_()
    latch.b_f.fill_(10.0)  # keep, whatever comes
    latch.W_i.fill_(20.0)  # open for a one ...
    latch.b_i.fill_(-10.0)  # ... and stay shut for a zero
    latch.b_g.fill_(10.0)  # what enters is 1
    latch.b_o.fill_(10.0)  # show everything
state = latch.zero_state(1, like=latch.b_f)
shown = []
for bit in (0, 0, 1, 0, 0, 0):
    state = latch(torch.tensor([[float(bit)]], dtype=torch.float64), state)
    shown.append(round(state[0].item(), 2))
print(shown)
