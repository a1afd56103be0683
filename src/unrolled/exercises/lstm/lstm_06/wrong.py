"""Wrong answers to lstm-06, and what is said about each."""

import math

import torch
from torch import sigmoid, tanh

from unrolled.exercises.checks import mistaken


def run(x, h, c, W, U, b, gate=1):
    product = torch.ones_like(c)
    for x_t in x:
        i, f, g, o = parts = (W @ x_t + U @ h + b).chunk(4)
        product = product * sigmoid(parts[gate])
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        h = sigmoid(o) * tanh(c)
    return h, c, product


def slope(x, h, c, W, U, b, of=1):
    return torch.autograd.functional.jacobian(lambda begin: run(x, h, begin, W, U, b)[of], c)


@mistaken("The product is one of input gates. The forget gate is the second quarter of the rows.")
def input_gates(x, h, c, W, U, b):
    return run(x, h, c, W, U, b, gate=0)[2], slope(x, h, c, W, U, b).diagonal()


@mistaken("The derivative is that of the hidden state h_T. Asked is that of the cell, c_T.")
def of_the_hidden_state(x, h, c, W, U, b):
    return run(x, h, c, W, U, b)[2], slope(x, h, c, W, U, b, of=0).diagonal()


@mistaken(
    "These are sums over all entries of c_T: what backward() of c_T.sum() gives. Asked is the diagonal, "
    "c_T[j] by c_0[j]."
)
def summed(x, h, c, W, U, b):
    return run(x, h, c, W, U, b)[2], slope(x, h, c, W, U, b).sum(dim=0)


@mistaken(
    "The second result is the product of forget gates again. It is the direct path: autograd also sees the others."
)
def direct_twice(x, h, c, W, U, b):
    product = run(x, h, c, W, U, b)[2]
    return product, product


@mistaken("The two results stand the other way round: first the product of the gates, then the derivative.")
def exchanged(x, h, c, W, U, b):
    return slope(x, h, c, W, U, b).diagonal(), run(x, h, c, W, U, b)[2]


@mistaken("This is the gate at one step: ten steps multiply by it ten times.", asks="predict")
def one_step():
    return {"after": 1 / (1 + math.exp(-1))}


@mistaken("A forget bias of 1 is not a forget gate of 1: the gate is sigmoid(1) = 0.73.", asks="predict")
def bias_is_gate():
    return {"after": 1.0}


@mistaken(
    "With U = 0 no gate reads the hidden state. Which path from c to c is there besides the direct one?",
    asks="predict",
)
def no_recurrence():
    return {"no_recurrence": "different"}


@mistaken(
    "With U the cell also acts through h on the gates of the next step: these paths add to the direct one.",
    asks="predict",
)
def recurrence():
    return {"recurrence": "equal"}
