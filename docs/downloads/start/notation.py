"""All the code of the page start/notation, in reading order. Generated: change the page instead."""

"""Shapes, and weights from one convention to another: what the page `start/notation` runs."""

import torch

from unrolled.layers.recurrent import LSTM

B, T, D, H = 2, 5, 3, 4
x = torch.randn(B, T, D)
output, (h, c) = LSTM(D, H)(x)
print("x", tuple(x.shape), "-> output", tuple(output.shape), " h", tuple(h.shape), " c", tuple(c.shape))

from torch import nn

from unrolled.cells.convert_lstm import from_torch

torch.manual_seed(0)
lstm = nn.LSTM(D, H)  # time first: (T, B, D)
layer = LSTM(D, H)  # batch first: (B, T, D)
layer.cell = from_torch(lstm)  # its two biases become one
theirs, _ = lstm(x.transpose(0, 1))
ours, _ = layer(x)
print("equal:", torch.allclose(ours, theirs.transpose(0, 1), atol=1e-6))
print("U of the forget gate:", tuple(lstm.weight_hh_l0[H : 2 * H].shape))  # the second block of rows

# Here the page shows a listing from the module unrolled.cells.convert_lstm.

from unrolled.cells.convert_lstm import from_keras, to_keras

weights = to_keras(layer.cell)
for name, value in weights.items():
    print(f"{name:17}", tuple(value.shape))
layer.cell = from_keras(weights)
print("there and back:", torch.equal(layer(x)[0], ours))

from unrolled.cells import convert_elman

rnn = nn.RNN(D, H, batch_first=True)
cell = convert_elman.from_torch(rnn)
state = cell.zero_state(B, x)
for x_t in x.unbind(1):  # one step of all sequences at a time
    state = cell(x_t, state)
print("equal:", torch.allclose(state[0], rnn(x)[1][0], atol=1e-6))
weights = convert_elman.to_keras(cell)
print({name: tuple(value.shape) for name, value in weights.items()})

from unrolled.cells import convert_gru
from unrolled.cells.gru import GRUCell

gru = nn.GRU(D, H, batch_first=True)
cell = convert_gru.from_torch(gru)
x_1, zeros = x[:, 0], cell.zero_state(B, x)
print("equal:", torch.allclose(cell(x_1, zeros)[0], gru(x)[0][:, 0], atol=1e-6))
weights = convert_gru.to_keras(cell)
print({name: tuple(value.shape) for name, value in weights.items()})

turned = convert_gru.flip_update(cell)  # z replaces where it kept: the rows of z change sign
h_t = (torch.randn(B, H),)
print("other z, same function: ", torch.allclose(turned(x_1, h_t)[0], cell(x_1, h_t)[0], atol=1e-6))
before = GRUCell(D, H, reset="before")
before.load_state_dict({name: cell.state_dict()[name] for name in ("W", "U", "b")})
print("other reset, same function:", torch.allclose(before(x_1, h_t)[0], cell(x_1, h_t)[0], atol=1e-6))

# Here the page shows a listing from the module unrolled.cells.convert_gru.
