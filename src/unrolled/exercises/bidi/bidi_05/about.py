r"""
Four numbers, with pencil and paper. The book's LSTM has one bias for each gate. Inputs have $D = 100$ numbers.

- `"both"`: parameters of one bidirectional layer with $H = 100$ in each direction;
- `"second"`: parameters of a second bidirectional layer with $H = 100$ above it, reading the concatenation;
- `"fair"`: the largest $H$ for which one bidirectional layer has no more parameters than a one-directional one with
  $H = 100$;
- `"limit"`: the best share of right answers that one direction can reach in the task of the only symbol of its
  kind, (bidirectional.6), with $T = 2$ steps and $K = 2$ symbols.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="What the second direction costs, and what it buys",
    kind="derive",
    level=3,
    chapter="architectures/bidirectional",
    section="What it costs",
    hints=(
        "One direction has 4 (H D + H H + H) parameters. How many numbers does a step of the second layer read?",
        "For the fair size, solve 2 * 4 (H D + H H + H) = 4 (100 D + 100 * 100 + 100) for H, and round in the "
        "right direction.",
        "For the limit, take the steps one at a time. At step 2 everything has been seen. What can be known at step 1?",
    ),
)
