"""Wrong answers to lstm-05, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def made(i, f, g, o=(0, 0, 20)):
    """Weights from (on one, on reset, bias) of each part."""
    rows = torch.tensor([i, f, g, o], dtype=torch.float64)
    return rows[:, :2], torch.zeros(4, 1), rows[:, 2]


@mistaken("A reset does nothing: the forget gate must close when the second input is 1.")
def never_resets():
    return made((40, 0, -20), (0, 0, 20), (0, 0, 20))


@mistaken("Every step counts: the input gate is always open and the candidate always 1.")
def counts_steps():
    return made((0, 0, 20), (0, -40, 20), (0, 0, 20))


@mistaken("At an input of 0 the input gate is half open, since sigmoid(0) is 0.5. It needs a negative bias.")
def half_open():
    return made((20, 0, 0), (0, -40, 20), (0, 0, 20))


@mistaken("The forget gate is the wrong way round: 1 keeps, 0 forgets. It must be open unless a reset comes.")
def keeps_at_reset():
    return made((40, 0, -20), (0, 40, -20), (0, 0, 20))


@mistaken("The idea is right, the gates are not closed and open enough: what leaks at each step adds up.")
def leaks():
    return made((10, 0, -5), (0, -10, 5), (0, 0, 5))


@mistaken("The rows stand in another order: input gate, forget gate, candidate, output gate.")
def other_order():
    return made((0, -40, 20), (40, 0, -20), (0, 0, 20))
