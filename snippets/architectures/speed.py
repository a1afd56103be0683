"""Fast layers: what the chapter `architectures/speed` runs."""

# --8<-- [start:flops]
import torch

from unrolled.experiments.speed_forms import Size
from unrolled.experiments.speed_limit import GATES, flops

size = Size(B=32, T=100, D=128, H=256)
for kind in GATES:
    loop = 2 * size.H / (3 * (size.D + size.H))
    print(f"{kind:4}: {flops(kind, size) / 1e9:.2f} billion operations, {loop:.0%} of them inside the loops")
# --8<-- [end:flops]

# --8<-- [start:drop_in]
from unrolled.layers.fast import FastRecurrent
from unrolled.layers.recurrent import LSTM

torch.manual_seed(0)
layer = LSTM(input_size=3, hidden_size=4)
fast = FastRecurrent(layer.cell)  # the same parameters, other passes
x = torch.randn(2, 6, 3)  # (B, T, D)
output, (h, c) = fast(x)
print("output:", tuple(output.shape), " h:", tuple(h.shape), " c:", tuple(c.shape))
print("same as the layer:", torch.allclose(output, layer(x)[0], atol=1e-6))
# --8<-- [end:drop_in]

# --8<-- [start:oracle]
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
# --8<-- [end:oracle]

# --8<-- [start:index]
T = 256
print("x[:, t]:", T * T, "steps written going back;  unbind:", T)
x = torch.randn(2, T, 3, requires_grad=True)
by_index = sum(x[:, t].sum() for t in range(T))
by_unbind = sum(step.sum() for step in x.unbind(1))
same = torch.equal(torch.autograd.grad(by_index, x)[0], torch.autograd.grad(by_unbind, x)[0])
print("same gradient:", same)
# --8<-- [end:index]

# --8<-- [start:twice]
loss = fast(torch.randn(2, 6, 3, dtype=torch.float64, requires_grad=True))[0].sum()
loss.backward(retain_graph=True)
try:
    loss.backward()
except RuntimeError as error:
    print("RuntimeError:", str(error).split(":")[0])
# --8<-- [end:twice]

# --8<-- [start:precision]
from unrolled.experiments.speed_forms import matmul_precision

print("before:", torch.get_float32_matmul_precision())
with matmul_precision("medium"):
    print("inside:", torch.get_float32_matmul_precision())
print("after: ", torch.get_float32_matmul_precision())
# --8<-- [end:precision]

# --8<-- [start:solution_share]
for D, H in ((128, 256), (300, 256), (16, 1024)):
    print(f"D = {D:3}, H = {H:4}: {2 * H / (3 * (D + H)):.0%} stays in the loops")
# --8<-- [end:solution_share]

# --8<-- [start:solution_relu]
a = torch.randn(1000, dtype=torch.float64, requires_grad=True)
y = torch.relu(a)
print("slope from the output:", torch.equal(torch.autograd.grad(y.sum(), a)[0], (y > 0).double()))
# --8<-- [end:solution_relu]
