"""The converters, held against Keras and Flax as they are installed: whole sequences and their gradients.

Flax computes in float64 here. Keras cannot with JAX: it computes what is asked for in float64 in float32.
"""

import os
import tempfile
from copy import deepcopy

os.environ["KERAS_BACKEND"] = "jax"  # Keras reads both when it is imported
HOME = tempfile.TemporaryDirectory()
os.environ["KERAS_HOME"] = HOME.name  # otherwise it writes ~/.keras/keras.json

import jax  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import pytest  # noqa: E402
import torch  # noqa: E402
from flax import linen, nnx  # noqa: E402
from torch import nn  # noqa: E402

from unrolled.cells import convert_elman, convert_gru, convert_lstm  # noqa: E402
from unrolled.cells.convert_flax import from_linen, to_linen, to_nnx  # noqa: E402
from unrolled.cells.elman import ElmanCell  # noqa: E402
from unrolled.cells.gru import GRUCell  # noqa: E402
from unrolled.cells.lstm import LSTMCell  # noqa: E402
from unrolled.layers.recurrent import Recurrent  # noqa: E402

D, H = 3, 4
NAMES = ("kernel", "recurrent_kernel", "bias")
TIGHT = {"atol": 1e-10, "rtol": 1e-10}
SINGLE = {"atol": 5e-6, "rtol": 1e-5}  # float32, five steps there and back; a wrong convention is off by 1e-2 and more
KERAS = {  # how the book makes the cell, how Keras makes the layer, and the converters between them
    "elman": (lambda: ElmanCell(D, H), keras.layers.SimpleRNN, {}, convert_elman),
    "lstm": (lambda: LSTMCell(D, H), keras.layers.LSTM, {}, convert_lstm),
    "gru after": (lambda: GRUCell(D, H), keras.layers.GRU, {}, convert_gru),
    "gru before": (lambda: GRUCell(D, H, "before"), keras.layers.GRU, {"reset_after": False}, convert_gru),
}


def example():
    """An input, and what the loss multiplies each output by: every step counts, and no two alike."""
    return torch.randn(2, 5, D, requires_grad=True), torch.randn(2, 5, H)


@pytest.fixture
def exact(double):  # noqa: ARG001
    """The same in float64, and JAX told to keep its 64 bits."""
    with jax.enable_x64(True):
        yield example()


def keras_layer(kind):
    _, layer, options, _ = KERAS[kind]
    made = layer(H, return_sequences=True, bias_initializer="glorot_normal", **options)
    made.build((2, 5, D))
    return made


def arrays(tree):
    return jax.tree.map(lambda weight: weight.detach().numpy(), tree)


def tensor(array):
    return torch.tensor(np.asarray(array))


def ours(cell, x, pull):
    """Outputs of our cell over a sequence, what their weighted sum sends back to x, and a cell that holds gradients."""
    output, _ = Recurrent(cell)(x)
    (output * pull).sum().backward()
    sent = deepcopy(cell)
    with torch.no_grad():
        for holder, parameter in zip(sent.parameters(), cell.parameters(), strict=True):
            holder.copy_(parameter.grad)  # so that a converter arranges gradients as it does weights
    return output, x.grad, sent


def theirs(run, weights, x, pull):
    """The same of a function of JAX: outputs, gradient at x, gradients at the weights."""

    def loss(weights, x):
        output = run(weights, x)
        return (output * pull.numpy()).sum(), output

    (on_weights, on_x), output = jax.jit(jax.grad(loss, (0, 1), has_aux=True))(weights, x.detach().numpy())
    return tensor(output), tensor(on_x), on_weights


@pytest.mark.parametrize("kind", KERAS)
def test_our_weights_in_keras_give_our_outputs_and_gradients(kind):
    torch.manual_seed(0)
    make, _, _, convert = KERAS[kind]
    cell, layer, (x, pull) = make(), keras_layer(kind), example()
    layer.set_weights(arrays([convert.to_keras(cell)[name] for name in NAMES]))
    fixed = [variable.value for variable in layer.non_trainable_variables]
    run = lambda weights, x: layer.stateless_call(weights, fixed, x)[0]  # noqa: E731
    output, on_x, on_weights = theirs(run, [variable.value for variable in layer.trainable_variables], x, pull)
    our_output, ours_on_x, sent = ours(cell, x, pull)
    torch.testing.assert_close(our_output, output, **SINGLE)
    torch.testing.assert_close(ours_on_x, on_x, **SINGLE)
    for name, expected in zip(NAMES, on_weights, strict=True):
        found = convert.to_keras(sent)[name]
        if name == "bias" and found.dim() == 2:  # both biases of a gate of Keras get the same gradient
            found[1, : 2 * H] = found[0, : 2 * H]
        torch.testing.assert_close(found, tensor(expected), **SINGLE)


