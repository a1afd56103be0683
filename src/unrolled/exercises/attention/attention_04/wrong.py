"""Wrong answers to attention-04, and what is said about each."""

import math

import torch

from unrolled.exercises.checks import mistaken


def scores_of(queries, memory, mask, fill=-math.inf):
    return (queries @ memory.mT).masked_fill(~mask[:, None], fill)


@mistaken("This answers as the stub does. Print weights.sum(-1) for a small batch: what should it be?")
def as_it_was(queries, memory, mask):
    weights = torch.softmax(queries @ memory.mT, dim=1) * mask[:, None]
    return weights @ memory, weights


@mistaken("One fault is mended. But the mask still comes after the softmax: padding has taken its share already.")
def mask_after(queries, memory, mask):
    weights = torch.softmax(queries @ memory.mT, dim=-1) * mask[:, None]
    return weights @ memory, weights


@mistaken(
    "One fault is mended. But the softmax still runs over the steps, where a column of padding has nothing to"
    " share: not a number."
)
def wrong_axis(queries, memory, mask):
    weights = torch.softmax(scores_of(queries, memory, mask), dim=1)
    return weights @ memory, weights


@mistaken("The scores of padding are 0 and not minus infinity, so padding gets weight.")
def zero_scores(queries, memory, mask):
    weights = torch.softmax(scores_of(queries, memory, mask, 0.0), dim=-1)
    return weights @ memory, weights


@mistaken("The axis is right, the mask is gone: padding gets weight.")
def unmasked(queries, memory, mask):
    weights = torch.softmax(queries @ memory.mT, dim=-1)
    return weights @ memory, weights


@mistaken("The scores are divided by the root of H. That is the score of a transformer, and not (attention.2).")
def scaled(queries, memory, mask):
    weights = torch.softmax(scores_of(queries / math.sqrt(queries.shape[-1]), memory, mask), dim=-1)
    return weights @ memory, weights
