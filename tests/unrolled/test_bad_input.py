"""Bad input stops with one error that names shapes, in every layer of the book, before anything is computed.

The shape annotations that the tests switch on elsewhere are switched off here: readers run without them.
"""

import jaxtyping
import pytest
import torch
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, LSTM, RNN, Recurrent
from unrolled.layers.stack import Stack
from unrolled.layers.torch_layers import TorchGRU, TorchLSTM, TorchRNN

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


def state(layer: nn.Module, batch: int, size: int = 4):
    """A state for one layer of the right number of parts, for another batch or size."""
    parts = 2 if isinstance(layer, (LSTM, TorchLSTM)) else 1
    return (torch.randn(batch, size),) * parts


@pytest.mark.parametrize("lengths", [None, torch.tensor([4, 2])])
@pytest.mark.parametrize(("batch", "size"), [(5, 4), (2, 7)])
@pytest.mark.parametrize("kind", [RNN, LSTM, GRU])
def test_a_state_of_another_batch_or_size_is_refused(kind, batch, size, lengths):
    layer = kind(3, 4)
    with pytest.raises(ValueError, match=rf"state of shapes .*\({batch}, {size}\).*\(B, H\) = \(2, 4\)"):
        layer(torch.randn(2, 4, 3), lengths, state(layer, batch, size))


PACKED = "TorchRecurrent hands its state to torch unchecked, and packing takes rows of a larger batch for its own"


@pytest.mark.parametrize(
    "lengths", [None, pytest.param(torch.tensor([4, 2]), marks=pytest.mark.xfail(strict=True, reason=PACKED))]
)
@pytest.mark.parametrize("kind", [TorchRNN, TorchLSTM, TorchGRU])
def test_a_state_of_another_batch_is_refused_by_torch_layers(kind, lengths):
    layer = kind(3, 4)
    with pytest.raises((ValueError, RuntimeError), match=r"\(1, 2, 4\).*5, 4"):
        layer(torch.randn(2, 4, 3), lengths, state(layer, 5))


@pytest.mark.parametrize("lengths", [None, torch.tensor([4, 2])])
@pytest.mark.parametrize("kind", [TorchRNN, TorchLSTM, TorchGRU])
def test_a_state_of_another_size_is_refused_by_torch_layers(kind, lengths):
    layer = kind(3, 4)
    with pytest.raises((ValueError, RuntimeError), match=r"2, 7|2x7"):
        layer(torch.randn(2, 4, 3), lengths, state(layer, 2, 7))


@pytest.mark.parametrize("cell", [ElmanCell, LSTMCell, GRUCell])
@pytest.mark.parametrize("parts", [0, 3])
def test_a_state_of_another_number_of_parts_is_refused(cell, parts):
    with pytest.raises(ValueError, match=rf"expected {cell.parts} of \(B, H\)"):
        Recurrent(cell(3, 4))(torch.randn(2, 4, 3), state=(torch.zeros(2, 4),) * parts)


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
@pytest.mark.parametrize("kind", [RNN, LSTM, GRU])
def test_the_check_for_what_is_not_a_number_can_be_switched_on(kind, bad):
    layer, x = kind(3, 4), torch.randn(2, 4, 3)
    x[1, 2, 0] = bad
    layer(x)  # off by default: it costs a pass over the input
    layer.check_finite = True
    with pytest.raises(ValueError, match=rf"x\[1, 2, 0\] is {bad}: the input must be finite"):
        layer(x)
    layer(torch.randn(2, 4, 3))


def test_the_check_can_be_switched_on_in_every_layer_below():
    model, x = Stack([Bidirectional(GRU(3, 4), GRU(3, 4)), LSTM(8, 4)]), torch.randn(2, 4, 3)
    x[0, 3, 1] = float("nan")
    for part in model.modules():
        if isinstance(part, Recurrent):
            part.check_finite = True
    with pytest.raises(ValueError, match=r"x\[0, 3, 1\] is nan"):
        model(x)
