"""Wrong answers to attention-07, and what is said about each."""

import math

import torch

from unrolled.exercises.checks import mistaken


def rotation(phi, factor=100.0):
    return factor * torch.tensor([[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]])


@mistaken("Every step looks at itself: without a turn, the cosine is largest where query and memory are the same.")
def looks_at_itself():
    return rotation(0.0)


@mistaken("Every step looks one ahead: W turns the wrong way, or is transposed.")
def looks_ahead():
    return rotation(-math.pi / 8)


@mistaken("The winner is right, its weight is not: the scores differ by too little. Multiply W by a large number.")
def not_sharp():
    return rotation(math.pi / 8, 1.0)


@mistaken("The turn is twice too wide: each step looks two back.")
def two_back():
    return rotation(math.pi / 4)


@mistaken("The sign is wrong: each step looks at what is farthest from the position before it.")
def farthest():
    return rotation(math.pi / 8, -100.0)
