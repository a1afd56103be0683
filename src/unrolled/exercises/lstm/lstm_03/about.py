r"""
Four numbers, with pencil and paper. Inputs have $D = 64$ numbers, states $H = 128$.

- `"lstm"`: parameters of the book's LSTM, with one bias for each gate;
- `"gru"`: parameters of the book's GRU, which has a second bias for the candidate, $b_u$;
- `"kept"`: what share of a cell state is left after 5 steps if the forget gate stands at $\sigma(1)$ and nothing is
  taken in;
- `"bias"`: with which forget bias half of the cell state is left after 100 steps, if the gate depends on its bias
  alone.

Give the last two to at least three decimals.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Sizes and half-lives",
    kind="derive",
    level=2,
    chapter="gates/lstm",
    section="The forget bias",
    hints=(
        "A set of weights is one W (H, D), one U (H, H) and one b (H). How many sets has each cell?",
        "Along the direct path, (lstm.8), each step multiplies the cell by f. How much is left after n steps?",
        "For the bias, solve f ** 100 = 0.5 for f, and then f = sigmoid(b) for b, which is b = log(f / (1 - f)).",
    ),
)