@pytest.mark.parametrize("kind", KERAS)
def test_weights_that_keras_drew_give_its_outputs_in_ours(kind):
    keras.utils.set_random_seed(0)
    layer, (x, _) = keras_layer(kind), example()
    weights = {name: torch.tensor(weight) for name, weight in zip(NAMES, layer.get_weights(), strict=True)}
    assert all(bias.any() for bias in weights["bias"].reshape(-1, H))  # a bias of zeros would show nothing
    cell = KERAS[kind][3].from_keras(weights)
    torch.testing.assert_close(Recurrent(cell)(x)[0], tensor(layer(x.detach().numpy())), **SINGLE)


def test_the_two_reset_conventions_of_keras_are_two_functions():
    torch.manual_seed(0)
    cell, before, (x, _) = GRUCell(D, H), keras_layer("gru before"), example()
    weights = [convert_gru.to_keras(cell)[name] for name in NAMES]
    before.set_weights(arrays([*weights[:2], weights[2].sum(0)]))
    assert (Recurrent(cell)(x)[0] - tensor(before(x.detach().numpy()))).abs().max() > 1e-2


def test_keras_with_jax_takes_64_bits_for_32():
    with jax.enable_x64(True):
        assert keras.backend.result_type("float64", "float64") == "float32", "the page says that it is so"


@pytest.mark.parametrize("update", ["keeps", "replaces"])
def test_linen_computes_what_ours_does_with_the_same_gradients(update, exact):
    cell = GRUCell(D, H, update=update)
    rnn = linen.RNN(linen.GRUCell(H, param_dtype="float64"))
    run = lambda params, x: rnn.apply({"params": {"cell": params}}, x)  # noqa: E731
    output, on_x, on_params = theirs(run, arrays(to_linen(cell)), *exact)
    our_output, ours_on_x, sent = ours(cell if update == "keeps" else convert_gru.flip_update(cell), *exact)
    torch.testing.assert_close(our_output, output, **TIGHT)
    torch.testing.assert_close(ours_on_x, on_x, **TIGHT)
    jax.tree.map(lambda a, b: torch.testing.assert_close(a, tensor(b), **TIGHT), to_linen(sent), on_params)


def test_weights_that_linen_drew_come_to_ours_and_to_torch(exact):
    x, _ = exact
    rnn = linen.RNN(linen.GRUCell(H, param_dtype="float64", bias_init=linen.initializers.normal()))
    variables = jax.jit(rnn.init)(jax.random.key(0), x.detach().numpy())
    cell = from_linen(jax.tree.map(tensor, variables["params"]["cell"]))
    expected = tensor(rnn.apply(variables, x.detach().numpy()))
    torch.testing.assert_close(Recurrent(cell)(x)[0], expected, **TIGHT)
    torch.testing.assert_close(convert_gru.to_torch(cell)(x)[0], expected, **TIGHT)


def test_nnx_has_no_bias_inside_the_reset_gate(exact):
    x, _ = exact
    made = nnx.GRUCell(D, H, param_dtype="float64", rngs=nnx.Rngs(0))
    assert made.dense_h.bias is None, "Flax has gained the bias: to_nnx may carry b_u, and the page is to say so"
    cell = GRUCell(D, H)
    with pytest.raises(ValueError, match="no b_u, the bias that the reset gate multiplies"):
        to_nnx(cell)
    nn.init.zeros_(cell.b_u)
    nnx.update(made, arrays(to_nnx(cell)))
    torch.testing.assert_close(Recurrent(cell)(x)[0], tensor(nnx.RNN(made)(x.detach().numpy())), **TIGHT)


def test_what_flax_cannot_hold_is_refused():
    for convert in (to_linen, to_nnx):
        with pytest.raises(ValueError, match="resets after"):
            convert(GRUCell(D, H, "before"))
    params = to_linen(GRUCell(D, H))
    with pytest.raises(ValueError, match="no hr, iz among"):
        from_linen({name: part for name, part in params.items() if name not in ("hr", "iz")})
    with pytest.raises(ValueError, match=r"kernel has shape \(5, 4\), expected \(4, 4\)"):
        from_linen(params | {"hz": {"kernel": torch.zeros(5, 4)}})
    with pytest.raises(ValueError, match="no weight 'bias'"):
        from_linen(params | {"hn": {"kernel": params["hn"]["kernel"]}})
    with pytest.raises(ValueError, match="no weight 'kernel'"):
        from_linen(params | {"in": {"bias": params["in"]["bias"]}})


def test_keras_wrote_where_it_was_told_and_brought_no_tensorflow():
    assert keras.config.backend() == "jax"
    assert os.listdir(HOME.name) == ["keras.json"]
    with pytest.raises(ImportError):
        import tensorflow  # noqa: F401
