r"""
Write a beam search for one source. `step(token, state)` returns a list of log-probabilities, one for each token,
and the next state.

Begin with one beginning: `BOS`, the given state, log-probability 0. In each of at most `longest` rounds, continue
*every* beginning with *every* token, and keep the `width` continuations with the highest sum of log-probabilities,
(decoding.1). Those that end with `EOS` leave the beam and are finished; the others are the beginnings of the next
round. Stop when none is left. What has not ended after the last round does not count. Among the finished ones, the
highest score wins, (decoding.7) without coverage:

$$\operatorname{score} = \log P \Big/ \left(\frac{5 + n}{6}\right)^{\alpha}$$

where $n$ counts the tokens with `EOS`. Return the tuple of its tokens, without marks, as a list, and its score. In
all cases at least one is finished.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A beam",
    kind="implement",
    level=4,
    chapter="seq2seq/decoding",
    section="The beam",
    hints=(
        "A beginning is a triple: its tokens, its log-probability, its state. A beam is a list of them.",
        "One round: ask step once for each beginning; make the list of all (total, tokens, state) it can become; "
        "sort it.",
        "Cut the sorted list at `width` first. Then part it: what ends with EOS is finished, the rest goes on.",
        "Length normalisation is for the finished ones only: inside the beam all have the same length.",
    ),
)
