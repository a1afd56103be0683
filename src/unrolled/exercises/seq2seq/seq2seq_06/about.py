r"""
First predict, then measure: a decoder under the teacher's hand and on its own. The decoder of this exercise can
count: when it reads $n$ it writes $n + 1$. But it has one hole. When it reads 3 it writes 9, and when it reads 9 it
writes 9. It is to write 1, 2, 3, 4, 5, 6, and reads 0 at first.

`predict()`: which share of the tokens is right, as numbers between 0 and 1, to at least three decimals
or as fractions,

- `"forced"`: if it reads the true token at each step; `"free"`: if it reads what it wrote itself;
- `"free_long"`: on its own, if it is to write 1 to 30;
- `"taught"`: on its own, writing 1 to 6, if it had learned to write 5 when it reads 9.

`measure(step, state, target, first)`: for any decoder `step(token, state)`, which returns the token that it writes
and the next state, return a dict with `"forced"` and `"free"`.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="On its own",
    kind="predict",
    level=3,
    chapter="seq2seq/encoder-decoder",
    section="Measuring exposure bias",
    hints=(
        "Write two lines under one another: what it reads, and what it writes. Once with the true tokens, once "
        "with its own.",
        "One hole costs one token under the teacher's hand. On its own, what does it read after its first mistake?",
        "To measure, run the same loop twice. What is read next is the true token in one, the written token in "
        "the other.",
    ),
)
