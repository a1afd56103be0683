"""Wrong answers to rnn-03, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def loop(steps, h, W, U, b):
    states = []
    for x in steps:
        h = torch.tanh(x @ W.T + h @ U.T + b)
        states.append(h)
    return states


@mistaken("The state does not go on: each step starts from the first state. Bind h anew at every step.")
def forgets(x, h, W, U, b):
    states = [torch.tanh(step @ W.T + h @ U.T + b) for step in x.unbind(1)]
    return torch.stack(states, dim=1), states[-1]


@mistaken("The first state that was handed over is not used: the loop starts from zeros.")
def starts_from_zeros(x, h, W, U, b):
    states = loop(x.unbind(1), torch.zeros_like(h), W, U, b)
    return torch.stack(states, dim=1), states[-1]


@mistaken("The states are stacked along the first axis, (T, B, H). Here the batch comes first: stack with dim=1.")
def time_first(x, h, W, U, b):
    states = loop(x.unbind(1), h, W, U, b)
    return torch.stack(states), states[-1]


@mistaken("This takes the last row of the batch for the last step: out[-1] is a sequence, out[:, -1] is a step.")
def last_row(x, h, W, U, b):
    states = torch.stack(loop(x.unbind(1), h, W, U, b), dim=1)
    return states, states[-1]


@mistaken("The loop runs over the first axis of x, which is the batch. So a sequence reads the state of another one.")
def over_the_batch(x, h, W, U, b):
    states = loop(x, h, W, U, b)
    return torch.stack(states), states[-1]


@mistaken("The sequence is read backwards: the last input comes first.")
def backwards(x, h, W, U, b):
    states = loop(x.flip(1).unbind(1), h, W, U, b)
    return torch.stack(states, dim=1), states[-1]
