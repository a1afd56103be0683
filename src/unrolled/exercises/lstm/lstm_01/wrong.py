"""Wrong answers to lstm-01, and what is said about each."""

import torch
from torch import sigmoid, tanh

from unrolled.exercises.checks import mistaken


def sums(x, h, W, U, b):
    return (x @ W.T + h @ U.T + b).chunk(4, dim=-1)


@mistaken("Input and forget gate have changed places. PyTorch stacks input, forget, candidate, output.")
def forget_first(x, h, c, W, U, b):
    f, i, g, o = sums(x, h, W, U, b)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


@mistaken("Candidate and output gate have changed places: the third quarter of the rows is the candidate.")
def candidate_last(x, h, c, W, U, b):
    i, f, o, g = sums(x, h, W, U, b)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


@mistaken("The candidate goes through sigmoid. It is no gate: it says what may enter, and must be able to be negative.")
def four_gates(x, h, c, W, U, b):
    i, f, g, o = (sigmoid(a) for a in sums(x, h, W, U, b))
    c = f * c + i * g
    return o * tanh(c), c


@mistaken("The cell is shown without its tanh: (lstm.6) is o * tanh(c).")
def cell_not_squashed(x, h, c, W, U, b):
    i, f, g, o = sums(x, h, W, U, b)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * c, c


@mistaken("The hidden state shows the cell from before the step. Update c first, then read it.")
def old_cell_shown(x, h, c, W, U, b):
    i, f, g, o = sums(x, h, W, U, b)
    return sigmoid(o) * tanh(c), sigmoid(f) * c + sigmoid(i) * tanh(g)


@mistaken("The cell that is carried on was squashed. The tanh belongs to what is shown: c itself stays as it is.")
def cell_squashed(x, h, c, W, U, b):
    i, f, g, o = sums(x, h, W, U, b)
    c = tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))
    return sigmoid(o) * c, c


@mistaken("The two results stand the other way round: return (h, c).")
def exchanged(x, h, c, W, U, b):
    i, f, g, o = sums(x, h, W, U, b)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return c, sigmoid(o) * torch.tanh(c)


@mistaken("These parts are forget, input, output, candidate. PyTorch stacks input, forget, candidate, output.")
def two_exchanges(x, h, c, W, U, b):
    f, i, o, g = sums(x, h, W, U, b)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


@mistaken("The bias is left out.")
def without_bias(x, h, c, W, U, b):
    i, f, g, o = sums(x, h, W, U, torch.zeros_like(b))
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c
