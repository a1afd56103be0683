r"""
Count weights with pencil and paper. A plain network reads vectors of $D = 50$ numbers, and its state has $H = 100$.

- `"book"`: parameters of the recurrence as in (sequences.7), one $W$, one $U$, one $b$;
- `"torch"`: parameters of `torch.nn.RNN(50, 100)`, which has the same two matrices and *two* biases;
- `"steps"`: by what factor the number of parameters of the recurrence grows when sequences get twice as long;
- `"ordinary"`: parameters of (sequences.8), an ordinary layer of 100 units that reads all of $T = 20$ steps at
  once.

Return the four numbers in a dict. Let Python do the arithmetic, and no library do the counting.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="How many weights?",
    kind="derive",
    level=1,
    chapter="foundations/sequences",
    section="Why the weights are shared over time",
    hints=(
        "Write the shape of each weight down. The number of entries is the product of its sizes.",
        "W is (H, D), U is (H, H) and b is (H). Which of these shapes has T in it?",
        "The ordinary layer has one weight for each pair of a unit and an entry of any step: T times D inputs a unit.",
    ),
)
