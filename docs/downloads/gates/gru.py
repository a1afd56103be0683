"""All the code of the page gates/gru, in reading order. Generated: change the page instead."""

"""The GRU, step by step: what the chapter `gates/gru` runs."""

import math


def sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


r, z = sigmoid(-1.0), sigmoid(2.0)
h_old, product = 0.5, 0.8  # the state, and what U_n makes of it
n = math.tanh(0.3 + r * product)  # (gru.3)
h_new = z * h_old + (1 - z) * n  # (gru.5)
print(f"r = {r:.3f}  z = {z:.3f}")
print(f"n = tanh(0.3 + {r:.3f} x {product}) = {n:.3f}")
print(f"h = {z:.3f} x {h_old} + {1 - z:.3f} x {n:.3f} = {h_new:.3f}")

# Here the page shows a listing from the module unrolled.cells.gru.

import torch

from unrolled.cells.gru import ExplicitGRUCell

torch.manual_seed(0)
cell = ExplicitGRUCell(input_size=3, hidden_size=4)  # D = 3, H = 4
x = torch.randn(2, 3)  # (B, D)
(h,) = cell(x, cell.zero_state(2, like=x))  # the state is a tuple of one
print("h:", tuple(h.shape), " largest |h|:", round(h.abs().max().item(), 3))

# Here the page shows a listing from the module unrolled.cells.gru.

from unrolled.cells.convert_gru import fuse

fused = fuse(cell)  # the same weights, stacked
(same,) = fused(x, fused.zero_state(2, like=x))
print("fused equals explicit:", torch.allclose(same, h, atol=1e-6))
print({name: tuple(weight.shape) for name, weight in fused.named_parameters()})

# Here the page shows a listing from the module unrolled.cells.convert_gru.

from torch import nn

from unrolled.cells.convert_gru import from_torch
from unrolled.layers.recurrent import GRU

oracle = nn.GRU(3, 4, batch_first=True).double()
layer = GRU(3, 4)
layer.cell = from_torch(oracle)  # our layer, PyTorch's weights
sequence = torch.randn(2, 6, 3, dtype=torch.float64)  # (B, T, D)
ours, theirs = sequence.clone().requires_grad_(), sequence.clone().requires_grad_()
output, (h,) = layer(ours)
expected, h_n = oracle(theirs)
output.square().sum().backward()
expected.square().sum().backward()
print("same outputs:  ", torch.allclose(output, expected, atol=1e-10))
print("same gradients:", torch.allclose(ours.grad, theirs.grad, atol=1e-10))
print("h:", tuple(h.shape), " h_n of nn.GRU:", tuple(h_n.shape))

whole, _ = layer(sequence)
first, state = layer(sequence[:, :2])
second, _ = layer(sequence[:, 2:], state=state)  # go on where the first chunk stopped
print("two chunks equal the whole:", torch.allclose(torch.cat([first, second], dim=1), whole, atol=1e-10))

r = torch.tensor([1.0, 0.0])  # let unit 1 through, shut unit 2 off
h = torch.tensor([0.8, 0.4])
U = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print("after: ", [round(v, 2) for v in (r * (U @ h)).tolist()])
print("before:", [round(v, 2) for v in (U @ (r * h)).tolist()])

from unrolled.cells.gru import GRUCell

after = from_torch(oracle)
before = GRUCell(3, 4, reset="before").double()
with torch.no_grad():
    for name in ("W", "U", "b"):
        getattr(before, name).copy_(getattr(after, name))
    before.b[8:] += after.b_u  # the candidate has one bias now: give it both
layer.cell = before
difference = (layer(sequence)[0] - whole).abs().amax(dim=(0, 2))  # (B, T, H) -> (T)
print("largest difference after steps 1 to 6:", [round(d, 3) for d in difference.tolist()])

# Here the page shows a listing from the module unrolled.cells.convert_gru.

from unrolled.cells.convert_gru import flip_update

