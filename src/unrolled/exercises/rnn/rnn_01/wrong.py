"""Wrong answers to rnn-01, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


@mistaken("The sum is right, but it is not squashed. (elman.2) takes the tanh of it: without it the network is linear.")
def not_squashed(x, h, W, U, b):
    return x @ W.T + h @ U.T + b


@mistaken("The bias is left out. (elman.1) adds b to each row, before the tanh.")
def without_bias(x, h, W, U, b):
    return torch.tanh(x @ W.T + h @ U.T)


@mistaken("The bias is added after the tanh. (elman.1) adds it before: states must stay between -1 and 1.")
def bias_outside(x, h, W, U, b):
    return torch.tanh(x @ W.T + h @ U.T) + b


@mistaken("This squashes with the logistic function. A plain network uses tanh; sigmoid belongs to gates.")
def sigmoid(x, h, W, U, b):
    return torch.sigmoid(x @ W.T + h @ U.T + b)


@mistaken("U is not transposed. With states as rows, U h becomes h @ U.T. With h @ U each unit reads the wrong others.")
def untransposed(x, h, W, U, b):
    return torch.tanh(x @ W.T + h @ U + b)


@mistaken("The state before is not used. Without U h the network has no memory: each step sees its own input alone.")
def without_state(x, h, W, U, b):
    return torch.tanh(x @ W.T + b)


@mistaken("W and U have changed places: W belongs to the input x, U to the state h.")
def exchanged(x, h, W, U, b):
    return torch.tanh(x @ U.T + h @ W.T + b)
