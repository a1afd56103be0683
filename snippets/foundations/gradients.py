"""Vanishing and exploding gradients: what the chapter `foundations/gradients` runs."""

# --8<-- [start:by_hand]
import math

slope = 1 - math.tanh(0.5) ** 2  # of tanh, at a = 0.5
for u in (0.9, 1.0, 1.5):
    factor = slope * u  # (gradients.1) with one unit
    print(f"u = {u}: {factor:.3f} a step, {factor**10:.4f} over 10 steps, {factor**100:.1e} over 100")
# --8<-- [end:by_hand]

# --8<-- [start:non_normal]
import torch

from unrolled.spectral import largest_singular_value, norms_of_powers, spectral_radius

U = torch.tensor([[0.9, 5.0], [0.0, 0.9]], dtype=torch.float64)
sigma = largest_singular_value(U)
print(f"spectral radius {spectral_radius(U):.2f}, largest singular value {sigma:.2f}")
norms = norms_of_powers(U, 400)
for k in (1, 5, 10, 50, 100, 400):
    root = norms[k - 1] ** (1 / k)
    print(f"k = {k:3}: norm of U^k = {norms[k - 1]:8.2g}, its k-th root {root:.2f}, bound {sigma**k:.1e}")
# --8<-- [end:non_normal]

# --8<-- [start:saturated]
from unrolled.cells.elman import ElmanCell
from unrolled.cells.initial import orthogonal_
from unrolled.spectral import bound, jacobians_to_end

torch.manual_seed(0)
x = torch.randn(21, 2, dtype=torch.float64)  # T = 21: the first state lies 20 steps before the last
for loudness in (0.0, 1.0, 10.0):
    wide = ElmanCell(2, 64).double()
    orthogonal_(wide, gain=1.1)
    norm = largest_singular_value(jacobians_to_end(wide, loudness * x)[0])
    print(f"inputs times {loudness:4}: norm {norm:8.2g}, bound {bound(wide.U, 20):.2g}")
# --8<-- [end:saturated]

# --8<-- [start:default_matrix]
from unrolled.spectral import expected_factor

for H in (16, 64, 512):
    U = ElmanCell(2, H).U.detach()
    print(
        f"H = {H:3}: spectral radius {spectral_radius(U):.2f}, largest singular value {largest_singular_value(U):.2f}"
    )
print(f"expected: {expected_factor():.2f} and {2 * expected_factor():.2f}")
# --8<-- [end:default_matrix]

# --8<-- [start:product]
from unrolled.diagnostics import state_reach

torch.manual_seed(0)
cell = ElmanCell(input_size=2, hidden_size=16).double()
x = torch.randn(6, 2, dtype=torch.float64)  # (T, D): one sequence
by_hand = [float(J.detach().norm()) for J in jacobians_to_end(cell, x)]
by_autograd = state_reach(cell, x)
for t, (ours, theirs) in enumerate(zip(by_hand, by_autograd, strict=True), 1):
    print(f"t = {t}: norm of dh_6/dh_{t}: {ours:.4f}, equal to autograd's: {abs(ours - theirs) < 1e-10}")
# --8<-- [end:product]

# --8<-- [start:relu]
print(f"ReLU, default weights: {expected_factor(gain=1, alive=0.5):.2f} a step")
print(f"ReLU, weights times 3: {expected_factor(gain=3, alive=0.5):.2f} a step")
for gain in (1, 3):
    relu = ElmanCell(2, 64, "relu").double()
    with torch.no_grad():
        relu.U.mul_(gain)
    norms = state_reach(relu, torch.randn(41, 2, dtype=torch.float64))
    print(f"measured, weights times {gain}: {(norms[0] / norms[20]) ** (1 / 20):.2f} a step")
# --8<-- [end:relu]

# --8<-- [start:clip]
from torch import nn

from unrolled.clipping import angle, clip_by_norm, clip_by_value, global_norm

