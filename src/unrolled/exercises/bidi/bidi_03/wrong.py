"""Wrong answers to bidi-03, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


@mistaken("h_n[-1] alone is the direction that came back: half of what was asked for.")
def last_alone(h_n):
    return h_n[-1]


@mistaken("The halves have changed places: h_n[-2] went ahead, h_n[-1] came back.")
def exchanged(h_n):
    return torch.cat([h_n[-1], h_n[-2]], dim=-1)


@mistaken("This is the bottom layer. PyTorch counts layers from below, so the top one is the last pair.")
def bottom(h_n):
    return torch.cat([h_n[0], h_n[1]], dim=-1)


@mistaken(
    "This takes all layers ahead to come first, then all layers back. PyTorch alternates: ahead, back, ahead, back."
)
def directions_first(h_n):
    return torch.cat([h_n[len(h_n) // 2 - 1], h_n[-1]], dim=-1)


@mistaken(
    "The shape is right, the content is not: a reshape lays states of different sequences side by side. Use torch.cat."
)
def reshaped(h_n):
    return h_n[-2:].reshape(h_n.shape[1], -1)


@mistaken("These are the states of all layers. Asked is the top layer alone.")
def all_layers(h_n):
    return h_n.transpose(0, 1).flatten(1)


@mistaken("The two directions are added. Asked is the concatenation, (B, 2H).")
def added(h_n):
    return h_n[-2] + h_n[-1]
