"""Regularising recurrent networks: what the chapter `architectures/regularisation` runs."""

# --8<-- [start:mask]
import torch

from unrolled.cells.noise import draw_mask

torch.manual_seed(0)
mask = draw_mask((2, 6), rate=0.5, like=torch.zeros(()))
print(mask)
many = draw_mask((100_000,), rate=0.5, like=torch.zeros(()))
print(f"mean of 100,000 entries: {many.mean():.2f}")
# --8<-- [end:mask]

# --8<-- [start:locked]
from torch import nn

from unrolled.layers.dropout import LockedDropout

ones = torch.ones(1, 4, 6)  # (B, T, D): one sequence of four steps
print("dropout:\n", nn.Dropout(0.5)(ones)[0].int())
print("locked dropout:\n", LockedDropout(0.5)(ones)[0].int())
# --8<-- [end:locked]

# --8<-- [start:forgets]
kept, steps = 0.9, 20
fresh, locked = torch.ones(10_000), torch.ones(10_000)
one_mask = torch.rand(10_000) < kept
for _ in range(steps):
    fresh = fresh * (torch.rand(10_000) < kept)  # another mask at each step
    locked = locked * one_mask  # the same one again and again
print(f"alive after {steps} steps, a fresh mask each: {fresh.mean():.2f}, in theory {kept**steps:.2f}")
print(f"alive after {steps} steps, one mask:          {locked.mean():.2f}, in theory {kept:.2f}")
# --8<-- [end:forgets]

# --8<-- [start:recurrent]
from unrolled.cells.lstm import LSTMCell
from unrolled.cells.recurrent_dropout import RecurrentDropout
from unrolled.layers.recurrent import Recurrent

cell = RecurrentDropout(LSTMCell(input_size=3, hidden_size=4), rate=0.5)
layer = Recurrent(cell)
x = torch.randn(2, 5, 3)  # (B, T, D)
output, (h, c) = layer(x)
print("output:", tuple(output.shape))
print("mask of each sequence:", cell.mask.int().tolist())
layer(x)
print("and in the next call: ", cell.mask.int().tolist())
# --8<-- [end:recurrent]

# --8<-- [start:weight_drop]
from unrolled.cells.gru import GRUCell
from unrolled.cells.weight_drop import WeightDrop

gru = Recurrent(WeightDrop(GRUCell(3, 4), rate=0.5))
gru(torch.randn(2, 5, 3))
print("entries of U at zero in training:  ", int((gru.cell.cell.U == 0).sum()), "of", gru.cell.cell.U.numel())
gru.eval()
print("entries of U at zero in evaluation:", int((gru.cell.cell.U == 0).sum()))
# --8<-- [end:weight_drop]

# --8<-- [start:zoneout]
from unrolled.cells.elman import ElmanCell
from unrolled.cells.zoneout import Zoneout

zone = Zoneout(ElmanCell(3, 4), rate=0.5)
x_t, (old,) = torch.randn(1, 3), (torch.randn(1, 4),)
(new,) = zone.cell(x_t, (old,))
(mixed,) = zone(x_t, (old,))
print("kept its old value:", (mixed == old).int().tolist())
draws = torch.stack([zone(x_t, (old,))[0] for _ in range(20_000)]).mean(0)
zone.eval()
(expected,) = zone(x_t, (old,))
print("evaluation:               ", [round(v, 2) for v in expected[0].tolist()])
print("largest gap to the average of draws is below 0.03:", bool((draws - expected).abs().max() < 0.03))
# --8<-- [end:zoneout]

