r"""
This function is to return one vector for each sequence of a padded batch, (bidirectional.5): where *ahead* has read
the last real step, and where *back* has read the first. It runs, and a model above it can even learn something. Two
things are wrong with it. Mend both.

`gru` is a bidirectional `torch.nn.GRU` with one layer and `batch_first=True`; `x` is `(B, T, D)`, padded with
zeros; `lengths` is `(B)`. Each row of the result, `(B, 2H)`, must be what the sequence would give if it were alone
and not padded.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A sentence vector that has read one word",
    kind="debug",
    level=3,
    chapter="architectures/bidirectional",
    section="Why `out[:, -1]` is wrong",
    hints=(
        "Change all inputs but the last. Which half of the result moves?",
        "At the last step, back has only just begun. And where does it begin, if nobody tells it the lengths?",
        "pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False) tells the layer where each "
        "sequence ends.",
        "Given a packed sequence, h_n holds the right ends: h_n[0] at the last real step, h_n[1] at the first.",
    ),
)
