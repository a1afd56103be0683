r"""
Put the step into its loop, (elman.4): $h_t = \operatorname{cell}(x_t, h_{t-1})$ for $t = 1, \dots, T$. The cell is
the step of rnn-01, with its `W`, `U` and `b`.

`x` has the shape `(B, T, D)`, and `h` is the state before the first step, `(B, H)`. Return a tuple of two tensors:
the hidden states after every step, `(B, T, H)`, and the state after the last step, `(B, H)`. The numbers must be
those of `torch.nn.RNN(batch_first=True)`; do not call it. A gradient must come through.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="The loop over time",
    kind="implement",
    level=2,
    chapter="foundations/elman",
    section="A layer is a cell and the loop",
    hints=(
        "Which axis of x is time? A Python loop over a tensor runs over its first axis, and that is the batch.",
        "`x.unbind(1)` gives the T inputs (B, D). The state that a step returns is the state the next step reads.",
        "Collect the states in a list, and torch.stack(states, dim=1) at the end.",
    ),
)