# --8<-- [start:oracle]
layer.double()
x = x.double().requires_grad_()
output, _ = layer(x)
W, U, b = cell.cell.W, cell.cell.U, cell.cell.b
h = c = torch.zeros(2, 4, dtype=torch.float64)
steps = []
for x_t in x.unbind(1):
    i, f, g, o = (x_t @ W.T + (cell.mask * h) @ U.T + b).chunk(4, dim=-1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    steps.append(h)
naive = torch.stack(steps, dim=1)
ours = torch.autograd.grad(output.square().sum(), [x, W, U, b])
theirs = torch.autograd.grad(naive.square().sum(), [x, W, U, b])
print("same outputs:  ", torch.allclose(output, naive, atol=1e-10))
print("same gradients:", all(torch.allclose(p, q, atol=1e-10) for p, q in zip(ours, theirs, strict=True)))
# --8<-- [end:oracle]

# --8<-- [start:layer_norm]
from unrolled.cells.layer_norm import normalise

a = torch.tensor([[1.0, 2.0, 3.0, 6.0], [100.0, 200.0, 300.0, 600.0]])
print(normalise(a, gain=torch.ones(4)))
theirs = nn.functional.layer_norm(a, (4,))
print("same as torch:", torch.allclose(normalise(a, torch.ones(4)), theirs, atol=1e-6))
# --8<-- [end:layer_norm]

# --8<-- [start:decay]
from unrolled.weight_decay import decay_groups

layer = Recurrent(LSTMCell(3, 4))
optimizer = torch.optim.AdamW(decay_groups(layer, weight_decay=0.1), lr=0.01)
for group in optimizer.param_groups:
    print(group["weight_decay"], [tuple(p.shape) for p in group["params"]])
# --8<-- [end:decay]

# --8<-- [start:initialise]
from unrolled.layers.torch_layers import initialise_gates

initialise_gates(layer)
U, b = layer.cell.U.detach(), layer.cell.b.detach()
print("U of each gate is orthogonal:", all(torch.allclose(u @ u.T, torch.eye(4), atol=1e-5) for u in U.split(4)))
print("forget bias:", b[4:8].tolist())
# --8<-- [end:initialise]

# --8<-- [start:tied]
from unrolled.models.word_model import WordModel

for tied in (False, True):
    model = WordModel(vocabulary=1000, size=48, tied=tied)
    print("tied: " if tied else "apart:", sum(p.numel() for p in model.parameters()), "parameters")
logits, _ = model(torch.tensor([[3, 14, 15]]))  # (B, T)
print("logits:", tuple(logits.shape), " one matrix:", model.score.weight is model.embed.weight)
# --8<-- [end:tied]

# --8<-- [start:train_mode]
noisy = Recurrent(RecurrentDropout(LSTMCell(3, 4), rate=0.5))
x = torch.randn(1, 5, 3)
print("training:  ", [round(noisy(x)[0].sum().item(), 2) for _ in range(3)])
noisy.eval()
print("evaluation:", [round(noisy(x)[0].sum().item(), 2) for _ in range(3)])
# --8<-- [end:train_mode]

# --8<-- [start:gru_grows]
h, mask = torch.ones(1, 8), draw_mask((1, 8), rate=0.5, like=torch.zeros(()))
z = 0.9  # an update gate that keeps most of the state
for t in range(1, 31):
    h = z * (mask * h)  # wrong: the mask is on the part that passes by the weights, too
    if t % 10 == 0:
        print(f"after {t} steps: {[round(v) for v in h[0].tolist()]}")
# --8<-- [end:gru_grows]

# --8<-- [start:one_layer]
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    single = nn.LSTM(3, 4, num_layers=1, dropout=0.9, batch_first=True)
print("warnings:", len(caught))
print("the same twice, in training:", torch.equal(single(x)[0], single(x)[0]))
# --8<-- [end:one_layer]

# --8<-- [start:zoneout_scaled]
old, new = torch.zeros(8), torch.ones(8)
print("wrong:", (old + nn.functional.dropout(new - old, p=0.5)).tolist())
print("right:", (old + 0.5 * nn.functional.dropout(new - old, p=0.5)).tolist())
# --8<-- [end:zoneout_scaled]

# --8<-- [start:solution_compose]
from unrolled.layers.stack import Stack


def noisy_layer(inputs: int) -> Recurrent:
    return Recurrent(Zoneout(RecurrentDropout(LSTMCell(inputs, 8), 0.2), 0.05, rate_c=0.3))


tower = Stack([noisy_layer(3), noisy_layer(8)], between=lambda: LockedDropout(0.3))
output, ends = tower(torch.randn(2, 5, 3), torch.tensor([5, 2]))
print("output:", tuple(output.shape), " padding stays zero:", bool((output[1, 2:] == 0).all()))
# --8<-- [end:solution_compose]

# --8<-- [start:solution_weights]
outer = draw_mask((50, 8), rate=0.5, like=torch.zeros(()))  # a mask on h for each of 50 sequences
U, h = torch.randn(8, 8), torch.randn(50, 8)
first = torch.allclose((outer[0] * h[0]) @ U.T, h[0] @ (U * outer[0]).T, atol=1e-5)
print("a mask on h is a mask on columns of U:", first)
print("different matrices in the batch:      ", len(torch.unique(outer, dim=0)))
# --8<-- [end:solution_weights]

# --8<-- [start:solution_noise]
n, p = 1000, 0.75
print(f"one model, {n} sentences: standard error {100 * (p * (1 - p) / n) ** 0.5:.1f} points")
for disagree in (0.05, 0.15, 0.25):
    print(f"two models that differ on {disagree:.0%} of them: {100 * (disagree / n) ** 0.5:.1f} points")
# --8<-- [end:solution_noise]
