"""Weights carried over to and from PyTorch and Keras give the same function."""

import numpy as np
import pytest
import torch
from torch import nn

from unrolled.cells.convert_lstm import from_keras, from_torch, to_keras, to_torch
from unrolled.cells.lstm import LSTMCell


def keras_step(weights, x, h, c):
    """One step as the documentation of keras.layers.LSTM words it, in NumPy: gates in the order i, f, c, o."""
    z = x @ weights["kernel"] + h @ weights["recurrent_kernel"] + weights["bias"]
    i, f, candidate, o = np.split(z, 4, axis=1)
    logistic = lambda a: 1 / (1 + np.exp(-a))  # noqa: E731
    c = logistic(f) * c + logistic(i) * np.tanh(candidate)
    return logistic(o) * np.tanh(c), c


def test_keras_layout_computes_the_same_step():
    cell = LSTMCell(3, 5).double()
    x, h, c = torch.randn(4, 3).double(), torch.randn(4, 5).double(), torch.randn(4, 5).double()
    weights = {k: v.numpy() for k, v in to_keras(cell).items()}
    expected = keras_step(weights, x.numpy(), h.numpy(), c.numpy())
    for ours, theirs in zip(cell(x, (h, c)), expected, strict=True):
        np.testing.assert_allclose(ours.detach().numpy(), theirs, atol=1e-12)


def test_keras_there_and_back_is_the_same_cell():
    cell = LSTMCell(3, 5)
    again = from_keras(to_keras(cell))
    for name, value in cell.state_dict().items():
        assert torch.equal(value, again.state_dict()[name])


def test_keras_weights_of_another_layout_are_refused():
    weights = to_keras(LSTMCell(3, 5))
    weights["bias"] = torch.zeros(2, 20)
    with pytest.raises(ValueError, match=r"bias has shape \(2, 20\), expected \(20,\)"):
        from_keras(weights)
    for missing in weights:
        with pytest.raises(ValueError, match=f"no weight '{missing}' among"):
            from_keras({name: weight for name, weight in weights.items() if name != missing})


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("layer", "backward"), [(0, False), (0, True), (1, False), (1, True)])
def test_each_layer_and_direction_of_torch_converts(layer, backward, bias):
    lstm = nn.LSTM(3, 4, num_layers=2, bidirectional=True, bias=bias).double()
    cell = from_torch(lstm, layer, backward)
    suffix = f"_l{layer}" + ("_reverse" if backward else "")
    oracle = nn.LSTMCell(cell.input_size, 4, bias=bias).double()
    for name in ("weight_ih", "weight_hh") + (("bias_ih", "bias_hh") if bias else ()):
        getattr(oracle, name).data.copy_(getattr(lstm, name + suffix))
    x, state = torch.randn(2, cell.input_size).double(), (torch.randn(2, 4).double(), torch.randn(2, 4).double())
    torch.testing.assert_close(cell(x, state), oracle(x, state), atol=1e-12, rtol=0)


def test_to_torch_computes_the_same_sequence():
    cell = LSTMCell(3, 4)
    x = torch.randn(2, 5, 3)
    state = (torch.zeros(2, 4), torch.zeros(2, 4))
    for t in range(5):
        state = cell(x[:, t], state)
    _, (h, c) = to_torch(cell)(x)
    torch.testing.assert_close((h[0], c[0]), state)


def test_what_has_no_counterpart_is_refused():
    with pytest.raises(ValueError, match="proj_size=2"):
        from_torch(nn.LSTM(3, 4, proj_size=2))
    with pytest.raises(ValueError, match="no layer 1"):
        from_torch(nn.LSTM(3, 4), layer=1)
    with pytest.raises(ValueError, match="backward=True"):
        from_torch(nn.LSTM(3, 4), backward=True)
