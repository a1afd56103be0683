"""Tasks of memory, the losses of a guess, and connectivity, against closed forms and autograd's own Jacobians."""

import math

import pytest
import torch
from torch import nn

from unrolled.connectivity import connectivity, share_at
from unrolled.data.copy import copy, guess_loss
from unrolled.data.parity import GUESS_LOSS, parity
from unrolled.layers.recurrent import RNN
from unrolled.memory_tasks import TASKS
from unrolled.models.last_steps import LastSteps


@pytest.mark.equation("memory.1")
def test_no_constant_answer_to_copy_costs_less_than_the_logarithm_of_the_alphabet():
    _, y = copy(40_000, 2, torch.Generator().manual_seed(0))
    uniform = torch.zeros(y.numel(), 8)
    assert nn.functional.cross_entropy(uniform, y.flatten()).item() == pytest.approx(guess_loss(), rel=1e-6)
    shares = y.flatten().bincount() / y.numel()  # the best constant answer: what is seen most
    assert nn.functional.cross_entropy(shares.log().expand(len(uniform), -1), y.flatten()).item() == pytest.approx(
        guess_loss(), rel=1e-3
    )


@pytest.mark.equation("memory.2")
def test_a_constant_answer_to_adding_costs_a_sixth_at_best():
    _, y = TASKS["adding"].draw(200_000, 10, torch.Generator().manual_seed(0))
    costs = {answer: (y - answer).square().mean().item() for answer in (0.9, 1.0, 1.1)}
    assert min(costs, key=costs.get) == 1.0
    assert costs[1.0] == pytest.approx(TASKS["adding"].guess, rel=0.01)
    assert costs[1.1] == pytest.approx(TASKS["adding"].guess + 0.01, rel=0.01)


@pytest.mark.equation("memory.3")
def test_parity_is_the_running_exclusive_or_and_who_misses_one_bit_can_only_guess():
    x, y = parity(50_000, 6, torch.Generator().manual_seed(0))
    state = torch.zeros(len(x), dtype=torch.long)
    for bit, wanted in zip(x.squeeze(-1).long().unbind(1), y.unbind(1), strict=True):
        state = state ^ bit
        assert torch.equal(state, wanted)
    known = x[:, 1:].squeeze(-1).long() @ torch.tensor([1, 2, 4, 8, 16])  # all bits but the first
    for code in range(32):
        assert y[known == code, -1].float().mean().item() == pytest.approx(0.5, abs=0.06)
    assert pytest.approx(math.log(2)) == GUESS_LOSS


@pytest.mark.equation("memory.4")
def test_connectivity_equals_the_norm_of_autograds_jacobian():
    torch.manual_seed(0)
    model = LastSteps(RNN(3, 5), 5, 4).double()
    x = torch.randn(2, 6, 3, dtype=torch.float64)
    found = connectivity(lambda x: model(x, 2), x)
    whole = torch.autograd.functional.jacobian(lambda x: model(x, 2), x)  # (B, S, O, B, T, D)
    each = torch.stack([whole[b, :, :, b] for b in range(2)])  # (B, S, O, T, D)
    torch.testing.assert_close(found, each.square().sum((2, 4)).sqrt().mean(0), atol=1e-10, rtol=0)
    assert found.shape == (2, 6)
    assert found[0, -1] == 0  # the answer before the last step cannot depend on the last input


def test_connectivity_refuses_outputs_without_an_axis_of_steps():
    with pytest.raises(ValueError, match=r"\(2, 6, 3, 1\): expected \(B, S, O\)"):
        connectivity(lambda x: x.unsqueeze(-1), torch.zeros(2, 6, 3))


def test_share_is_the_part_of_each_row_on_the_wanted_steps():
    rows = torch.tensor([[3.0, 1.0, 0.0], [0.0, 2.0, 2.0]])
    assert share_at(rows, [[0], [1, 2]]) == pytest.approx((0.75 + 1.0) / 2)


@pytest.mark.parametrize("name", list(TASKS))
def test_tasks_score_right_and_wrong_answers(name):
    task = TASKS[name]
    x, y = task.draw(200, 8, torch.Generator().manual_seed(0))
    assert x.shape[0] == y.shape[0] == 200
    assert x.shape[2] == task.inputs
    right = y.unsqueeze(-1).float() if task.outputs == 1 else 50.0 * nn.functional.one_hot(y, task.outputs)
    assert task.correct(right, y) == 1
    assert task.loss(right, y).item() < 1e-6
    assert task.correct(right.roll(1, dims=-1) if task.outputs > 1 else right + 1, y) == 0


def test_reader_answers_at_the_last_steps_and_says_what_it_cannot_do():
    model = LastSteps(RNN(3, 5), 5, 4)
    x = torch.randn(2, 6, 3)
    states, _ = model.layer(x)
    torch.testing.assert_close(model(x, 2), model.read(states[:, 4:]))
    with pytest.raises(ValueError, match="7 answers from 6 steps"):
        model(x, 7)
