"""All the code of the page foundations/elman, in reading order. Generated: change the page instead."""

"""The plain recurrent network, from bare weights to a layer: what the chapter `foundations/elman` runs."""

import math

w, u, b = 1.0, 0.5, 0.0  # one weight for the input, one for the state, a bias
h = 0.0  # nothing has been read yet
for t, x in enumerate([1.0, 0.0, 0.0, 0.0], start=1):
    a = w * x + u * h + b
    print(f"step {t}: a = 1.0 x {x} + 0.5 x {h:.3f} = {a:.3f}   h = tanh(a) = {math.tanh(a):.3f}")
    h = math.tanh(a)

for sequence in ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]):
    h = 0.0
    for x in sequence:
        h = math.tanh(w * x + u * h + b)
    print(sequence, "ends in", f"{h:.3f}")

import torch

torch.manual_seed(0)
D, H, T = 3, 4, 5  # numbers in an input, numbers in a state, steps
W, U, b = torch.randn(H, D) / 2, torch.randn(H, H) / 2, torch.zeros(H)
x = torch.randn(T, D)  # one sequence of five vectors

h = torch.zeros(H)  # the state before the first step
states = []
for t in range(T):
    h = torch.tanh(W @ x[t] + U @ h + b)  # (elman.1) and (elman.2)
    states.append(h)
print("states:", tuple(torch.stack(states).shape), " the last one:", h.numpy().round(3))

B = 2
batch = torch.stack([x, torch.randn(T, D)])  # (B, T, D): the same sequence, and another
h = torch.zeros(B, H)  # a state for each
for t in range(T):
    h = torch.tanh(batch[:, t] @ W.T + h @ U.T + b)  # (B, D) -> (B, H)
print("h:", tuple(h.shape))
print("row 0 is the sequence read alone:", torch.allclose(h[0], states[-1], atol=1e-6))

# Here the page shows a listing from the module unrolled.cells.elman.

from unrolled.cells.elman import ExplicitElmanCell

cell = ExplicitElmanCell(input_size=D, hidden_size=H)
cell.load_state_dict({"W": W, "U": U, "b": b})  # the weights from above
state = cell.zero_state(B, like=batch)  # a tuple with one tensor: (h,)
for t in range(T):
    state = cell(batch[:, t], state)
print("the cell computes the same:", torch.allclose(state[0], h, atol=1e-6))

# Here the page shows a listing from the module unrolled.cells.elman.

from unrolled.cells.elman import ElmanCell

fast = ElmanCell(D, H)
fast.load_state_dict(cell.state_dict())
from_input = fast.project(batch)  # one product for all sequences and all steps
print("from the input:", tuple(from_input.shape))
state = fast.zero_state(B, like=batch)
for t in range(T):
    state = fast.step(from_input[:, t], state)
print("same state:", torch.allclose(state[0], h, atol=1e-6))

# Here the page shows a listing from the module unrolled.layers.recurrent.

# Here the page shows a listing from the module unrolled.layers.recurrent.

from unrolled.layers.recurrent import RNN

layer = RNN(input_size=D, hidden_size=H)
layer.cell.load_state_dict(cell.state_dict())
output, (last,) = layer(batch)
print("output:", tuple(output.shape), " h:", tuple(last.shape))
print("h is the last output:", torch.equal(last, output[:, -1]))
print("and the state of the loop:", torch.allclose(last, h, atol=1e-6))

# Here the page shows a listing from the module unrolled.models.read_out.

from unrolled.models.read_out import ReadOut

network = ReadOut(layer, hidden_size=H, output_size=2)
y, _ = network(batch)
print("one answer a step: ", tuple(y.shape))
print("one answer in all: ", tuple(y[:, -1].shape))

from torch import nn

from unrolled.cells.convert_elman import from_torch

oracle = nn.RNN(D, H, batch_first=True).double()
layer.cell = from_torch(oracle)  # our layer, PyTorch's weights
ours, theirs = batch.double().requires_grad_(), batch.double().requires_grad_()
output, _ = layer(ours)
expected, _ = oracle(theirs)
output.square().sum().backward()
expected.square().sum().backward()
pairs = {
    "outputs": (output, expected),
    "gradient of x": (ours.grad, theirs.grad),
    "gradient of W": (layer.cell.W.grad, oracle.weight_ih_l0.grad),
    "gradient of U": (layer.cell.U.grad, oracle.weight_hh_l0.grad),
    "gradient of b": (layer.cell.b.grad, oracle.bias_ih_l0.grad),
}
for name, (a, e) in pairs.items():
    print(f"same {name}:", torch.allclose(a, e, rtol=1e-10, atol=1e-10))

whole, end = layer(batch.double())
first, state = layer(batch[:, :2].double())
second, state = layer(batch[:, 2:].double(), state=state)  # go on where the first chunk stopped
print("two chunks equal the whole:", torch.allclose(torch.cat([first, second], dim=1), whole, rtol=1e-10, atol=1e-10))

