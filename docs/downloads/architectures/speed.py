"""All the code of the page architectures/speed, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.experiments.speed_limit.

"""Fast layers: what the chapter `architectures/speed` runs."""

import torch

from unrolled.experiments.speed_forms import Size
from unrolled.experiments.speed_limit import GATES, flops

size = Size(B=32, T=100, D=128, H=256)
for kind in GATES:
    loop = 2 * size.H / (3 * (size.D + size.H))
    print(f"{kind:4}: {flops(kind, size) / 1e9:.2f} billion operations, {loop:.0%} of them inside the loops")

# Here the page shows a listing from the module unrolled.experiments.speed_ladder.

# Here the page shows a listing from the module unrolled.layers.fast_elman.

# Here the page shows a listing from the module unrolled.layers.fast_elman.

# Here the page shows a listing from the module unrolled.layers.time_major.

# Here the page shows a listing from the module unrolled.layers.time_major.

# Here the page shows a listing from the module unrolled.layers.fast_lstm.

# Here the page shows a listing from the module unrolled.layers.fast_lstm.

# Here the page shows a listing from the module unrolled.layers.fast_gru.

# Here the page shows a listing from the module unrolled.layers.fast.

from unrolled.layers.fast import FastRecurrent
from unrolled.layers.recurrent import LSTM

torch.manual_seed(0)
layer = LSTM(input_size=3, hidden_size=4)
fast = FastRecurrent(layer.cell)  # the same parameters, other passes
x = torch.randn(2, 6, 3)  # (B, T, D)
output, (h, c) = fast(x)
print("output:", tuple(output.shape), " h:", tuple(h.shape), " c:", tuple(c.shape))
print("same as the layer:", torch.allclose(output, layer(x)[0], atol=1e-6))

from unrolled.cells.convert_lstm import to_torch

fast.double()
oracle = to_torch(fast.cell)
ours, theirs = x.double().requires_grad_(), x.double().requires_grad_()
output, expected = fast(ours)[0], oracle(theirs)[0]
output.square().sum().backward()
expected.square().sum().backward()
print("same outputs:        ", torch.allclose(output, expected, atol=1e-10))
print("same gradient of x:  ", torch.allclose(ours.grad, theirs.grad, atol=1e-10))
print("same gradient of U:  ", torch.allclose(fast.cell.U.grad, oracle.weight_hh_l0.grad, atol=1e-10))

# Here the page shows a listing from the module unrolled.experiments.speed_ladder.

T = 256
print("x[:, t]:", T * T, "steps written going back;  unbind:", T)
x = torch.randn(2, T, 3, requires_grad=True)
by_index = sum(x[:, t].sum() for t in range(T))
by_unbind = sum(step.sum() for step in x.unbind(1))
same = torch.equal(torch.autograd.grad(by_index, x)[0], torch.autograd.grad(by_unbind, x)[0])
print("same gradient:", same)

loss = fast(torch.randn(2, 6, 3, dtype=torch.float64, requires_grad=True))[0].sum()
loss.backward(retain_graph=True)
try:
    loss.backward()
except RuntimeError as error:
    print("RuntimeError:", str(error).split(":")[0])

# Here the page shows a listing from the module unrolled.experiments.speed_forms.

from unrolled.experiments.speed_forms import matmul_precision

print("before:", torch.get_float32_matmul_precision())
with matmul_precision("medium"):
    print("inside:", torch.get_float32_matmul_precision())
print("after: ", torch.get_float32_matmul_precision())

# Here the page shows a listing from the module unrolled.experiments.speed_forms.

for D, H in ((128, 256), (300, 256), (16, 1024)):
    print(f"D = {D:3}, H = {H:4}: {2 * H / (3 * (D + H)):.0%} stays in the loops")

a = torch.randn(1000, dtype=torch.float64, requires_grad=True)
y = torch.relu(a)
print("slope from the output:", torch.equal(torch.autograd.grad(y.sum(), a)[0], (y > 0).double()))
