"""All the code of the page architectures/deep, in reading order. Generated: change the page instead."""

"""Stacks of layers, step by step: what the chapter `architectures/deep` runs."""

import math

x = [1.0, 0.0, -1.0]  # three steps of one number
h1 = h2 = 0.0  # one unit in each of two layers
for t, number in enumerate(x, 1):
    h1 = math.tanh(1.0 * number + 0.5 * h1)  # layer 1 reads the input, and itself one step before
    h2 = math.tanh(2.0 * h1 + 0.5 * h2)  # layer 2 reads layer 1 NOW, and itself one step before
    print(f"t = {t}: x = {number:4.1f}  layer 1 = {h1:6.3f}  layer 2 = {h2:6.3f}")

# Here the page shows a listing from the module unrolled.layers.stack.

import torch

from unrolled.layers.recurrent import LSTM
from unrolled.layers.stack import Stack

torch.manual_seed(0)
stack = Stack([LSTM(3, 4), LSTM(4, 4), LSTM(4, 4)])  # D = 3, then H = 4 three times
x = torch.randn(2, 6, 3)  # (B, T, D)
output, states = stack(x)
print("output of the top layer:", tuple(output.shape))
print("states:", [tuple(tuple(part.shape) for part in state) for state in states])
print("the last output is the h of the top layer:", torch.equal(output[:, -1], states[-1][0]))

cells = [layer.cell for layer in stack.layers]
now = [cell.zero_state(2, x) for cell in cells]
for t in range(6):  # step by step, and at each step from the bottom up
    h = x[:, t]
    for level, cell in enumerate(cells):
        now[level] = cell(h, now[level])
        h = now[level][0]
    assert torch.allclose(h, output[:, t], atol=1e-6)
print("step by step equals layer by layer:", torch.allclose(now[2][1], states[2][1], atol=1e-6))

# Here the page shows a listing from the module unrolled.layers.convert_stack.

from torch import nn

from unrolled.layers.convert_stack import stack_from_torch, torch_states

oracle = nn.LSTM(3, 4, num_layers=3, batch_first=True).double()
stack = stack_from_torch(oracle)
ours, theirs = x.double().requires_grad_(), x.double().requires_grad_()
output, states = stack(ours)
expected, (h_n, c_n) = oracle(theirs)
output.square().sum().backward()
expected.square().sum().backward()
h, c = torch_states(states)  # a list of layers, as PyTorch stacks it
print("h_n:", tuple(h_n.shape), "is (L, B, H)")
print("same outputs:  ", torch.allclose(output, expected, atol=1e-10))
print("same states:   ", torch.allclose(h, h_n, atol=1e-10) and torch.allclose(c, c_n, atol=1e-10))
print("same gradients:", torch.allclose(ours.grad, theirs.grad, atol=1e-10))

whole, _ = stack(x.double())
first, states = stack(x[:, :2].double())
second, _ = stack(x[:, 2:].double(), state=states)  # the states of all three layers go on
top_only, _ = stack(x[:, 2:].double(), state=[None, None, states[2]])  # the lower layers begin again
print("all states carried:     ", torch.allclose(torch.cat([first, second], 1), whole, atol=1e-10))
print("only the top one carried:", torch.allclose(torch.cat([first, top_only], 1), whole, atol=1e-10))

torch.manual_seed(0)
ones = torch.ones(1, 1, 10)
dropout = nn.Dropout(0.3)
print("training:  ", " ".join(f"{entry:.2f}" for entry in dropout(ones).flatten()))
print("evaluation:", " ".join(f"{entry:.2f}" for entry in dropout.eval()(ones).flatten()))
print("dropouts in a stack of 3:", len(Stack([LSTM(3, 4), LSTM(4, 4), LSTM(4, 4)], lambda: nn.Dropout(0.3)).between))

import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    lstm = nn.LSTM(3, 4, num_layers=1, dropout=0.9, batch_first=True)
for line in str(caught[0].message).replace("that ", "that\n").replace(", but", ",\nbut").splitlines():
    print(line)
print("in training, two runs agree:", torch.equal(lstm(x)[0], lstm(x)[0]))
two = nn.LSTM(3, 4, num_layers=2, dropout=0.9, batch_first=True)
print("with two layers they do:    ", torch.equal(two(x)[0], two(x)[0]))

for residual in (False, True):
    for depth in (1, 4, 8):
        torch.manual_seed(0)
        tower = Stack([LSTM(16, 16) for _ in range(depth)], residual=residual)
        sequence = torch.randn(4, 20, 16, requires_grad=True)
        tower(sequence)[0][:, -1].sum().backward()  # no padding here, so -1 is the end
        print(f"residual {residual!s:5} depth {depth}: gradient at the last input {sequence.grad[:, -1].norm():.0e}")

mixed = Stack([LSTM(3, 4), LSTM(4, 4)], residual=True)
plain = Stack(list(mixed.layers))
lower, _ = mixed.layers[0](x)
print("layer 1, 3 numbers in and 4 out: no shortcut")
print("layer 2, 4 in and 4 out: added:", torch.allclose(mixed(x)[0], plain(x)[0] + lower, atol=1e-6))

# Here the page shows a listing from the module unrolled.data.prefix_parity.

h_n = oracle(x.double())[1][0]
print("h_n[-1] is the top layer:", torch.equal(h_n[-1], oracle(x.double())[0][:, -1]))
print("h_n[0] is the bottom one:", torch.equal(h_n[0], h_n[-1]))

noisy = Stack([LSTM(3, 4), LSTM(4, 4)], between=lambda: nn.Dropout(0.5))
print("training, two runs agree:  ", torch.equal(noisy(x)[0], noisy(x)[0]))
noisy.eval()
print("evaluation, two runs agree:", torch.equal(noisy(x)[0], noisy(x)[0]))

from unrolled.layers.stack_size import equal_width, lstm_parameters

budget = lstm_parameters(D=64, H=64, L=4)
for layers in (1, 2, 3, 4):
    width = equal_width(budget, 64, layers)
    print(f"{layers} layers: H = {width:3}, {lstm_parameters(64, width, layers):,} parameters")

steps = torch.zeros(10)
steps[0] = 1  # one mark at the first step, then nothing
for layers in (1, 2, 3, 4):
    steps = steps.cumsum(0)  # h(t) = h below (t) + h(t - 1), with every weight 1
    print(f"{layers} layers: {int(steps[-1]):3} paths, by formula {math.comb(10 + layers - 2, layers - 1):3}")

r = x.double()
for layer in stack.layers:  # from the bottom up
    out, _ = layer(r)
    r = out if out.shape != r.shape else out + r  # (deep.3)
shortcut = Stack(list(stack.layers), residual=True)
print("same as Stack(residual=True):", torch.allclose(r, shortcut(x.double())[0], atol=1e-10))
