"""Wrong answers to seq2seq-08. Tables differ, so each is known by the promise that it breaks, and how."""

import torch

from unrolled.exercises.checks import mistaken

NEVER = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]


def made(*rows):
    return torch.tensor(rows)


def breaks(promise, *words):
    """Whether this promise is broken, in words that hold these."""
    return lambda came: isinstance(came, dict) and all(word in str(came.get(promise)) for word in words)


FLAT = [0.0, 0.15, 0.20, 0.20, 0.20, 0.25]
HALF = [0.0, 0.40, 0.15, 0.15, 0.15, 0.15]


@mistaken(
    "The numbers of a row must sum to 1: a row says what comes after one token. Do the columns sum to 1 in its place?",
    sign=breaks("every row is a distribution", "sum to"),
)
def columns():
    return made([0.0, 0.0, 0.40, 0.35, 0.25, 0.0], NEVER, FLAT, HALF, NEVER, HALF).T


@mistaken(
    "A search never comes to an end. Four tokens are all it has, and after each word the end must be likely enough "
    "to be kept.",
    sign=breaks("every search finds a text", "none has ended"),
)
def never_ends():
    circle = [0.0, 0.1, 0.9, 0.0, 0.0, 0.0]
    return made([0.0, 0.0, 0.6, 0.4, 0.0, 0.0], NEVER, circle, NEVER, NEVER, NEVER)


@mistaken(
    "Greedy search is not in a trap: the likeliest first word leads to the likeliest text. Let much be uncertain after "
    "it, and little after another.",
    sign=breaks("width 2: twice as likely as before", "width 1"),
)
def no_trap():
    return made([0.0, 0.0, 0.40, 0.35, 0.25, 0.0], NEVER, NEVER, HALF, HALF, HALF)


@mistaken(
    "Greedy search is in the trap, the beam of two is not: a third beginning has to lead to something better still.",
    sign=breaks("width 3: twice as likely as before", "width 2"),
)
def one_trap():
    return made([0.0, 0.0, 0.55, 0.45, 0.0, 0.0], NEVER, FLAT, NEVER, NEVER, HALF)
