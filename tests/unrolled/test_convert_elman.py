"""Weights of a plain network carried between the book, torch.nn and Keras's documented formula."""

import numpy as np
import pytest
import torch
from torch import nn

from unrolled.cells.convert_elman import from_keras, from_torch, to_keras, to_torch
from unrolled.cells.elman import ElmanCell

TIGHT = {"atol": 1e-10, "rtol": 1e-10}


@pytest.mark.parametrize("nonlinearity", ["tanh", "relu"])
def test_to_torch_and_back(nonlinearity):
    cell = ElmanCell(3, 4, nonlinearity).double()
    rnn = to_torch(cell)
    x = torch.randn(2, 5, 3, dtype=torch.float64)
    state = cell.zero_state(2, x)
    for t in range(5):
        state = cell(x[:, t], state)
    torch.testing.assert_close(rnn(x)[1][0], state[0], **TIGHT)
    torch.testing.assert_close(from_torch(rnn)(x[:, 0], state), cell(x[:, 0], state), **TIGHT)


def test_keras_layout_computes_the_documented_formula_and_comes_back():
    cell = ElmanCell(3, 4).double()
    x, h = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, 4, dtype=torch.float64)
    weights = to_keras(cell)
    kernel, recurrent, bias = (weights[name].numpy() for name in ("kernel", "recurrent_kernel", "bias"))
    expected = np.tanh(x.numpy() @ kernel + h.numpy() @ recurrent + bias)
    np.testing.assert_allclose(cell(x, (h,))[0].detach().numpy(), expected, atol=1e-12)
    torch.testing.assert_close(from_keras(weights)(x, (h,)), cell(x, (h,)), **TIGHT)


def test_wrong_shapes_layers_and_names_are_refused():
    weights = to_keras(ElmanCell(3, 4))
    with pytest.raises(ValueError, match=r"recurrent_kernel has shape \(4, 5\), expected \(4, 4\)"):
        from_keras(weights | {"recurrent_kernel": torch.zeros(4, 5)})
    for missing in weights:
        with pytest.raises(ValueError, match=f"no weight '{missing}' among"):
            from_keras({name: weight for name, weight in weights.items() if name != missing})
    with pytest.raises(ValueError, match=r"kernel has shape \(4,\), expected a matrix"):
        from_keras(weights | {"kernel": torch.zeros(4)})
    with pytest.raises(ValueError, match="backward=True"):
        from_torch(nn.RNN(3, 4), backward=True)
    with pytest.raises(ValueError, match="choose one of tanh, relu"):
        ElmanCell(3, 4, "gelu")
    with pytest.raises(ValueError, match="at least 1"):
        ElmanCell(0, 4)
