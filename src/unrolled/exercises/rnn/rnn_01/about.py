r"""
Write one step of the plain recurrent network, (elman.1) and (elman.2), for a whole batch:

$$a_t = W x_t + U h_{t-1} + b, \qquad h_t = \tanh(a_t)$$

`x` has the shape `(B, D)`, one input a row, and `h` the shape `(B, H)`. `W` is `(H, D)`, `U` is `(H, H)`, `b` is
`(H)`. Return the next hidden state, `(B, H)`. No loop is needed. Write it yourself, without `torch.nn.RNNCell`, and
so that a gradient comes through to every argument.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="One step of a plain network",
    kind="implement",
    level=1,
    chapter="foundations/elman",
    section="The equations",
    hints=(
        "The equation is for one column vector. In a batch each input is a row, so the matrix stands on the other"
        " side.",
        "A row times the transpose of W gives a row: `x @ W.T` has the shape (B, H).",
        "Two products, one sum with b, and torch.tanh of all of it.",
    ),
)
