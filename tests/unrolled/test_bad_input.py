"""Bad input stops with one error that names shapes, in every layer of the book, before anything is computed.

The shape annotations that the tests switch on elsewhere are switched off here: readers run without them.
"""

import jaxtyping
import pytest
import torch
from torch import nn

from unrolled.cells.gru import GRUCell
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, LSTM, RNN, Recurrent
from unrolled.layers.stack import Stack
from unrolled.layers.torch_layers import TorchGRU, TorchLSTM, TorchRecurrent, TorchRNN

LAYERS = {
    **{kind.__name__: lambda kind=kind: kind(3, 4) for kind in (RNN, LSTM, GRU, TorchRNN, TorchLSTM, TorchGRU)},
    "Bidirectional": lambda: Bidirectional(LSTM(3, 4), LSTM(3, 4)),
    "Bidirectional of torch": lambda: Bidirectional(TorchGRU(3, 4), TorchGRU(3, 4)),
    "Stack": lambda: Stack([GRU(3, 4), GRU(4, 4)]),
    "Stack of torch": lambda: Stack([TorchLSTM(3, 4), TorchLSTM(4, 4)]),
    "Stack of both directions": lambda: Stack(
        [Bidirectional(RNN(3, 4), RNN(3, 4)), Bidirectional(RNN(8, 4), RNN(8, 4))]
    ),
}


@pytest.fixture(autouse=True)
def _as_readers_run_it():
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((4, 3), r"shape \(4, 3\).*\(B, T, D\)"),
        ((2, 1, 4, 3), r"shape \(2, 1, 4, 3\).*\(B, T, D\)"),
        ((2, 4, 9), r"shape \(2, 4, 9\).*D = 3"),
        ((2, 0, 3), r"shape \(2, 0, 3\).*T >= 1"),
        ((0, 4, 3), r"shape \(0, 4, 3\).*B >= 1"),
    ],
)
def test_input_of_another_rank_or_size_is_refused(name, shape, words):
    with pytest.raises(ValueError, match=words):
        LAYERS[name]()(torch.randn(shape))


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(
    ("lengths", "words"),
    [
        (torch.tensor([0, 4]), r"\[0, 4\].*1 to 4"),
        (torch.tensor([-2, 4]), r"\[-2, 4\].*1 to 4"),
        (torch.tensor([5, 4]), r"\[5, 4\].*1 to 4"),
        (torch.tensor([4, 4, 4]), r"shape \(3,\).*\(2,\)"),
        (torch.tensor([[4, 4]]), r"shape \(1, 2\).*\(2,\)"),
        (torch.tensor([4.0, 2.0]), "float32.*integers"),
    ],
)
def test_lengths_that_do_not_fit_are_refused(name, lengths, words):
    with pytest.raises(ValueError, match=words):
        LAYERS[name]()(torch.randn(2, 4, 3), lengths)


KINDS = [RNN, LSTM, GRU, TorchRNN, TorchLSTM, TorchGRU]


def state(layer: nn.Module, batch: int, size: int = 4):
    """A state for one layer of the right number of parts, for another batch or size."""
    parts = 2 if isinstance(layer, (LSTM, TorchLSTM)) else 1
    return (torch.randn(batch, size),) * parts


@pytest.mark.parametrize("lengths", [None, torch.tensor([4, 2])])
@pytest.mark.parametrize(("batch", "size"), [(5, 4), (1, 4), (2, 7), (2, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_state_of_another_batch_or_size_is_refused(kind, batch, size, lengths):
    layer = kind(3, 4)
    with pytest.raises(ValueError, match=rf"state of shapes .*\({batch}, {size}\).*\(B, H\) = \(2, 4\)"):
        layer(torch.randn(2, 4, 3), lengths, state(layer, batch, size))


@pytest.mark.parametrize("lengths", [None, torch.tensor([4, 2])])
@pytest.mark.parametrize("change", [-1, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_a_state_of_another_number_of_parts_is_refused(kind, change, lengths):
    layer = kind(3, 4)
    good = state(layer, 2)
    layer(torch.randn(2, 4, 3), lengths, good)
    bad = good[:-1] if change < 0 else (*good, torch.zeros(2, 4))
    with pytest.raises(ValueError, match=rf"state of shapes .*expected {len(good)} of \(B, H\) = \(2, 4\)"):
        layer(torch.randn(2, 4, 3), lengths, bad)


@pytest.mark.parametrize("kind", [GRU, TorchGRU])
def test_states_of_another_number_of_layers_are_refused(kind):
    stack = Stack([kind(3, 4), kind(4, 4)])
    for count in (1, 3):
        with pytest.raises(ValueError, match=f"states for {count} layers, but the stack has 2"):
            stack(torch.randn(2, 4, 3), state=[(torch.zeros(2, 4),)] * count)


def test_a_state_of_another_batch_is_refused_inside_a_stack_and_in_both_directions():
    wrong, x = (torch.zeros(5, 4),), torch.randn(2, 4, 3)
    with pytest.raises(ValueError, match=r"\(B, H\) = \(2, 4\)"):
        Stack([GRU(3, 4), GRU(4, 4)])(x, state=[(torch.zeros(2, 4),), wrong])
    with pytest.raises(ValueError, match=r"\(B, H\) = \(2, 4\)"):
        Bidirectional(GRU(3, 4), GRU(3, 4))(x, state=((torch.zeros(2, 4),), wrong))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("lengths", [None, torch.tensor([4, 3])])
@pytest.mark.parametrize("kind", KINDS)
def test_the_check_for_what_is_not_a_number_can_be_switched_on(kind, lengths, bad):
    layer, x = kind(3, 4), torch.randn(2, 4, 3)
    x[1, 2, 0] = bad
    layer(x, lengths)  # off by default: it costs a pass over the input
    layer.check_finite = True
    with pytest.raises(ValueError, match=rf"x\[1, 2, 0\] is {bad}: the input must be finite"):
        layer(x, lengths)
    layer(torch.randn(2, 4, 3), lengths)


@pytest.mark.parametrize(
    "recurrent",
    [lambda: Recurrent(GRUCell(3, 4), True), lambda: TorchRecurrent(nn.GRU(3, 4, batch_first=True), True)],
)
def test_the_check_can_be_switched_on_as_an_argument(recurrent):
    with pytest.raises(ValueError, match=r"x\[0, 0, 0\] is nan"):
        recurrent()(torch.full((2, 4, 3), float("nan")))


@pytest.mark.parametrize(("gru", "lstm"), [(GRU, LSTM), (TorchGRU, TorchLSTM)])
def test_the_check_can_be_switched_on_in_every_layer_below(gru, lstm):
    model, x = Stack([Bidirectional(gru(3, 4), gru(3, 4)), lstm(8, 4)]), torch.randn(2, 4, 3)
    x[0, 3, 1] = float("nan")
    for part in model.modules():
        if isinstance(part, (Recurrent, TorchRecurrent)):
            part.check_finite = True
    with pytest.raises(ValueError, match=r"x\[0, 3, 1\] is nan"):
        model(x)
