"""Shapes, and weights from one convention to another: what the page `start/notation` runs."""

# --8<-- [start:shapes]
import torch

from unrolled.layers.recurrent import LSTM

B, T, D, H = 2, 5, 3, 4
x = torch.randn(B, T, D)
output, (h, c) = LSTM(D, H)(x)
print("x", tuple(x.shape), "-> output", tuple(output.shape), " h", tuple(h.shape), " c", tuple(c.shape))
# --8<-- [end:shapes]

# --8<-- [start:torch]
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
# --8<-- [end:torch]

# --8<-- [start:keras]
from unrolled.cells.convert_lstm import from_keras, to_keras

weights = to_keras(layer.cell)
for name, value in weights.items():
    print(f"{name:17}", tuple(value.shape))
layer.cell = from_keras(weights)
print("there and back:", torch.equal(layer(x)[0], ours))
# --8<-- [end:keras]


# --8<-- [start:gru]
def gru_step(x, h, gru: nn.GRUCell, reset_after: bool) -> torch.Tensor:
    W_r, W_z, W_n = gru.weight_ih.chunk(3)
    U_r, U_z, U_n = gru.weight_hh.chunk(3)
    r = torch.sigmoid(x @ W_r.T + h @ U_r.T)
    z = torch.sigmoid(x @ W_z.T + h @ U_z.T)
    recurrent = r * (h @ U_n.T) if reset_after else (r * h) @ U_n.T
    return z * h + (1 - z) * torch.tanh(x @ W_n.T + recurrent)  # z keeps


cell = nn.GRUCell(D, H, bias=False)
x_t, h_t = torch.randn(B, D), torch.randn(B, H)
for reset_after in (True, False):
    difference = (gru_step(x_t, h_t, cell, reset_after) - cell(x_t, h_t)).abs().max().item()
    print(f"reset after the product: {reset_after!s:5}  differs from nn.GRUCell: {difference > 1e-5}")
# --8<-- [end:gru]
