"""Wrong answers to advanced-03, and what is said about each."""

import math

from unrolled.exercises.checks import mistaken


@mistaken("One too few: count the first window, too.")
def one_too_few():
    return {"windows": 156}


@mistaken("This is one window for each reading. The windows are six readings apart.")
def every_reading():
    return {"windows": 941}


@mistaken("These windows have no targets: each takes up T + K readings.")
def without_targets():
    return {"windows": (1000 - 48) // 6 + 1}


@mistaken("This is the share that differs. Asked is what they have in common.")
def what_differs():
    return {"overlap": 0.1}


@mistaken("This is log 3, the loss of a guess that gives all three classes the same. Knowing the shares is better.")
def even_guess():
    return {"guess": math.log(3)}


@mistaken("This is in bits. In nats, the logarithm is the natural one.")
def bits():
    return {"guess": 1.5}


@mistaken("This is the mean of one try. The better one of two is above it.")
def mean():
    return {"best": 2}


@mistaken("This is the largest score of all. Two tries do not always hit it.")
def largest():
    return {"best": 3}


@mistaken("This draws two different settings. (tuning.2) draws each anew, so the same one may come twice.")
def without_repetition():
    return {"best": 8 / 3}


@mistaken("This is the variance, not its root.")
def variance():
    return {"error": 0.8 * 0.2 / 400}


@mistaken("This is the spread of a single sentence. The mean of 400 varies less, by a factor of 20.")
def one_sentence():
    return {"error": 0.4}
