r"""
First predict, then measure: which outputs notice a change of one input? A sequence has five steps, counted from 1,
and the input of step 3 is changed. `predict()` returns, as lists of steps in rising order,
which outputs may change:

- `"ahead"`: of a layer that reads ahead; `"back"`: of a layer that reads back; `"both"`: of the two concatenated;
- `"stacked"`: of a second layer that reads *ahead* above a layer that reads *back*;
- `"half"`: and how many of the five inputs does the *back* half of the output at step 5 depend on? One number.

`measure(layer, x, step)`: `layer` is a function from `(T, D)` to `(T, F)`. Return the list of steps, counted from
1, whose output changes when `x[step - 1]` is changed. Leave `x` itself as it is.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Who sees what?",
    kind="predict",
    level=3,
    chapter="architectures/bidirectional",
    section="When it is not allowed",
    hints=(
        "Draw the five steps of each layer and follow the arrows from the third input.",
        "Back runs from step 5 to step 1, so a change at step 3 reaches 3, 2 and 1. What does a layer above make "
        "of that?",
        "To measure, copy x, add 1 to one row, run the layer on both, and compare the outputs row by row.",
    ),
)
