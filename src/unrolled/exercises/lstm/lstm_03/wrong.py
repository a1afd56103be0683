"""Wrong answers to lstm-03, and what is said about each."""

import math

from unrolled.exercises.checks import mistaken

SET = 128 * 64 + 128 * 128 + 128
F = 1 / (1 + math.exp(-1))


@mistaken("This LSTM has three sets of weights. There are three gates and a candidate, each with a set of its own.")
def three_sets():
    return {"lstm": 3 * SET}


@mistaken("This is the number for torch.nn.LSTM, which has two biases for each gate. The book has one.")
def two_biases():
    return {"lstm": 4 * (SET + 128)}


@mistaken("This GRU has two sets of weights. There are two gates, and the candidate has a set, too.")
def two_sets():
    return {"gru": 2 * SET}


@mistaken("The second bias of the candidate is missing: b_u, which the reset gate multiplies. It has H numbers.")
def without_inner_bias():
    return {"gru": 3 * SET}


@mistaken("This is what is left after one step. Each of the five steps multiplies by the gate.")
def one_step():
    return {"kept": F}


@mistaken("This takes the same amount away five times. A gate multiplies: the share that is left is a power.")
def subtracts():
    return {"kept": max(0.0, 1 - 5 * (1 - F))}


@mistaken("This is log(T - 1), (lstm.10). It sets f to 1 - 1/T, and T steps then leave about 1/e, not one half.")
def one_over_e():
    return {"bias": math.log(99)}


@mistaken("This is the gate f and not its bias: invert the sigmoid.")
def gate():
    return {"bias": 0.5**0.01}
