"""Wrong answers to rnn-05, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken

FIRST = torch.tensor([[1.0], [0.0], [0.0]])
SHIFT = torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@mistaken("U is transposed. Row j holds the weights with which unit j reads: here the first unit reads the second.")
def transposed():
    return FIRST, SHIFT.T.clone(), torch.zeros(3)


@mistaken("U is the identity, so each unit keeps what it holds and the first one adds up all inputs.")
def identity():
    return FIRST, torch.eye(3), torch.zeros(3)


@mistaken("All three units read the input. Only the first one should: the others get it from their neighbour.")
def all_read():
    return torch.ones(3, 1), SHIFT, torch.zeros(3)


@mistaken("The memory is a circle: the first unit reads the third, so that inputs come back after three steps.")
def circle():
    return FIRST, torch.roll(torch.eye(3), 1, dims=0), torch.zeros(3)


@mistaken("There is a bias. It adds something at every step, even where the input is 0.")
def bias():
    return FIRST, SHIFT, torch.ones(3)


@mistaken("The order is turned round: the newest input belongs in the first unit.")
def oldest_first():
    return FIRST.flip(0), SHIFT.T.clone(), torch.zeros(3)
