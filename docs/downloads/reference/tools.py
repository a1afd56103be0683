"""All the code of the page reference/tools, in reading order. Generated: change the page instead."""

"""The same GRU in PyTorch, Keras and Flax, and where the three part: what the page `reference/tools` runs."""

import numpy as np
import torch
from torch import nn

from unrolled.cells import convert_gru

torch.manual_seed(0)
B, T, D, H = 2, 5, 3, 4
x = torch.randn(B, T, D)
gru = nn.GRU(D, H, batch_first=True)
with torch.no_grad():
    expected = gru(x)[0].numpy()  # (B, T, H)
cell = convert_gru.from_torch(gru)  # the book's form, from which the others are made
print("outputs", expected.shape, " parameters", sum(p.numel() for p in gru.parameters()))

import os
import tempfile

os.environ["KERAS_BACKEND"] = "jax"  # or "torch", "tensorflow": Keras reads it when it is imported
folder = tempfile.TemporaryDirectory()
os.environ["KERAS_HOME"] = folder.name  # else Keras writes a file of settings to ~/.keras
import keras

weights = {name: weight.numpy() for name, weight in convert_gru.to_keras(cell).items()}
layer = keras.layers.GRU(H, return_sequences=True)  # without it, only the last state comes back
layer.build((B, T, D))
layer.set_weights([weights[name] for name in ("kernel", "recurrent_kernel", "bias")])
in_keras = np.asarray(layer(x.numpy()))
print({name: weight.shape for name, weight in weights.items()})
print("Keras computes what PyTorch does, within 1e-6:", np.allclose(in_keras, expected, atol=1e-6))

# Here the page shows a listing from the module unrolled.cells.convert_gru.

from unrolled.layers.recurrent import Recurrent

before = keras.layers.GRU(H, return_sequences=True, reset_after=False)
before.build((B, T, D))
one_bias = weights["bias"].sum(axis=0)
before.set_weights([weights["kernel"], weights["recurrent_kernel"], one_bias])
reset_before = np.asarray(before(x.numpy()))
print("same matrices, reset before the product:", np.allclose(reset_before, expected, atol=1e-6))

names = ("kernel", "recurrent_kernel", "bias")
twin = convert_gru.from_keras(dict(zip(names, map(torch.tensor, before.get_weights()), strict=True)))
with torch.no_grad():
    ours = Recurrent(twin)(x)[0].numpy()
print(f"the book's cell, reset {twin.reset!r}, computes it too:", np.allclose(ours, reset_before, atol=1e-6))

# Here the page shows a listing from the module unrolled.cells.convert_flax.

import jax
from flax import linen

from unrolled.cells.convert_flax import to_linen

params = jax.tree.map(lambda weight: weight.numpy(), to_linen(cell))
rnn = linen.RNN(linen.GRUCell(H))  # linen.RNN runs any cell over time
in_flax = rnn.apply({"params": {"cell": params}}, x.numpy())
for name, part in params.items():
    print(name, {kind: weight.shape for kind, weight in part.items()})
print("Flax computes what PyTorch does, within 1e-6:", np.allclose(in_flax, expected, atol=1e-6))

lengths = torch.tensor([5, 3])  # the second sequence ends after three steps
packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
with torch.no_grad():
    output, last = gru(packed)
in_torch = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)[0].numpy()
mask = np.arange(T) < lengths.numpy()[:, None]  # (B, T)
in_keras = np.asarray(layer(x.numpy(), mask=mask))
carry, in_flax = rnn.apply({"params": {"cell": params}}, x.numpy(), seq_lengths=lengths.numpy(), return_carry=True)
for name, outputs in (("PyTorch", in_torch), ("Keras", in_keras), ("Flax", np.asarray(in_flax))):
    print(f"{name:8} first number of each output of sequence 2:", outputs[1, :, 0].round(2))
ends = (in_keras[:, -1], np.asarray(carry))
print("states at the true ends agree:", all(np.allclose(end, last[0], atol=1e-6) for end in ends))

wrong = keras.layers.GRU(H, return_sequences=True)
wrong.build((B, T, D))
biases = torch.stack([gru.bias_ih_l0, gru.bias_hh_l0])
wrong.set_weights([weight.detach().numpy() for weight in (gru.weight_ih_l0.T, gru.weight_hh_l0.T, biases)])
outputs = np.asarray(wrong(x.numpy()))
print("shapes accepted, same outputs:", np.allclose(outputs, expected, atol=1e-6))

from flax import nnx

from unrolled.cells.convert_flax import to_nnx

shapes = nnx.eval_shape(lambda: nnx.GRUCell(D, H, rngs=nnx.Rngs(0)))  # without drawing weights
print("bias on the side of h:", shapes.dense_h.bias)
try:
    to_nnx(cell)
except ValueError as error:
    print(error)

# Here the page shows a listing from the module unrolled.cells.convert_flax.

print("asked for:", keras.layers.GRU(H, dtype="float64").compute_dtype)
print("float64 and float64 make:", keras.backend.result_type("float64", "float64"))
