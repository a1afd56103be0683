"""Products of Jacobians, the bound on them, initial weights and clipping, against autograd and `torch.nn.utils`."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.initial import identity_, orthogonal_
from unrolled.clipping import angle, clip_by_norm, clip_by_value, global_norm
from unrolled.diagnostics import state_reach
from unrolled.spectral import (
    bound,
    expected_factor,
    jacobians_to_end,
    largest_singular_value,
    norms_of_powers,
    spectral_radius,
    step_jacobian,
)

TIGHT = {"atol": 1e-10, "rtol": 0}
KINDS = pytest.mark.parametrize("kind", ["tanh", "relu"])


def cell_and_input(kind: str, T: int = 6, gain: float = 1.0) -> tuple[ElmanCell, torch.Tensor]:
    torch.manual_seed(3)
    cell = ElmanCell(2, 4, kind).double()
    with torch.no_grad():
        cell.U.mul_(gain)
    return cell, torch.randn(T, 2, dtype=torch.float64)


@pytest.mark.equation("gradients.1")
@KINDS
def test_jacobian_of_one_step_equals_autograds(kind):
    cell, x = cell_and_input(kind)
    h = torch.randn(4, dtype=torch.float64)
    expected = torch.autograd.functional.jacobian(lambda h: cell(x[:1], (h.unsqueeze(0),))[0].squeeze(0), h)
    torch.testing.assert_close(step_jacobian(cell, x[0], h), expected, **TIGHT)


@pytest.mark.equation("gradients.2")
@KINDS
def test_product_of_steps_equals_autograds_jacobian_through_all_of_them(kind):
    cell, x = cell_and_input(kind, gain=2.0)

    def run(h, start, end=6):
        for row in x[start:end]:
            h = cell(row.unsqueeze(0), (h.unsqueeze(0),))[0].squeeze(0)
        return h

    h = torch.zeros(4, dtype=torch.float64)
    found = jacobians_to_end(cell, x)
    assert len(found) == len(x) - 1
    for t, product in enumerate(found, 1):
        h = run(h, t - 1, t)
        expected = torch.autograd.functional.jacobian(lambda s, t=t: run(s, t), h)
        torch.testing.assert_close(product, expected, **TIGHT)
    assert [float(J.detach().norm()) for J in found] == pytest.approx(state_reach(cell, x), abs=1e-10)


@pytest.mark.equation("gradients.3")
@given(st.sampled_from(["tanh", "relu"]), st.floats(0.1, 4.0), st.integers(2, 9))
def test_no_jacobian_exceeds_the_bound(kind, gain, T):
    cell, x = cell_and_input(kind, T, gain)
    for t, product in enumerate(jacobians_to_end(cell, x), 1):
        assert largest_singular_value(product) <= bound(cell.U, T - t) * (1 + 1e-12)


@pytest.mark.equation("gradients.3")
def test_bound_is_reached_by_an_orthogonal_matrix_without_a_squashing_function_and_holds_the_slope():
    U = torch.linalg.qr(torch.randn(5, 5, dtype=torch.float64))[0] * 1.3
    assert largest_singular_value(torch.linalg.matrix_power(U, 7)) == pytest.approx(bound(U, 7), rel=1e-10)
    assert bound(U, 3, slope=0.25) == pytest.approx((0.25 * 1.3) ** 3, rel=1e-10)


@pytest.mark.equation("gradients.4")
def test_roots_of_norms_of_powers_tend_to_the_spectral_radius_from_above():
    U = torch.tensor([[0.9, 5.0], [0.0, 0.9]], dtype=torch.float64)
    norms = norms_of_powers(U, 4000)
    assert spectral_radius(U) == pytest.approx(0.9, abs=1e-6)
    assert largest_singular_value(U) == pytest.approx(math.sqrt(float(torch.linalg.eigvalsh(U.T @ U)[-1])), abs=1e-10)
    assert norms[9] > 19  # a radius below 1, and yet it grows at first
    roots = [norm ** (1 / k) for k, norm in enumerate(norms, 1)]
    assert all(root >= 0.9 for root in roots[:100])
    assert roots[-1] == pytest.approx(0.9, abs=0.003)


@pytest.mark.equation("gradients.5")
@pytest.mark.parametrize(("gain", "alive"), [(1.0, 1.0), (3.0, 0.5), (2, 0.25)])
def test_expected_factor_is_the_growth_under_wide_random_matrices(gain, alive):
    torch.manual_seed(0)
    H = 1500
    U = ElmanCell(1, H).double().U.detach() * gain
    v = torch.randn(H, dtype=torch.float64)
    v, steps = v / v.norm(), 20
    for _ in range(steps):
        v = (torch.rand(H, dtype=torch.float64) < alive) * (U @ v)
    assert float(v.norm()) ** (1 / steps) == pytest.approx(expected_factor(gain, alive), rel=0.03)


@pytest.mark.equation("gradients.5")
def test_default_matrix_has_radius_one_over_root_three_and_twice_that_as_largest_singular_value():
    torch.manual_seed(0)
    U = ElmanCell(1, 800).double().U.detach()
    assert spectral_radius(U) == pytest.approx(expected_factor(), rel=0.05)
    assert largest_singular_value(U) == pytest.approx(2 * expected_factor(), rel=0.03)


@pytest.mark.equation("gradients.6")
@pytest.mark.parametrize("gain", [1.0, 1.5, 2])
def test_orthogonal_weights_keep_every_length_times_the_gain(gain):
    cell = ElmanCell(2, 6).double()
    orthogonal_(cell, gain)
    v = torch.randn(6, 10, dtype=torch.float64)
    torch.testing.assert_close((cell.U @ v).norm(dim=0), gain * v.norm(dim=0), **TIGHT)
    torch.testing.assert_close(cell.U.T @ cell.U, gain**2 * torch.eye(6, dtype=torch.float64), **TIGHT)
    assert not cell.b.any()


@pytest.mark.equation("gradients.7")
def test_identity_relu_adds_up_and_its_jacobian_is_the_identity_while_units_stay_on():
    cell = ElmanCell(2, 3, "relu").double()
    identity_(cell, input_scale=0.5)
    with torch.no_grad():
        cell.W.abs_()  # positive inputs and weights: no unit ever switches off
    x = torch.rand(5, 2, dtype=torch.float64)
    h = torch.zeros(1, 3, dtype=torch.float64)
    for row in x:
        (h,) = cell(row.unsqueeze(0), (h,))
    torch.testing.assert_close(h.squeeze(0), (x @ cell.W.T).sum(0), **TIGHT)
    for product in jacobians_to_end(cell, x):
        torch.testing.assert_close(product, torch.eye(3, dtype=torch.float64), **TIGHT)


def test_identity_relu_loses_a_unit_that_switches_off():
    cell = ElmanCell(1, 2, "relu").double()
    identity_(cell)
    with torch.no_grad():
        cell.W.copy_(torch.tensor([[1.0], [-1.0]]))
    x = torch.ones(3, 1, dtype=torch.float64)
    torch.testing.assert_close(jacobians_to_end(cell, x)[0], torch.diag(torch.tensor([1.0, 0.0]).double()), **TIGHT)


def gradients(scale: float) -> list[torch.Tensor]:
    torch.manual_seed(1)
    return [scale * torch.randn(3, 4, dtype=torch.float64), scale * torch.randn(5, dtype=torch.float64)]


def clipped_by_torch(function, raw: list[torch.Tensor], limit: float) -> list[torch.Tensor]:
    parameters = [nn.Parameter(torch.zeros_like(g)) for g in raw]
    for parameter, g in zip(parameters, raw, strict=True):
        parameter.grad = g.clone()
    function(parameters, limit)
    return [p.grad for p in parameters]


@pytest.mark.equation("gradients.8")
@pytest.mark.parametrize("scale", [0.01, 1.0, 1e6])
def test_clip_by_norm_equals_torch_and_keeps_the_direction(scale):
    raw = gradients(scale)
    ours = clip_by_norm(raw, 0.7)
    torch.testing.assert_close(ours, clipped_by_torch(nn.utils.clip_grad_norm_, raw, 0.7), **TIGHT)
    assert float(global_norm(ours)) == pytest.approx(min(0.7, float(global_norm(raw))), abs=1e-5)
    assert angle(raw, ours) < 1e-5


@pytest.mark.equation("gradients.9")
@pytest.mark.parametrize("scale", [0.01, 1.0, 1e6])
def test_clip_by_value_equals_torch(scale):
    raw = gradients(scale)
    ours = clip_by_value(raw, 0.3)
    torch.testing.assert_close(ours, clipped_by_torch(nn.utils.clip_grad_value_, raw, 0.3), **TIGHT)
    assert max(float(g.abs().max()) for g in ours) <= 0.3


@pytest.mark.equation("gradients.10")
def test_angle_is_that_of_plane_geometry_over_all_tensors_together():
    first, second = [torch.tensor([1.0]), torch.tensor([0.0])], [torch.tensor([1.0]), torch.tensor([3**0.5])]
    assert angle(first, second) == pytest.approx(60, abs=1e-4)
    assert angle(first, [-g for g in first]) == pytest.approx(180)
    raw = [torch.tensor([10.0, 0.1], dtype=torch.float64)]
    expected = math.degrees(math.atan2(0.1, 1.0) - math.atan2(0.1, 10.0))
    assert angle(raw, clip_by_value(raw, 1.0)) == pytest.approx(expected, abs=1e-10)
    with pytest.raises(ValueError, match="no direction"):
        angle(first, [torch.zeros(1), torch.zeros(1)])
