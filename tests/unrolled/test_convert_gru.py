"""GRU weights carried between the book, torch.nn and Keras's documented formulae."""

import numpy as np
import pytest
import torch
from torch import nn

from unrolled.cells.convert_gru import flip_update, from_keras, from_torch, fuse, to_keras, to_torch
from unrolled.cells.gru import ExplicitGRUCell, GRUCell, check_conventions

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
CONVENTIONS = [(reset, update) for reset in ("after", "before") for update in ("keeps", "replaces")]


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def keras_step(x, h, weights, reset_after):
    """One step as keras.layers.GRU documents it: order z, r, h; h = z * h + (1 - z) * candidate."""
    H = h.shape[1]
    kernel, recurrent, bias = (weights[name].numpy() for name in ("kernel", "recurrent_kernel", "bias"))
    outer, inner = bias if reset_after else (bias, np.zeros_like(bias))
    xs, hs = x @ kernel + outer, h @ recurrent + inner
    z = sigmoid(xs[:, :H] + hs[:, :H])
    r = sigmoid(xs[:, H : 2 * H] + hs[:, H : 2 * H])
    inside = r * hs[:, 2 * H :] if reset_after else (r * h) @ recurrent[:, 2 * H :]
    return z * h + (1 - z) * np.tanh(xs[:, 2 * H :] + inside)


@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
def test_keras_layout_computes_the_documented_formula_and_comes_back(reset, update):
    cell = GRUCell(3, 4, reset, update).double()
    x, h = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, 4, dtype=torch.float64)
    expected = keras_step(x.numpy(), h.numpy(), to_keras(cell), reset == "after")
    np.testing.assert_allclose(cell(x, (h,))[0].detach().numpy(), expected, atol=1e-12)
    back = from_keras(to_keras(cell))
    assert (back.reset, back.update) == (reset, "keeps")
    torch.testing.assert_close(back(x, (h,)), cell(x, (h,)), **TIGHT)


def test_keras_biases_of_both_rows_are_used():
    weights = to_keras(GRUCell(3, 4).double())
    weights["bias"] = torch.randn(2, 12, dtype=torch.float64)
    x, h = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, 4, dtype=torch.float64)
    expected = keras_step(x.numpy(), h.numpy(), weights, True)
    np.testing.assert_allclose(from_keras(weights)(x, (h,))[0].detach().numpy(), expected, atol=1e-12)


@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
def test_fused_equals_explicit_and_flipping_z_changes_nothing(reset, update):
    explicit = ExplicitGRUCell(3, 4, reset, update).double()
    x, h = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, 4, dtype=torch.float64)
    fused = fuse(explicit)
    torch.testing.assert_close(fused(x, (h,)), explicit(x, (h,)), **TIGHT)
    flipped = flip_update(fused)
    assert flipped.update != update
    torch.testing.assert_close(flipped(x, (h,)), fused(x, (h,)), **TIGHT)
    assert not torch.equal(flipped.U, fused.U)


@pytest.mark.parametrize("update", ["keeps", "replaces"])
def test_to_torch_and_back(update):
    cell = GRUCell(3, 4, update=update).double()
    gru = to_torch(cell)
    x = torch.randn(2, 5, 3, dtype=torch.float64)
    state = cell.zero_state(2, x)
    for t in range(5):
        state = cell(x[:, t], state)
    torch.testing.assert_close(gru(x)[1][0], state[0], **TIGHT)
    torch.testing.assert_close(from_torch(gru)(x[:, 0], state), cell(x[:, 0], state), **TIGHT)


def test_reset_before_has_no_counterpart_in_torch():
    with pytest.raises(ValueError, match="resets after"):
        to_torch(GRUCell(3, 4, reset="before"))


def test_without_biases():
    gru = nn.GRU(3, 4, bias=False, batch_first=True).double()
    x = torch.randn(2, 1, 3, dtype=torch.float64)
    cell = from_torch(gru)
    torch.testing.assert_close(cell(x[:, 0], cell.zero_state(2, x))[0], gru(x)[0][:, 0], **TIGHT)


def test_wrong_shapes_are_named():
    weights = to_keras(GRUCell(3, 4))
    with pytest.raises(ValueError, match=r"kernel has shape \(3, 11\), expected \(3, 12\)"):
        from_keras(weights | {"kernel": torch.zeros(3, 11)})
    for missing in weights:
        with pytest.raises(ValueError, match=f"no weight '{missing}' among"):
            from_keras({name: weight for name, weight in weights.items() if name != missing})
    with pytest.raises(ValueError, match="no layer 1"):
        from_torch(nn.GRU(3, 4), layer=1)


@pytest.mark.parametrize(("reset", "update", "message"), [("never", "keeps", "'never'"), ("after", "z", "'z'")])
def test_unknown_conventions_are_refused(reset, update, message):
    with pytest.raises(ValueError, match=message):
        check_conventions(reset, update)