state = layer.cell.zero_state(B, like=whole)
for t in range(T):
    state = layer.cell(batch[:, t].double(), state)
print("single steps do, too:      ", torch.allclose(state[0], end[0], rtol=1e-10, atol=1e-10))

V = 6  # words in the vocabulary
words = torch.tensor([[2, 5, 0], [1, 1, 4]])  # (B, T): numbers of words
by_column = RNN(V, H)
one_hot = nn.functional.one_hot(words, V).float()  # (B, T, V)
print("word 2 as a vector:", one_hot[0, 0].int().tolist())

embedding = nn.Embedding.from_pretrained(by_column.cell.W.T)  # row k is column k of W
by_table = RNN(H, H)
by_table.cell.load_state_dict({"W": torch.eye(H), "U": by_column.cell.U, "b": by_column.cell.b})
same = torch.allclose(by_column(one_hot)[0], by_table(embedding(words))[0], atol=1e-6)
print("one-hot through W equals a row of the table:", same)

# Here the page shows a listing from the module unrolled.cells.jordan.

from unrolled.cells.jordan import JordanCell
from unrolled.layers.recurrent import Recurrent

elman = ReadOut(RNN(D, 8), 8, 1)
jordan = Recurrent(JordanCell(D, 8, 1))
_, (carried_elman,) = elman(batch)
_, (carried_jordan,) = jordan(batch)
print("Elman carries", tuple(carried_elman.shape), "- Jordan carries", tuple(carried_jordan.shape))

other = batch.clone()
other[:, 0] = 0.0  # another first input
with torch.no_grad():
    elman.read.weight.zero_()  # now the output says nothing about the hidden layer
    jordan.cell.read.weight.zero_()
    print("Elman's state still tells the two apart:  ", not torch.allclose(elman(batch)[1][0], elman(other)[1][0]))
    print("Jordan's state still tells the two apart: ", not torch.allclose(jordan(batch)[1][0], jordan(other)[1][0]))

def last_state(x, squash):
    h = torch.zeros(H)
    for x_t in x:
        h = squash(W @ x_t + U @ h)
    return h


other = torch.randn(T, D)
for name, squash in (("no squashing", lambda a: a), ("tanh", torch.tanh)):
    apart = last_state(x, squash) + last_state(other, squash)
    together = last_state(x + other, squash)
    print(f"{name}: reading a sum is the sum of two readings:", torch.allclose(apart, together, atol=1e-5))

no_loop = sum(torch.linalg.matrix_power(U, T - 1 - t) @ W @ x[t] for t in range(T))
same = torch.allclose(last_state(x, lambda a: a), no_loop, atol=1e-5)
print("no squashing: the loop is a weighted sum of the inputs:", same)

wrong = nn.RNN(D, H)  # time first: reads (T, B, D)
right = nn.RNN(D, H, batch_first=True)
right.load_state_dict(wrong.state_dict())
a, b_ = wrong(batch)[0], right(batch)[0]
print("no error, same shape:", a.shape == b_.shape, " same numbers:", torch.allclose(a, b_))

h = torch.zeros(1, H)  # one row for all: broadcasting lets it pass ...
h = torch.tanh(batch[:, 0] @ W.T + h @ U.T + b)
print("after one step:", tuple(h.shape))  # ... and from here on the state belongs to a batch of two
try:
    layer(torch.randn(7, T, D).double(), state=(h.double(),))
except ValueError as error:
    print(error)

def count(D: int, H: int) -> int:
    return H * D + H * H + H  # W, U and b


for steps in (5, 500):
    RNN(3, 4)(torch.randn(1, steps, 3))  # the same layer reads any length
print("ours:  ", count(3, 4), sum(p.numel() for p in RNN(3, 4).parameters()))
print("nn.RNN:", sum(p.numel() for p in nn.RNN(3, 4).parameters()), "with its second bias:", count(3, 4) + 4)

for nonlinearity in ("relu", "tanh"):
    counter = ExplicitElmanCell(1, 1, nonlinearity)
    counter.load_state_dict({"W": torch.ones(1, 1), "U": torch.ones(1, 1), "b": torch.zeros(1)})
    state, shown = counter.zero_state(1, like=counter.b), []
    for bit in (1, 0, 1, 1, 0, 1):
        state = counter(torch.tensor([[float(bit)]]), state)
        shown.append(round(state[0].item(), 2))
    print(f"{nonlinearity}:", shown)

blind = RNN(D, H)
with torch.no_grad():
    blind.cell.U.zero_()
shuffled = batch[:, [1, 0, 3, 2, 4]]  # the same inputs, the last one in its place
print("U = 0, same last state: ", torch.allclose(blind(batch)[1][0], blind(shuffled)[1][0]))
print("U as it was, same state:", torch.allclose(layer(batch.double())[1][0], layer(shuffled.double())[1][0]))
