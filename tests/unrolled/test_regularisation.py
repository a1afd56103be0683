"""Every regulariser against its equation, a naive loop, or torch, in float64."""

import copy

import pytest
import torch
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.gru_open import OpenGRUCell
from unrolled.cells.layer_norm import LayerNormLSTMCell, normalise
from unrolled.cells.lstm import ExplicitLSTMCell, LSTMCell
from unrolled.cells.noise import draw_mask
from unrolled.cells.recurrent_dropout import CandidateDropoutLSTMCell, RecurrentDropout
from unrolled.cells.weight_drop import WeightDrop
from unrolled.cells.zoneout import Zoneout
from unrolled.data.batching import Batch
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.dropout import LockedDropout
from unrolled.layers.recurrent import LSTM, Recurrent
from unrolled.layers.stack import Stack
from unrolled.models.cell_classifier import CellClassifier
from unrolled.models.word_model import WordModel
from unrolled.review_task import loss_of
from unrolled.weight_decay import decay_groups

B, T, D, H = 3, 5, 4, 6
TIGHT = {"atol": 1e-10, "rtol": 1e-10}
WRAPPED = {
    "recurrent LSTM": lambda rate, D=D: RecurrentDropout(LSTMCell(D, H), rate),
    "recurrent explicit LSTM": lambda rate, D=D: RecurrentDropout(ExplicitLSTMCell(D, H), rate),
    "recurrent plain": lambda rate, D=D: RecurrentDropout(ElmanCell(D, H), rate),
    "candidate": lambda rate, D=D: CandidateDropoutLSTMCell(D, H, rate),
    "weight drop LSTM": lambda rate, D=D: WeightDrop(LSTMCell(D, H), rate),
    "weight drop GRU": lambda rate, D=D: WeightDrop(GRUCell(D, H), rate),
    "zoneout LSTM": lambda rate, D=D: Zoneout(LSTMCell(D, H), rate, rate / 2),
    "zoneout GRU": lambda rate, D=D: Zoneout(GRUCell(D, H), rate),
    "zoneout of recurrent": lambda rate, D=D: Zoneout(RecurrentDropout(LSTMCell(D, H), rate), rate),
    "layer norm": lambda _rate, D=D: LayerNormLSTMCell(D, H),
}


pytestmark = pytest.mark.usefixtures("double")


def inner(cell):
    """The cell at the core of any wrapping."""
    while hasattr(cell, "cell"):
        cell = cell.cell
    return cell


def lstm_gates(cell, x, h, U=None):
    """Gates of one step of an LSTM, written out."""
    i, f, g, o = (x @ cell.W.T + cell.b + h @ (cell.U if U is None else U).T).chunk(4, -1)
    return torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)


def equal_with_gradients(ours, naive, x, parameters):
    """Outputs, and gradients by the input and by each parameter, of two functions of x."""
    weight = torch.randn_like(ours)
    inputs = [x, *parameters]
    first = torch.autograd.grad((ours * weight).sum(), inputs)
    second = torch.autograd.grad((naive * weight).sum(), inputs)
    torch.testing.assert_close(ours, naive, **TIGHT)
    torch.testing.assert_close(first, second, **TIGHT)


@pytest.mark.equation("regularisation.1")
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_mask_is_zero_or_one_over_kept_share_and_one_on_average(rate):
    n = 40_000
    mask = draw_mask((n,), rate, torch.zeros(()))
    assert set(mask.unique().tolist()) == {0.0, 1 / (1 - rate)}
    sd = (rate / (1 - rate) / n) ** 0.5  # of the mean of n masks, from their variance rate / (1 - rate)
    assert abs(mask.mean().item() - 1) < 4 * sd
    zeros = (mask == 0).double().mean().item()
    assert abs(zeros - rate) < 4 * (rate * (1 - rate) / n) ** 0.5


@pytest.mark.equation("regularisation.2")
def test_locked_dropout_is_one_mask_for_all_steps_and_another_for_each_sequence():
    layer = LockedDropout(0.5)
    x = torch.ones(50, T, 20, requires_grad=True)
    out = layer(x)
    assert bool((out == out[:, :1]).all())  # the same at every step
    assert bool((out[0] != out[1]).any())  # another in the next sequence
    assert bool((layer(x) != out).any())  # and another in the next call
    (gradient,) = torch.autograd.grad(out.sum(), x)
    torch.testing.assert_close(gradient, out.detach(), **TIGHT)  # x is 1, so the output is the mask
    assert abs(out.mean().item() - 1) < 4 * (1 / 1000) ** 0.5  # 1,000 masks of variance 1
    layer.eval()
    assert torch.equal(layer(x), x)


