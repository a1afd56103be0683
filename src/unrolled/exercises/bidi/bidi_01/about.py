r"""
Turn each sequence of a batch round within its own length, (bidirectional.3): the first real step becomes the last
real step, and padding stays where it is, behind the end.

`x` is `(B, T, D)`, `lengths` is `(B)` with values from 1 to $T$. Return `(B, T, D)`. Done twice, it must give `x`
back. A gradient must come through, and `x` itself must stay as it is.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Turn round, but leave the padding",
    kind="implement",
    level=2,
    chapter="architectures/bidirectional",
    section="The equations",
    hints=(
        "Write down, for a sequence of 3 real steps in 5 columns, which column each column of the result is taken"
        " from.",
        "Counted from 0, column t comes from column n - 1 - t while t < n, and from itself after that.",
        "Make this table of columns (B, T) with torch.where, then index: `x[rows, columns]` with rows of shape (B, 1).",
    ),
)
