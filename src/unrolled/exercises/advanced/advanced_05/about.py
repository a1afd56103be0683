r"""
Design how sentences are put into batches. A batch is a rectangle: its rows are padded to the longest. Write
`batches(lengths, budget)`, which returns a list of lists of indices, such that

- every index stands in exactly one batch, and no batch is empty;
- no rectangle, rows times longest, holds more than `budget` tokens, padding included (no sentence is longer than
  the budget);
- of all positions in all rectangles at most a tenth are padding, if there are two hundred sentences or more;
- there are not many more batches than needed: at most $1 + 1.2 \sum_b n_b / \text{budget}$, where $n_b$ is the
  length of sentence $b$, if there are two hundred sentences or more.

How you do it is up to you.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Batches by a budget",
    kind="design",
    level=3,
    chapter="architectures/variable-length",
    section="Buckets",
    hints=(
        "By (variable-length.7), little is wasted where the shortest and the longest of a batch are nearly equal.",
        "So take the sentences in order of length. When must a batch be closed?",
        "In rising order the newest is the longest: close the batch if (rows + 1) * newest would be above the budget.",
    ),
)
