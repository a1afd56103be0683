r"""
This function is to attend with the dot score (attention.2), for all steps of a target at once. It runs, and its
weights even look like weights. Two things are wrong with it. Mend both.

`queries` is `(B, T, H)`, `memory` is `(B, S, H)`, `mask` is `(B, S)`, true where there is a token. Return the tuple
of the contexts, `(B, T, H)`, and the weights, `(B, T, S)`, which must sum to 1 over the source for every step. A
gradient must come through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Weights that look like weights",
    kind="debug",
    level=2,
    chapter="seq2seq/attention",
    section="Pitfalls",
    hints=(
        "Print weights.sum(-1) and weights.sum(1) for a small batch. Which of them is all ones?",
        "Every step of the target shares its attention among the positions of the source. And when is padding "
        "taken out?",
        "Mask the scores with minus infinity, then softmax over the last axis, then the product with the memory.",
    ),
)
