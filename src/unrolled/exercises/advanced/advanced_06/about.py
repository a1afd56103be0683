r"""
A linear recurrence, entry by entry, with factors that may change at each step:

$$h_t = a_t \odot h_{t-1} + x_t, \qquad h_0 = 0$$

`a` and `x` are `(T, H)`. Return all states, `(T, H)`, *without a loop over the steps*: for $T = 4096$ no more than
300 tensor operations are allowed, and they are counted. The numbers must stay in tensors: no `.tolist()`, no NumPy.
The factors lie between 0 and 1. A product of very many of them is too small to be written down; do not divide by it.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A recurrence without a loop",
    kind="implement",
    level=4,
    chapter="foundations/elman",
    section="No squashing: a sum in disguise",
    hints=(
        "One step is the function h -> a h + x, a pair (a, x). Two steps after one another are such a function, "
        "too: which pair?",
        "First (a1, x1), then (a2, x2): a2 (a1 h + x1) + x2. So the pair is (a2 a1, a2 x1 + x2).",
        "Let each position join the pair of its neighbour before it: now each covers two steps. Then from two "
        "before: four.",
        "In pass k, with s = 2 ** k: behind the first s rows, which are done, the new x is a[s:] * x[:-s] + x[s:], and"
        " the new a is a[s:] * a[:-s]. torch.cat joins the two parts.",
    ),
)