@pytest.mark.equation("regularisation.3")
def test_recurrent_dropout_equals_a_loop_with_one_mask_forward_and_backward():
    wrapped = RecurrentDropout(LSTMCell(D, H), 0.4)
    x = torch.randn(B, T, D, requires_grad=True)
    output, _ = Recurrent(wrapped)(x)
    h = c = torch.zeros(B, H)
    naive = []
    for t in range(T):
        i, f, g, o = lstm_gates(wrapped.cell, x[:, t], h * wrapped.mask)
        c = f * c + i * g
        h = o * torch.tanh(c)
        naive.append(h)
    assert bool((wrapped.mask == 0).any())
    equal_with_gradients(output, torch.stack(naive, 1), x, list(wrapped.parameters()))


@pytest.mark.equation("regularisation.4")
def test_candidate_dropout_equals_a_loop_and_a_dropped_unit_only_forgets():
    cell = CandidateDropoutLSTMCell(D, H, 0.4)
    x = torch.randn(B, T, D, requires_grad=True)
    start = (torch.randn(B, H), torch.randn(B, H))
    output, (_, end) = Recurrent(cell)(x, state=start)
    (h, c), kept = start, start[1]
    naive = []
    for t in range(T):
        i, f, g, o = lstm_gates(cell, x[:, t], h)
        c, kept = f * c + i * (g * cell.mask), f * kept
        h = o * torch.tanh(c)
        naive.append(h)
    dropped = cell.mask == 0
    assert bool(dropped.any())
    torch.testing.assert_close(end[dropped], kept[dropped], **TIGHT)
    equal_with_gradients(output, torch.stack(naive, 1), x, list(cell.parameters()))


@pytest.mark.equation("regularisation.5")
def test_weight_drop_equals_a_loop_with_a_masked_matrix():
    wrapped = WeightDrop(LSTMCell(D, H), 0.4)
    x = torch.randn(B, T, D, requires_grad=True)
    output, _ = Recurrent(wrapped)(x)
    cell, raw = wrapped.cell, wrapped.cell.parametrizations.U.original
    U = raw * wrapped.drop.mask
    h = c = torch.zeros(B, H)
    naive = []
    for t in range(T):
        i, f, g, o = lstm_gates(cell, x[:, t], h, U)
        c = f * c + i * g
        h = o * torch.tanh(c)
        naive.append(h)
    equal_with_gradients(output, torch.stack(naive, 1), x, [cell.W, raw, cell.b])
    (gradient,) = torch.autograd.grad(Recurrent(wrapped)(x)[0].sum(), raw)
    assert bool((gradient[wrapped.drop.mask == 0] == 0).all())
    assert 0 < int((wrapped.drop.mask == 0).sum()) < raw.numel()


@pytest.mark.equation("regularisation.6")
def test_zoneout_keeps_the_old_value_at_its_rates_and_else_takes_the_new_one():
    batch, hidden, rates = 2000, 8, (0.3, 0.6)
    cell = Zoneout(LSTMCell(D, hidden), *rates)
    x, state = torch.randn(batch, D), (torch.randn(batch, hidden), torch.randn(batch, hidden))
    new = cell.cell(x, state)
    for old_part, new_part, out, rate in zip(state, new, cell(x, state), rates, strict=True):
        kept = out == old_part
        assert bool((kept | (out == new_part)).all())
        assert abs(kept.double().mean().item() - rate) < 4 * (rate * (1 - rate) / (batch * hidden)) ** 0.5


@pytest.mark.equation("regularisation.7")
def test_zoneout_in_evaluation_is_the_mean_of_training():
    cell = Zoneout(LSTMCell(D, H), 0.3, 0.6)
    x, state = torch.randn(1, D), (torch.randn(1, H), torch.randn(1, H))
    n = 40_000
    many = cell(x.expand(n, D), tuple(part.expand(n, H) for part in state))
    new = cell.cell(x, state)
    cell.eval()
    for part, rate, old, fresh, drawn in zip(cell(x, state), (0.3, 0.6), state, new, many, strict=True):
        torch.testing.assert_close(part, rate * old + (1 - rate) * fresh, **TIGHT)
        sd = (rate * (1 - rate) / n) ** 0.5 * (old - fresh).abs()
        assert bool(((drawn.mean(0) - part).abs() < 5 * sd).all())


@pytest.mark.equation("regularisation.8")
def test_normalise_equals_torch_forward_and_backward():
    a, gain = torch.randn(B, T, 7, requires_grad=True), torch.randn(7, requires_grad=True)
    ours, theirs = normalise(a, gain), nn.functional.layer_norm(a, (7,), gain)
    equal_with_gradients(ours, theirs, a, [gain])
    plain = normalise(a, torch.ones(7), eps=0.0)
    torch.testing.assert_close(plain.mean(-1), torch.zeros(B, T), **TIGHT)
    torch.testing.assert_close(plain.var(-1, unbiased=False), torch.ones(B, T), **TIGHT)