flipped = flip_update(after)
z_rows = slice(4, 8)  # r, z, n: the second block of H rows
print(f"z = 1 now {flipped.update} the old state")
print("rows of z change sign:", torch.equal(flipped.W[z_rows], -after.W[z_rows]))
for name, cell in (("flipped", flipped), ("renamed only", GRUCell(3, 4, update="replaces").double())):
    if name == "renamed only":
        cell.load_state_dict(after.state_dict())
    layer.cell = cell
    print(f"{name}: largest difference {(layer(sequence)[0] - whole).abs().max().item():.3f}")

# Here the page shows a listing from the module unrolled.cells.gru_path.

from unrolled.cells.gru_path import kept_path

alone = from_torch(oracle)
with torch.no_grad():
    alone.U.zero_()  # gates and candidate see the input only: the kept state is the only path
h_0 = torch.zeros(1, 4, dtype=torch.float64, requires_grad=True)
state = (h_0,)
for x_t in sequence[0]:
    state = alone(x_t.unsqueeze(0), state)
(gradient,) = torch.autograd.grad(state[0].sum(), h_0)
print("autograd:    ", [round(v, 5) for v in gradient[0].tolist()])
print("product of z:", [round(v, 5) for v in kept_path(alone, sequence[0])[0].tolist()])

for bias in (0.0, 1.0, math.log(99)):
    kept = sigmoid(bias)
    print(f"b_z = {bias:.2f}: keeps {kept:.2f} a step, and {kept**100:.2g} after 100 steps")

# Here the page shows a listing from the module unrolled.cells.gru_open.

# Here the page shows a listing from the module unrolled.experiments.gru.

for H in (1, 2):
    torch.manual_seed(1)
    outputs = []
    for reset in ("after", "before"):
        cell = GRUCell(1, H, reset=reset)
        with torch.no_grad():  # the same weights for both
            for name in ("W", "U", "b"):
                weight = getattr(cell, name)
                weight.copy_(torch.linspace(-1, 1, weight.numel()).reshape(weight.shape))
            if cell.b_u is not None:
                cell.b_u.zero_()
        outputs.append(cell(torch.ones(1, 1), (torch.linspace(0.2, 0.9, H).reshape(1, H),))[0])
    print(f"H = {H}: the same output: {torch.allclose(*outputs, atol=1e-6)}")

def count(D: int, H: int) -> int:
    return 3 * (H * D + H * H + H) + H  # three times W, U and b, and one b_u


print("ours:  ", count(3, 4), sum(p.numel() for p in fused.parameters()))
print("nn.GRU:", sum(p.numel() for p in oracle.parameters()), "with two more biases:", count(3, 4) + 2 * 4)
for H in (4, 64, 1024):
    print(f"H = {H:4}: GRU / LSTM = {count(3, H) / (4 * (3 * H + H * H + H)):.4f}")

hold = ExplicitGRUCell(1, 1).double()
with torch.no_grad():
    for parameter in hold.parameters():
        parameter.zero_()
    hold.b_z.fill_(10.0)  # keep, whatever comes ...
    hold.W_z.fill_(-20.0)  # ... but let a one replace the state
    hold.b_n.fill_(10.0)  # by 1
state = hold.zero_state(1, like=hold.b_z)
shown = []
for bit in (0, 0, 1, 0, 0, 0):
    state = hold(torch.tensor([[float(bit)]], dtype=torch.float64), state)
    shown.append(round(state[0].item(), 2))
print(shown)

from unrolled.cells.lstm import ExplicitLSTMCell

torch.manual_seed(0)
wild = GRUCell(2, 5)
counter = ExplicitLSTMCell(2, 5)
with torch.no_grad():
    for parameter in wild.parameters():
        parameter.normal_(std=20)  # absurdly large weights
    for parameter in counter.parameters():
        parameter.zero_()
    for bias in (counter.b_f, counter.b_i, counter.b_g):
        bias.fill_(10.0)  # keep all, and add 1 at each step
h, (_, c) = wild.zero_state(1, like=wild.b), counter.zero_state(1, like=counter.b_f)
for x_t in torch.randn(50, 1, 2):
    h = wild(x_t, h)
    _, c = counter(x_t, (torch.zeros_like(c), c))
print(f"GRU,  50 steps, largest |h|: {h[0].abs().max().item():.2f}")
print(f"LSTM, 50 steps, largest |c|: {c.abs().max().item():.2f}")
