"""The measure of how far a gradient reaches, against closed forms and autograd's own Jacobians."""

import pytest
import torch

from unrolled.cells.elman import ElmanCell
from unrolled.cells.lstm import LSTMCell, set_forget_bias
from unrolled.diagnostics import direct_path, gradient_reach, state_reach


def test_reach_of_a_linear_recurrence_is_the_norm_of_the_matrix_power():
    U = torch.randn(4, 4, dtype=torch.float64) / 2
    states = [torch.randn(4, dtype=torch.float64, requires_grad=True)]
    for _ in range(5):
        states.append(U @ states[-1])
    found = gradient_reach(states[-1], states[:-1])
    expected = [torch.linalg.matrix_power(U, 5 - t).norm().item() for t in range(5)]
    assert found == pytest.approx(expected, abs=1e-10)


def test_reach_of_a_plain_network_equals_autograds_jacobian():
    cell = ElmanCell(2, 3).double()
    x = torch.randn(4, 2, dtype=torch.float64)

    def run(h, start, end=4):
        for row in x[start:end]:
            (h,) = cell(row.unsqueeze(0), (h.unsqueeze(0),))
            h = h.squeeze(0)
        return h

    h, expected = torch.zeros(3, dtype=torch.float64), []
    for t in range(3):
        h = run(h, t, t + 1)
        expected.append(torch.autograd.functional.jacobian(lambda s, t=t: run(s, t + 1), h).norm().item())
    assert state_reach(cell, x) == pytest.approx(expected, abs=1e-10)


def test_reach_of_an_lstm_equals_autograds_jacobian_by_the_cell_alone():
    cell = LSTMCell(2, 3).double()
    x = torch.randn(4, 2, dtype=torch.float64)

    def run(h, c, start):
        for row in x[start:]:
            h, c = cell(row.unsqueeze(0), (h, c))
        return h.squeeze(0)

    h, c = torch.zeros(2, 1, 3, dtype=torch.float64)
    expected = []
    for t in range(3):
        h, c = cell(x[t : t + 1], (h, c))
        held = h.detach()
        jacobian = torch.autograd.functional.jacobian(lambda s, h=held, t=t: run(h, s, t + 1), c.detach())
        expected.append(jacobian.norm().item())
    assert state_reach(cell, x, part=1) == pytest.approx(expected, abs=1e-10)


@pytest.mark.equation("lstm.8")
def test_direct_path_is_the_product_of_the_forget_gates_after_a_step():
    cell = LSTMCell(2, 3).double()
    with torch.no_grad():
        cell.U.zero_()
    set_forget_bias(cell, 1.0)
    x = torch.randn(5, 2, dtype=torch.float64)
    products = direct_path(cell, x)
    gates = torch.sigmoid(cell.project(x)[:, 3:6])
    for t in range(5):
        torch.testing.assert_close(products[t], gates[t + 1 :].prod(0), atol=1e-12, rtol=0)
