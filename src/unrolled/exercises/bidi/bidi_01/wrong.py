"""Wrong answers to bidi-01, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def by_columns(x, columns):
    return x[torch.arange(len(x))[:, None], columns]


@mistaken("The whole row is turned round, padding included: now a sequence begins with its padding.")
def flipped(x, lengths):
    return x.flip(1)


@mistaken("Off by one: counted from 0, the last real step is n - 1, so column t comes from n - 1 - t.")
def off_by_one(x, lengths):
    steps = torch.arange(x.shape[1])
    columns = torch.where(steps < lengths[:, None], (lengths[:, None] - steps).clamp(max=x.shape[1] - 1), steps)
    return by_columns(x, columns)


@mistaken("All rows are turned round within the length of the shortest.")
def shortest(x, lengths):
    n = int(lengths.min())
    return torch.cat([x[:, :n].flip(1), x[:, n:]], dim=1)


@mistaken("All rows are turned round within the length of the longest.")
def longest(x, lengths):
    n = int(lengths.max())
    return torch.cat([x[:, :n].flip(1), x[:, n:]], dim=1)


@mistaken("The order of the sequences in the batch is turned round, and not the order of the steps.")
def batch_turned(x, lengths):
    return x.flip(0)


@mistaken("The padding is overwritten with zeros. It is to stay as it is.")
def padding_wiped(x, lengths):
    steps = torch.arange(x.shape[1])
    columns = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
    return by_columns(x, columns) * (steps < lengths[:, None])[..., None]
