r"""
Turn scores into weights, (attention.5). `scores` is `(B, T, S)`: one for each step of the target and each position
of the source. `mask` is `(B, S)`, true where the source has a token. Return weights `(B, T, S)` that are zero in
the padding and sum to 1 over the source. Every row of the mask has at least one token. Leave the
arguments as they are. A gradient must come through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="From scores to weights",
    kind="implement",
    level=1,
    chapter="seq2seq/attention",
    section="The mask",
    hints=(
        "After the softmax it is too late: padding has had its share already. What score has the weight zero?",
        "e to the power of minus infinity is 0. `scores.masked_fill(~mask[:, None], -math.inf)` fills all steps "
        "at once.",
        "Then one softmax, over the axis along which the weights must sum to 1: the source, the last one.",
    ),
)
