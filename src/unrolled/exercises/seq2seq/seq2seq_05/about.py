r"""
This function is to compute the loss of one sentence under teacher forcing: the mean of
$-\log p(y_t \mid y_1, \dots, y_{t-1})$ over its tokens, `EOS` among them. It runs, and in training the loss can
fall to nearly nothing. But then the model cannot write a line. Find the fault and mend it.

`decoder(token, h)` returns the log-probabilities of the next token, a tensor `(V)`, and the next state. `h` is the
first state. `target` is a list of tokens without marks, and may be empty. Return a tensor with one number.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A loss that falls too well",
    kind="debug",
    level=2,
    chapter="seq2seq/encoder-decoder",
    section="Pitfalls",
    hints=(
        "Write down, for the target 7 8, which token the decoder reads at each step, and which one it is asked for.",
        "It reads the very token that it is asked for. At the first step, what can it know?",
        "Read BOS first, then the target; ask for the target, then EOS. zip puts the two side by side.",
    ),
)
