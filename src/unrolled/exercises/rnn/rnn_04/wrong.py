"""Wrong answers to rnn-04, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def states_of(x, W, U, b, keep=None):
    h, states = x.new_zeros(len(x), len(b)), []
    for t, x_t in enumerate(x.unbind(1)):
        new = torch.tanh(x_t @ W.T + h @ U.T + b)
        h = new if keep is None else keep(t, new, h)
        states.append(h)
    return torch.stack(states, dim=1)


@mistaken("This answers as the stub does. Take the shorter sequence: what has it read after its last real step?")
def longest(x, lengths, W, U, b):
    return states_of(x, W, U, b)[:, int(lengths.max()) - 1]


@mistaken("This is out[:, -1], the state after the last column of the batch, padding included.")
def last_column(x, lengths, W, U, b):
    return states_of(x, W, U, b)[:, -1]


@mistaken("One step too far: steps are counted from 0, so the last one of n steps is n - 1.")
def one_too_far(x, lengths, W, U, b):
    states = states_of(x, W, U, b)
    return states[torch.arange(len(x)), lengths.clamp(max=x.shape[1] - 1)]


@mistaken("All sequences are cut at the length of the shortest.")
def shortest(x, lengths, W, U, b):
    return states_of(x, W, U, b)[:, int(lengths.min()) - 1]


@mistaken("The state is set to zero where a sequence has ended. Keep the old state there instead.")
def wiped(x, lengths, W, U, b):
    return states_of(x, W, U, b, lambda t, new, h: torch.where((t < lengths)[:, None], new, 0 * h))[:, -1]


@mistaken("Padding is recognised by its zeros. A real input may be zero and padding need not be: use the lengths.")
def zeros_are_padding(x, lengths, W, U, b):
    real = (x != 0).any(dim=-1)
    return states_of(x, W, U, b, lambda t, new, h: torch.where(real[:, t, None], new, h))[:, -1]
