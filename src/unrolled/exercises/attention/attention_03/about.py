r"""
Five numbers, with pencil and paper, to at least four decimals where they are not exact with fewer.

- `"weight"`: three positions have the scores $0$, $0$ and $\ln 2$. What is the weight of the third?
- `"shifted"`: now 100 is added to all three scores. What is the weight of the third?
- `"slope"`: four positions have equal scores. What is $\partial \alpha_1 / \partial a_1$?
- `"spread"`: two vectors of 64 independent numbers each, with mean 0 and variance 1. What is the standard deviation
  of their dot product?
- `"parameters"`: of an additive score (attention.1) with $H = 128$, $F = 256$ and $A = 64$.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Weights, slopes and sizes",
    kind="derive",
    level=2,
    chapter="seq2seq/attention",
    section="The equations",
    hints=(
        "A weight is e to its score over the sum of all of these. e to the power of ln 2 is 2.",
        "For the slope, differentiate e^a / (e^a + rest) by a. The result can be written with the weight alone.",
        "The variance of a sum of independent terms is the sum of their variances, and each product here has the "
        "variance 1.",
        "An additive score has W_q of shape (A, H), W_k of shape (A, F) and v of shape (A), and no bias.",
    ),
)