@pytest.mark.equation("regularisation.9")
@pytest.mark.equation("regularisation.10")
def test_layer_norm_lstm_equals_a_loop_with_torch_layer_norm():
    cell = LayerNormLSTMCell(D, H)
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.copy_(torch.randn_like(parameter))
    x = torch.randn(B, T, D, requires_grad=True)
    start = (torch.randn(B, H), torch.randn(B, H))  # from h = 0, a variance of zero would hide the gain
    norm = nn.functional.layer_norm
    output, _ = Recurrent(cell)(x, state=start)
    h, c = start
    naive = []
    for t in range(T):
        a = norm(x[:, t] @ cell.W.T, (4 * H,), cell.gain_x) + norm(h @ cell.U.T, (4 * H,), cell.gain_h) + cell.b
        i, f, g, o = a.chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(norm(c, (H,), cell.gain_c, cell.b_c))
        naive.append(h)
    equal_with_gradients(output, torch.stack(naive, 1), x, list(cell.parameters()))


@pytest.mark.equation("regularisation.11")
def test_weight_decay_shrinks_matrices_by_one_minus_rate_and_leaves_vectors():
    layer = LSTM(D, H)
    before = copy.deepcopy(layer)
    optimizer = torch.optim.AdamW(decay_groups(layer, 0.3), lr=0.01)
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    for name in "WU":
        torch.testing.assert_close(getattr(layer.cell, name), (1 - 0.01 * 0.3) * getattr(before.cell, name), **TIGHT)
    assert torch.equal(layer.cell.b, before.cell.b)
    assert sum(len(group["params"]) for group in optimizer.param_groups) == len(list(layer.parameters()))
    with pytest.raises(ValueError, match="at least 0"):
        decay_groups(layer, -1)


@pytest.mark.equation("regularisation.12")
def test_tied_logits_are_products_with_the_embedding_and_both_uses_send_gradient():
    V = 9
    tied = WordModel(V, H, tied=True)
    tokens = torch.randint(0, V, (B, T))
    logits, _ = tied(tokens)
    h, _ = tied.recurrent(tied.embed(tokens))
    torch.testing.assert_close(logits, h @ tied.embed.weight.T + tied.score.bias, **TIGHT)
    untied = WordModel(V, H, tied=False)
    untied.load_state_dict(tied.state_dict())
    weight = torch.randn_like(logits)
    (logits * weight).sum().backward()
    (untied(tokens)[0] * weight).sum().backward()
    torch.testing.assert_close(tied.embed.weight.grad, untied.embed.weight.grad + untied.score.weight.grad, **TIGHT)
    count = [sum(p.numel() for p in model.parameters()) for model in (untied, tied)]
    assert count[0] - count[1] == V * H


@pytest.mark.parametrize("name", ["recurrent LSTM", "candidate"])
def test_mask_differs_between_sequences_and_between_runs(name):
    layer = Recurrent(WRAPPED[name](0.5))
    layer(torch.randn(50, T, D))
    first = layer.cell.mask
    assert bool((first[0] != first[1]).any())
    layer(torch.randn(50, T, D))
    assert bool((layer.cell.mask != first).any())


def test_weight_drop_draws_anew_for_each_run():
    layer = Recurrent(WRAPPED["weight drop LSTM"](0.5))
    layer(torch.randn(B, T, D))
    first = layer.cell.drop.mask
    layer(torch.randn(B, T, D))
    assert bool((layer.cell.drop.mask != first).any())


@pytest.mark.parametrize("name", [n for n in WRAPPED if n != "layer norm"])
def test_noise_in_training_only_and_none_at_rate_zero(name):
    x, lengths = torch.randn(B, T, D), torch.tensor([5, 2, 4])
    noisy, silent = Recurrent(WRAPPED[name](0.5)), Recurrent(WRAPPED[name](0.0))
    plain = Recurrent(inner(silent.cell))
    if name == "candidate":
        plain = Recurrent(LSTMCell(D, H))
        plain.cell.load_state_dict(silent.cell.state_dict())
    if name.startswith("weight drop"):
        plain = Recurrent(LSTMCell(D, H) if "LSTM" in name else GRUCell(D, H))
        weights = silent.cell.cell.state_dict()
        weights["U"] = weights.pop("parametrizations.U.original")
        plain.cell.load_state_dict(weights)
    torch.testing.assert_close(silent(x, lengths), plain(x, lengths), **TIGHT)
    assert not torch.equal(noisy(x)[0], noisy(x)[0])
    noisy.eval()
    assert torch.equal(noisy(x)[0], noisy(x)[0])
    silent.load_state_dict(noisy.state_dict())
    if not name.startswith("zoneout"):
        torch.testing.assert_close(noisy(x, lengths), silent(x, lengths), **TIGHT)


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("training", [True, False])
def test_every_cell_runs_masked_in_both_directions_and_stacked(name, training):
    both = Bidirectional(Recurrent(WRAPPED[name](0.3)), Recurrent(WRAPPED[name](0.3))).train(training)
    x, lengths = torch.randn(B, T, D), torch.tensor([5, 2, 4])
    output, _ = both(x, lengths)
    assert output.shape == (B, T, 2 * H)
    assert bool((output[1, 2:] == 0).all())
    tower = Stack([Recurrent(WRAPPED[name](0.3)), Recurrent(WRAPPED[name](0.3, H))], lambda: LockedDropout(0.3)).train(
        training
    )
    output, ends = tower(x, lengths)
    output.sum().backward()
    assert output.shape == (B, T, H)
    assert len(ends) == 2
    assert all(p.grad is not None and bool(torch.isfinite(p.grad).all()) for p in tower.parameters())


