"""Wrong answers to lstm-04, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def fill(lstm, rows, values):
    """Set rows of the parameters whose names begin as the keys of `values` say."""
    H = lstm.hidden_size
    with torch.no_grad():
        for name, weights in lstm.named_parameters():
            for begin, value in values.items():
                if name.startswith(begin):
                    weights[rows * H : (rows + 1) * H] = value


@mistaken("This answers as the stub does. Compare what the gate holds with what was asked for: what is their ratio?")
def twice(lstm, value):
    fill(lstm, 1, {"bias": value})


@mistaken("One bias holds the value, and the other still holds random numbers that are added to it.")
def other_left(lstm, value):
    fill(lstm, 1, {"bias_ih": value})


@mistaken("These are the rows of the input gate. The order is input, forget, candidate, output: rows H to 2H.")
def input_gate(lstm, value):
    fill(lstm, 0, {"bias_ih": value, "bias_hh": 0})


@mistaken("These are the rows of the candidate. The order is input, forget, candidate, output: rows H to 2H.")
def candidate(lstm, value):
    fill(lstm, 2, {"bias_ih": value, "bias_hh": 0})


@mistaken("Only the first layer is set. Each layer has biases of its own: _l0, _l1 and so on.")
def first_layer(lstm, value):
    fill(lstm, 1, {"bias_ih_l0": value, "bias_hh_l0": 0})


@mistaken("All four parts get the value. Only the forget gate should: rows H to 2H.")
def all_gates(lstm, value):
    for rows in range(4):
        fill(lstm, rows, {"bias_ih": value, "bias_hh": 0})


@mistaken("Half of the value in each bias would be right; here the forget gate gets half in all.")
def half(lstm, value):
    fill(lstm, 1, {"bias_ih": value / 2, "bias_hh": 0})


@mistaken("The biases are right, but other weights are no longer what they were. Choose parameters by their names.")
def weights_too(lstm, value):
    fill(lstm, 1, {"bias_ih": value, "bias_hh": 0})
    with torch.no_grad():
        for name, weights in lstm.named_parameters():
            if name.startswith("weight"):
                weights.zero_()
