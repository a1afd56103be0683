r"""
Choose numbers by hand. A sequence of 0 and 1 is read by a bidirectional network with one tanh unit in each
direction,

$$\overrightarrow{h}_t = \tanh(w\, x_t + u\, \overrightarrow{h}_{t-1} + b), \qquad
\overleftarrow{h}_t = \tanh(w\, x_t + u\, \overleftarrow{h}_{t+1} + b),$$

with the same $w$, $u$ and $b$ in both, and a state of 0 where each begins. Its output says yes where
$p\,\overrightarrow{h}_t + q\,\overleftarrow{h}_t + r > 0$. It is to say yes at every step *between two ones*, the
ones included: a 1 has come, at this step or before, and a 1 comes, at this step or later.

Return a dict with the six numbers `"w"`, `"u"`, `"b"`, `"p"`, `"q"`, `"r"`. It must work for 200 steps.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Between two ones, by hand",
    kind="design",
    level=4,
    chapter="architectures/bidirectional",
    section="By hand",
    hints=(
        "One unit must remember whether a 1 has ever come. Without one it must stay at 0, however long.",
        "tanh(10) is nearly 1. If the unit is at 1, what must u be so that it stays there without help from x?",
        "The read-out must say yes only if both units are at 1: a threshold between one and two.",
    ),
)
