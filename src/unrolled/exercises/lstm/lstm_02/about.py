r"""
Write one step of a GRU as PyTorch computes it, (gru.1), (gru.2), (gru.3) and (gru.5): the reset gate acts *after*
the product, and $z = 1$ *keeps* the old state. The weights are stacked in PyTorch's order: reset gate, update gate,
candidate.

`x` is `(B, D)`, `h` is `(B, H)`, `W` is `(3H, D)`, `U` is `(3H, H)`, `b` is `(3H)`, and `b_u`, of shape `(H)`, is
the bias that the reset gate multiplies. Return the next `h`, `(B, H)`. Write it yourself, without PyTorch's own
cell, and so that a gradient comes through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="One step of a GRU",
    kind="implement",
    level=2,
    chapter="gates/gru",
    section="The equations",
    hints=(
        "The two gates are like those of an LSTM. The candidate is special: its two products are not simply added.",
        "Cut x @ W.T + b into three, and h @ U.T into three. Only the last third of the second one meets the "
        "reset gate.",
        "n = tanh(first + r * (second + b_u)), and then the mean z * h + (1 - z) * n.",
    ),
)
