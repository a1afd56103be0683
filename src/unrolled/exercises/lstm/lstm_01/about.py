r"""
Write one step of an LSTM, (lstm.1) to (lstm.6), with the weights of the gates stacked as in (lstm.7). The rows
stand in PyTorch's order: input gate, forget gate, candidate, output gate.

`x` is `(B, D)`, `h` and `c` are `(B, H)`, `W` is `(4H, D)`, `U` is `(4H, H)`, `b` is `(4H)`. Return the tuple
`(h, c)` after the step. Write it yourself, without PyTorch's own cell, and so that a gradient comes through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="One step of an LSTM",
    kind="implement",
    level=2,
    chapter="gates/lstm",
    section="Fused: four products become one",
    hints=(
        "One sum gives all that stands inside the gates: it has the shape `(B, 4H)`.",
        "`i, f, g, o = a.chunk(4, dim=-1)`. Three of them are gates and go through sigmoid, the candidate through"
        " tanh.",
        "First the new cell, f * c + i * g. Then the new hidden state, which reads the new cell: o * tanh(c).",
    ),
)
