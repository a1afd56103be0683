"""Wrong answers to bidi-02, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def join(first, second):
    return torch.cat([first, second], dim=-1)


@mistaken("What `back` says is still in its own order: its first output belongs to the last step. Turn it round again.")
def not_turned_back(ahead, back, x):
    return join(ahead(x), back(x.flip(1)))


@mistaken("`back` reads from left to right, and its output is turned round. Its input must be turned round, too.")
def input_not_turned(ahead, back, x):
    return join(ahead(x), back(x).flip(1))


@mistaken("Both layers read from left to right.")
def same_direction(ahead, back, x):
    return join(ahead(x), back(x))


@mistaken("The halves have changed places: first what `ahead` says, then what `back` says.")
def exchanged(ahead, back, x):
    return join(back(x.flip(1)).flip(1), ahead(x))


@mistaken("The two outputs are added. Asked is the concatenation, which leaves it to the next layer how to weigh them.")
def added(ahead, back, x):
    return ahead(x) + back(x.flip(1)).flip(1)


@mistaken("The outputs are joined along time. Join along the last axis, so that each step has both.")
def along_time(ahead, back, x):
    return torch.cat([ahead(x), back(x.flip(1)).flip(1)], dim=1)


@mistaken("The numbers of each vector are turned round, not the steps: time is axis 1.")
def wrong_axis(ahead, back, x):
    return join(ahead(x), back(x.flip(-1)).flip(-1))


@mistaken("The numbers of the two alternate. All of what `ahead` says comes first: torch.cat does that, not stack.")
def alternating(ahead, back, x):
    return torch.stack([ahead(x), back(x.flip(1)).flip(1)], dim=-1).flatten(2)