gradient = [torch.tensor([3.0, -0.2]), torch.tensor([4.0])]  # two parameters, three numbers
print("norm:", round(float(global_norm(gradient)), 3))
for name, clipped in (("norm", clip_by_norm(gradient, 1.0)), ("value", clip_by_value(gradient, 1.0))):
    entries = [round(v, 3) for v in torch.cat(clipped).tolist()]
    print(f"by {name:5}: {entries}, turned by {angle(gradient, clipped):.1f} degrees")
# --8<-- [end:clip]

# --8<-- [start:clip_oracle]
parameters = [nn.Parameter(torch.zeros_like(g)) for g in gradient]
for function, ours in ((nn.utils.clip_grad_norm_, clip_by_norm), (nn.utils.clip_grad_value_, clip_by_value)):
    for parameter, g in zip(parameters, gradient, strict=True):
        parameter.grad = g.clone()
    function(parameters, 1.0)
    same = all(torch.allclose(p.grad, g) for p, g in zip(parameters, ours(gradient, 1.0), strict=True))
    print(f"{function.__name__} equals ours: {same}")
# --8<-- [end:clip_oracle]

# --8<-- [start:hidden]
from unrolled.layers.recurrent import RNN

layer = RNN(2, 64)
sequence = torch.randn(1, 100, 2, requires_grad=True)
output, _ = layer(sequence)
output[:, -1].square().sum().backward()
whole = float(torch.cat([p.grad.flatten() for p in layer.parameters()]).norm())
first, last = sequence.grad[0, 0].norm(), sequence.grad[0, -1].norm()
print("the gradient of all weights is large:", whole > 1)
print("input 1 has less than a billionth of the gradient of input 100:", bool(first < 1e-9 * last))
# --8<-- [end:hidden]

# --8<-- [start:apart]
apart = [clip_by_norm([g], 1.0)[0] for g in gradient]  # each parameter on its own
together = clip_by_norm(gradient, 1.0)
print(f"each apart: norm {float(global_norm(apart)):.2f}, turned by {angle(gradient, apart):.1f} degrees")
print(f"together:   norm {float(global_norm(together)):.2f}, turned by {angle(gradient, together):.1f} degrees")
# --8<-- [end:apart]

# --8<-- [start:infinite]
broken = [torch.tensor([1.0, math.inf])]
print("by norm: ", clip_by_norm(broken, 1.0)[0].tolist())
print("by value:", clip_by_value(broken, 1.0)[0].tolist())
parameter = nn.Parameter(torch.zeros(2))
parameter.grad = broken[0].clone()
try:
    nn.utils.clip_grad_norm_([parameter], 1.0, error_if_nonfinite=True)
except RuntimeError as error:
    print("with error_if_nonfinite:", str(error).split(",")[0])
# --8<-- [end:infinite]

# --8<-- [start:solution_gain]
print(f"tanh near zero: gain {1 / expected_factor():.2f}")
print(f"ReLU:           gain {1 / expected_factor(alive=0.5):.2f}")
# --8<-- [end:solution_gain]

# --8<-- [start:solution_rotation]
torch.manual_seed(0)
rotation = ElmanCell(2, 32).double()
orthogonal_(rotation)
J = torch.matrix_power(rotation.U.detach(), 1000)
print("largest and smallest singular value of U^1000:", [round(float(s), 6) for s in torch.linalg.svdvals(J)[[0, -1]]])
print("Frobenius norm:", round(float(J.norm()), 4), " root of H:", round(math.sqrt(32), 4))
# --8<-- [end:solution_rotation]

# --8<-- [start:solution_value]
many = [torch.full((4353,), 0.5)]  # as many numbers as the trained network has
few = [torch.zeros(4353)]
few[0][0] = 33.0  # the same norm, in one number
for name, raw in (("spread over all", many), ("in one number", few)):
    clipped = clip_by_value(raw, 0.02)
    print(f"{name}: norm {float(global_norm(raw)):.0f} becomes {float(global_norm(clipped)):.2f}")
# --8<-- [end:solution_value]
