r"""
This function makes training and test data for a forecast. A model that uses it may look better than it is, until it
is asked about tomorrow. Two things are wrong. Mend both.

`series` holds $N$ readings in order of time, and the first `train` of them are for training. Readings are to be
scaled as in (data-preparation.1), with the least and the largest reading of the *training part*. A window is
`lookback` readings and the `horizon` readings after them. Training windows lie wholly in the training part, test
windows wholly behind it. Return a dict with `"x_train"`, `"y_train"`, `"x_test"` and `"y_test"`, windows in order
of time, one reading apart.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A forecast that has seen tomorrow",
    kind="debug",
    level=2,
    chapter="practice/data-preparation",
    section="Split: cut in time, then make windows",
    hints=(
        "Which of these steps looks at readings that lie behind the training part?",
        "The scale does. And a window that begins before the cut may end behind it: what is its target?",
        "Measure least and largest on series[:train]. Cut first, then make the windows of each part by itself.",
    ),
)
