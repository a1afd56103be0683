"""Wrong answers to seq2seq-01, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def padded(rows, pad=0, left=False):
    T = max(map(len, rows))
    return torch.tensor([[pad] * (T - len(row)) * left + row + [pad] * (T - len(row)) * (not left) for row in rows])


@mistaken("What is written never ends: EOS is missing. A decoder that is never taught to stop will not.")
def without_end(targets):
    return padded([[2, *t] for t in targets]), padded([[*t, 0] for t in targets])


@mistaken(
    "The decoder reads the token that it should write at the same step. It will learn to copy it, and nothing else."
)
def same_step(targets):
    return padded([[*t, 3] for t in targets]), padded([[*t, 3] for t in targets])


@mistaken("Both have both marks. BOS is only read and EOS is only written: n tokens make n + 1 steps.")
def both_marks(targets):
    rows = padded([[2, *t, 3] for t in targets])
    return rows, rows


@mistaken("The marks are exchanged: reading begins with BOS, 2, and writing ends with EOS, 3.")
def exchanged(targets):
    return padded([[3, *t] for t in targets]), padded([[*t, 2] for t in targets])


@mistaken("The padding stands on the left. It belongs on the right, so that every sentence begins at the first step.")
def on_the_left(targets):
    return padded([[2, *t] for t in targets], left=True), padded([[*t, 3] for t in targets], left=True)


@mistaken("The batch is filled up with EOS. Then the loss cannot tell the end from the padding: fill up with PAD, 0.")
def filled_with_ends(targets):
    return padded([[2, *t] for t in targets], 3), padded([[*t, 3] for t in targets], 3)
