r"""
First predict, then measure: what does order mean to a layer? A layer takes vectors $x_1, \dots, x_T$ and returns
either one vector for each, or one for all. Put the vectors into another order and look at what comes out. It is
`"invariant"` if the same comes out as before; if not, `"equivariant"` if the same vectors come out in the new
order; and `"neither"` otherwise.

`predict()` returns one of the three words for

- `"mean"`: the mean of all vectors; `"rnn"`: all states of a recurrent layer;
- `"query"`: attention with one fixed query over the vectors as memory, one context;
- `"self"`: self-attention, in which each vector asks all of them;
- `"positions"`: self-attention after a different vector was added at each position.

`measure(layer, x, order)`: `layer` is a function from `(T, D)` to `(T, F)` or `(F)`, and `order` is a list of
positions counted from 0: the new first vector is `x[order[0]]`. Return one of the words. Take numbers for equal
that differ by less than $10^{-6}$.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="What order means",
    kind="predict",
    level=3,
    chapter="seq2seq/attention",
    section="An RNN is not self-attention",
    hints=(
        "Look at each formula: does the number t of a position stand in it, other than as a name?",
        "A weighted mean over s does not care in which order its terms are added.",
        "Compute layer(x[order]) and layer(x). Compare with layer(x) first; if it has T rows, with "
        "layer(x)[order], too.",
    ),
)
