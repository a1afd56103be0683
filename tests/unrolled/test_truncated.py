"""Truncated backpropagation: the state goes on, the gradient stops, and nothing else changes."""

import pytest
import torch
from torch import nn

from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.layers.stack import Stack
from unrolled.training import FitConfig, fit
from unrolled.truncated import Carried, Chunk, chunks, detach, tracks

TIGHT = {"atol": 1e-10, "rtol": 1e-10}


def total(output, y):
    return (output * y).sum()


pytestmark = pytest.mark.usefixtures("double")


MAKERS = {
    "rnn": lambda: RNN(3, 4),
    "lstm": lambda: LSTM(3, 4),
    "gru": lambda: GRU(3, 4),
    "stack": lambda: Stack([LSTM(3, 4), RNN(4, 4)]),
}


def data():
    return torch.randn(2, 7, 3), torch.randn(2, 7, 4)


def gradients_of(layer, losses):
    layer.zero_grad()
    for loss in losses:
        loss.backward()
    return [p.grad.clone() for p in layer.parameters()]


@pytest.mark.parametrize("kind", MAKERS)
def test_one_chunk_over_everything_has_the_full_gradient(kind):
    layer, (x, y) = MAKERS[kind](), data()
    carried = Carried(total)
    found = gradients_of(layer, (carried(layer, chunk) for chunk in chunks(x, y, 7)))
    full = gradients_of(layer, [total(layer(x)[0], y)])
    torch.testing.assert_close(found, full, **TIGHT)


@pytest.mark.equation("bptt.9")
@pytest.mark.parametrize("steps", [1, 2, 3, 5])
def test_chunks_have_the_gradient_of_detaching_by_hand(steps):
    layer, (x, y) = RNN(3, 4), data()
    carried = Carried(total)
    found = gradients_of(layer, (carried(layer, chunk) for chunk in chunks(x, y, steps)))
    state, loss = layer.cell.zero_state(2, x), 0.0
    for t in range(7):
        if t % steps == 0:
            state = (state[0].detach(),)
        state = layer.cell(x[:, t], state)
        loss = loss + (state[0] * y[:, t]).sum()
    torch.testing.assert_close(found, gradients_of(layer, [loss]), **TIGHT)
    full = gradients_of(layer, [total(layer(x)[0], y)])
    assert not torch.allclose(found[1], full[1], atol=1e-3)  # and it is not the full gradient


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("steps", [1, 3, 7, 9])
def test_carried_state_gives_the_outputs_of_one_long_read(kind, steps):
    layer, (x, y) = MAKERS[kind](), data()
    seen = []
    carried = Carried(lambda output, _: seen.append(output) or output.sum())
    for chunk in chunks(x, y, steps):
        carried(layer, chunk)
    whole, end = layer(x)
    torch.testing.assert_close(torch.cat(seen, 1), whole, **TIGHT)
    torch.testing.assert_close(carried.state, detach(end), **TIGHT)


def test_reset_state_reads_each_chunk_as_if_it_were_the_first():
    layer, (x, y) = RNN(3, 4), data()
    carried = Carried(total, carry=False)
    losses = [carried(layer, chunk) for chunk in chunks(x, y, 3)]
    torch.testing.assert_close(losses[1], total(layer(x[:, 3:6])[0], y[:, 3:6]), **TIGHT)


def test_a_first_chunk_forgets_what_came_before():
    layer, (x, y) = RNN(3, 4), data()
    carried = Carried(total)
    once, again = ([carried(layer, chunk).item() for chunk in chunks(x, y, 2)] for _ in range(2))
    assert once == again


def test_carried_state_holds_no_history():
    layer, (x, y) = MAKERS["stack"](), data()
    carried = Carried(total)
    carried(layer, chunks(x, y, 3)[0])
    assert isinstance(carried.state, list)
    assert not any(part.requires_grad for state in carried.state for part in state)


def test_tracks_run_side_by_side_and_drop_the_rest():
    assert tracks(torch.arange(11), 3).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert tracks(torch.zeros(11, 5), 3).shape == (3, 3, 5)


def test_chunks_cover_the_tracks_in_order():
    x = tracks(torch.arange(14), 2)
    found = chunks(x, x + 1, 3)
    assert [chunk.first for chunk in found] == [True, False, False]
    assert [chunk.x.shape[1] for chunk in found] == [3, 3, 1]
    assert torch.equal(torch.cat([chunk.x for chunk in found], 1), x)
    assert all(torch.equal(chunk.y, chunk.x + 1) for chunk in found)


@pytest.mark.parametrize("batch", [0, 12])
def test_tracks_that_cannot_be_are_named(batch):
    with pytest.raises(ValueError, match="1 to 11"):
        tracks(torch.arange(11), batch)


def test_chunks_that_cannot_be_are_named():
    with pytest.raises(ValueError, match="at least 1 step"):
        chunks(torch.zeros(2, 5), torch.zeros(2, 5), 0)
    with pytest.raises(ValueError, match="the same"):
        chunks(torch.zeros(2, 5), torch.zeros(2, 6), 2)


class Echo(nn.Module):
    """A layer and a read-out."""

    def __init__(self):
        super().__init__()
        self.layer, self.read = RNN(1, 8), nn.Linear(8, 1)

    def forward(self, x, state=None):
        output, state = self.layer(x, state=state)
        return self.read(output), state


def test_fit_learns_an_echo_with_carried_state():
    x = tracks(torch.randn(4000, 1), 8)
    y = x.roll(1, dims=1)
    model, config = Echo(), FitConfig(epochs=8, learning_rate=0.02, weight_decay=0.0, warmup=1, patience=99)

    def evaluate(model):
        loss_of = Carried(nn.functional.mse_loss)
        return {"loss": sum(loss_of(model, chunk).item() for chunk in chunks(x, y, 100)) / 5}

    history = fit(model, lambda _: chunks(x, y, 10), Carried(nn.functional.mse_loss), evaluate, config, 50)
    assert history.epochs[-1]["loss"] < 0.1 < 0.5 < y.var().item()
    assert isinstance(chunks(x, y, 10)[0], Chunk)
