"""Wrong answers to attention-05, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def parts(a, m, g):
    """Weights, their gradient, and the right gradient of the memory."""
    alpha = torch.softmax(a, dim=0)
    return alpha, m @ g, alpha[:, None] * g


@mistaken("This is the gradient of the weights, g . m_s. One step is missing: through the softmax, to the scores.")
def not_through_the_softmax(a, m, g):
    _, d, memory = parts(a, m, g)
    return {"a": d, "m": memory}


@mistaken("Each score was treated as if it moved its own weight alone. It moves all of them: they share one whole.")
def diagonal(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": alpha * (1 - alpha) * d, "m": memory}


@mistaken("Only the numerator of the softmax was differentiated. The sum below it depends on every score, too.")
def numerator_alone(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": alpha * d, "m": memory}


@mistaken("The mean that is taken away is not weighted: it must be the sum of alpha_s d_s.")
def plain_mean(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": alpha * (d - d.mean()), "m": memory}


@mistaken("Every position got all of g. It gets its share: alpha_s g.")
def memory_not_weighted(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": alpha * (d - (alpha * d).sum()), "m": torch.ones_like(memory) * g}


@mistaken("The sign of the gradient of the scores is turned: it is positive where d_s is above the weighted mean.")
def turned(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": alpha * ((alpha * d).sum() - d), "m": memory}


@mistaken("The factor alpha_s is missing: a score moves the result only as much as its position has weight.")
def without_alpha(a, m, g):
    alpha, d, memory = parts(a, m, g)
    return {"a": d - (alpha * d).sum(), "m": memory}
