"""Wrong answers to attention-01, and what is said about each."""

import math

import torch

from unrolled.exercises.checks import mistaken


def masked(scores, mask, fill=-math.inf):
    return scores.masked_fill(~mask[:, None], fill)


@mistaken("There is no mask: padding gets weight.")
def unmasked(scores, mask):
    return torch.softmax(scores, dim=-1)


@mistaken("The mask comes after the softmax: padding has had its share, and the rest no longer sums to 1.")
def masked_after(scores, mask):
    return torch.softmax(scores, dim=-1) * mask[:, None]


@mistaken("The score of padding is set to 0. e to the power of 0 is 1: it must be minus infinity.")
def zero_score(scores, mask):
    return torch.softmax(masked(scores, mask, 0.0), dim=-1)


@mistaken("The softmax runs over the steps of the target. Weights sum to 1 over the source: the last axis.")
def over_the_target(scores, mask):
    return torch.softmax(scores, dim=1)


@mistaken("The mask is the wrong way round: true means that a token is real.")
def inverted(scores, mask):
    return torch.softmax(scores.masked_fill(mask[:, None], -math.inf), dim=-1).nan_to_num(0.0)


@mistaken("Each position gets a weight of its own, between 0 and 1. They must share one whole: softmax, not sigmoid.")
def sigmoid(scores, mask):
    return torch.sigmoid(scores) * mask[:, None]


@mistaken("The scores are divided by their sum. They may be negative: e to their power comes first.")
def divided(scores, mask):
    kept = scores * mask[:, None]
    return kept / kept.sum(dim=-1, keepdim=True)


@mistaken("Minus 100 is not minus infinity: where all real scores are lower still, padding wins.")
def not_low_enough(scores, mask):
    return torch.softmax(masked(scores, mask, -100.0), dim=-1)