@pytest.mark.parametrize("name", WRAPPED)
def test_masked_run_equals_each_sequence_alone_and_chunks_equal_the_whole(name):
    layer = Recurrent(WRAPPED[name](0.4)).eval()
    x, lengths = torch.randn(B, T, D), torch.tensor([5, 2, 4])
    output, end = layer(x, lengths)
    for row, n in enumerate(lengths.tolist()):
        alone, state = layer(x[row : row + 1, :n])
        torch.testing.assert_close(output[row : row + 1, :n], alone, **TIGHT)
        torch.testing.assert_close([part[row : row + 1] for part in end], list(state), **TIGHT)
    whole, last = layer(x)
    first, state = layer(x[:, :2])
    second, state = layer(x[:, 2:], state=state)
    torch.testing.assert_close(torch.cat([first, second], 1), whole, **TIGHT)
    torch.testing.assert_close(state, last, **TIGHT)


def test_mask_holds_for_a_whole_layer_call_and_changes_with_the_next_chunk():
    wrapped = RecurrentDropout(ElmanCell(D, 200), 0.5)
    layer, x = Recurrent(wrapped), torch.randn(B, T, D)
    drawn = []
    begin = wrapped.begin
    wrapped.begin = lambda x: (begin(x), drawn.append(wrapped.mask))
    _, state = layer(x[:, :2])
    layer(x[:, 2:], state=state)
    assert len(drawn) == 2
    assert not torch.equal(*drawn)


@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5])
@pytest.mark.parametrize("name", [n for n in WRAPPED if n != "layer norm"])
def test_rates_outside_zero_to_one_are_refused(name, rate):
    with pytest.raises(ValueError, match="at least 0 and below 1"):
        WRAPPED[name](rate)
    with pytest.raises(ValueError, match="at least 0 and below 1"):
        LockedDropout(rate)


def test_cells_that_pass_h_by_are_refused_and_errors_name_the_remedy():
    for cell in (GRUCell(D, H), OpenGRUCell(D, H), WeightDrop(GRUCell(D, H), 0.1)):
        with pytest.raises(ValueError, match="use WeightDrop or Zoneout"):
            RecurrentDropout(cell, 0.3)
    with pytest.raises(ValueError, match="put RecurrentDropout inside Zoneout"):
        RecurrentDropout(Zoneout(LSTMCell(D, H), 0.1), 0.3)
    with pytest.raises(ValueError, match="no parameter U"):
        WeightDrop(ExplicitLSTMCell(D, H), 0.3)
    cell = RecurrentDropout(LSTMCell(D, H), 0.3)
    with pytest.raises(RuntimeError, match="call begin"):
        cell(torch.randn(B, D), cell.zero_state(B, torch.zeros(())))
    cell.begin(torch.randn(B + 1, T, D))
    with pytest.raises(RuntimeError, match="call begin"):
        cell(torch.randn(B, D), cell.zero_state(B, torch.zeros(())))


def test_classifier_reads_padding_never_and_drops_in_training_only():
    tokens, lengths = torch.tensor([[3, 4, 5, 6], [3, 4, 0, 0]]), torch.tensor([4, 2])
    model = CellClassifier(9, LSTMCell(D, H), lambda: LockedDropout(0.5), word_dropout=0.5)
    assert not torch.equal(model(tokens, lengths), model(tokens, lengths))
    loss_of(model, Batch(tokens, lengths, torch.tensor([1.0, 0.0]))).backward()
    model.eval()
    alone = model(tokens[1:, :2], lengths[1:])
    torch.testing.assert_close(model(tokens, lengths)[1:], alone, **TIGHT)
    with pytest.raises(ValueError, match="word_dropout"):
        CellClassifier(9, LSTMCell(D, H), word_dropout=1.0)
