r"""
The function below is to return the state of each sequence *at its own end*. The sequences have different lengths,
and behind the end of the shorter ones stands padding. It runs, and on sequences of equal length it is right.
Otherwise it is not. Find out what is wrong and mend it.

`x` is `(B, T, D)`, `lengths` is `(B)` and counts the true steps of each sequence, from 1 to $T$. Each begins in a
state of zeros. Return `(B, H)`: row $b$ is the state after step `lengths[b]` of sequence $b$.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="The last state of a padded batch",
    kind="debug",
    level=2,
    chapter="architectures/variable-length",
    section="What padding does to the last state",
    hints=(
        "Print the result for a short sequence alone, and again in a batch with a longer one. Which should it be?",
        "Zeros are an input like any other: after the end the tanh and the bias go on changing the state.",
        "Keep all states (B, T, H), then choose from row b the step lengths[b] - 1: steps are counted from 0.",
    ),
)
