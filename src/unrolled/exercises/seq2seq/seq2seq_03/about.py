r"""
Let a decoder write, greedily, (decoding.2). `step(token, state)` returns a list of scores, one for each token of
the vocabulary, and the next state. Begin with `BOS` and the state that you are given. At each step write the token
with the highest score, and read it at the next step. Stop at `EOS`, or when `longest` tokens have been written.
Return the list of written tokens, without `BOS` and without `EOS`.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Write until the end",
    kind="implement",
    level=2,
    chapter="seq2seq/decoding",
    section="The equations",
    hints=(
        "Two things go from step to step: the state, and the token that was just written.",
        "A loop of at most `longest` turns: ask step, take the best token, leave if it is EOS, else write it down.",
        "The number of the highest score is `max(range(len(scores)), key=scores.__getitem__)`.",
    ),
)
