r"""
Choose the weights of an LSTM with one unit by hand. Its inputs have two numbers, each 0 or 1:
$x_t = (\text{one}, \text{reset})$, never both 1. After each step the *cell* is to hold how many ones have come
since the last reset:

$$c_t = \begin{cases} 0 & \text{if reset} \\ c_{t-1} + \text{one} & \text{otherwise} \end{cases}$$

Return `W` of shape `(4, 2)`, `U` of shape `(4, 1)` and `b` of shape `(4)`, the rows in the order input gate, forget
gate, candidate, output gate. In forty steps a count $n$ may be off by $0.01\,(n + 1)$, because a gate is never quite
open.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A counter with a reset, by hand",
    kind="design",
    level=3,
    chapter="gates/lstm",
    section="One step by hand",
    hints=(
        "Which gate decides that the old count stays? Which decides that something is added? What is added?",
        "sigmoid(20) is nearly 1 and sigmoid(-20) nearly 0: a gate that opens at an input has the weight 40 and "
        "the bias -20.",
        "The candidate is always 1: a large bias. The input gate opens at a one. The forget gate closes at a reset.",
    ),
)
