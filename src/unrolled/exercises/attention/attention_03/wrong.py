"""Wrong answers to attention-03, and what is said about each."""

import math

from unrolled.exercises.checks import mistaken

LN2 = math.log(2)


@mistaken("This divides the scores by their sum. Weights are in the ratio of e to the scores: 1 : 1 : 2.")
def scores_divided():
    return {"weight": 1.0}


@mistaken("A third is the weight at equal scores. The third score is larger: the ratio is 1 : 1 : 2.")
def equal():
    return {"weight": 1 / 3}


@mistaken("The difference of the scores is what counts: a number that is added to all of them cancels.")
def equal_when_large():
    return {"shifted": 1 / 3}


@mistaken("Larger scores are not sharper scores: what is added to all of them cancels.")
def all_to_one():
    return {"shifted": 1.0}


@mistaken("This is the weight. Its slope is w (1 - w): more of the numerator also makes the sum larger.")
def weight_as_slope():
    return {"slope": 0.25}


@mistaken("This is the slope by the score of another position, -w v. Asked is the slope by its own.")
def of_another():
    return {"slope": -1 / 16}


@mistaken("This is the variance. The standard deviation is its square root.")
def variance():
    return {"spread": 64}


@mistaken("This is the standard deviation of one term. There are 64, and their variances add up.")
def one_term():
    return {"spread": 1}


@mistaken("v is missing: it has A = 64 numbers, and turns the hidden layer into a score.")
def without_v():
    return {"parameters": 64 * 128 + 64 * 256}


@mistaken("This is the general score (attention.3), one matrix between query and memory.")
def general():
    return {"parameters": 128 * 256}
