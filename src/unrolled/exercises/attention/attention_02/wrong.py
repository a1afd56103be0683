"""Wrong answers to attention-02, and what is said about each."""

import math

import torch
from torch import tanh

from unrolled.exercises.checks import mistaken


def weigh(scores, mask):
    return torch.softmax(scores.masked_fill(~mask, -math.inf), dim=-1)


def mean(weights, memory):
    return (weights[:, :, None] * memory).sum(1)


def right_scores(query, memory, W_q, W_k, v):
    return tanh((query @ W_q.T)[:, None] + memory @ W_k.T) @ v


@mistaken(
    "The tanh is missing. Then the query adds the same to all scores of a source, and the softmax does not notice."
)
def without_tanh(query, memory, mask, W_q, W_k, v):
    weights = weigh(((query @ W_q.T)[:, None] + memory @ W_k.T) @ v, mask)
    return mean(weights, memory), weights


@mistaken("The query is added outside of the tanh, where it cannot change any weight: it belongs inside.")
def query_outside(query, memory, mask, W_q, W_k, v):
    weights = weigh(((query @ W_q.T)[:, None] + tanh(memory @ W_k.T)) @ v + 0 * memory[..., 0], mask)
    return mean(weights, memory), weights + 0


@mistaken("Padding gets weight: set its score to minus infinity before the softmax.")
def unmasked(query, memory, mask, W_q, W_k, v):
    weights = torch.softmax(right_scores(query, memory, W_q, W_k, v), dim=-1)
    return mean(weights, memory), weights


@mistaken("The context is a plain mean of the memory: the weights are computed and not used.")
def plain_mean(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return mean(mask / mask.sum(1, keepdim=True), memory), weights


@mistaken("The context is a sum of all positions. (attention.6) weighs each of them.")
def plain_sum(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return (mask[:, :, None] * memory).sum(1), weights


@mistaken("The context is the position with the largest weight alone. Attention takes a mean of all of them.")
def hard(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return memory[torch.arange(len(memory)), weights.argmax(1)], weights


@mistaken("The two results stand the other way round: first the context, then the weights.")
def exchanged(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return weights, mean(weights, memory)


@mistaken("The context is a mean of the keys. They were there to be scored; the mean is taken of the memory.")
def mean_of_keys(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return mean(weights, memory @ W_k.T), weights


@mistaken("The mask comes after the softmax: padding has had its share, and the rest no longer sums to 1.")
def masked_after(query, memory, mask, W_q, W_k, v):
    weights = torch.softmax(right_scores(query, memory, W_q, W_k, v), dim=-1) * mask
    return mean(weights, memory), weights


@mistaken("The scores are divided by a root, as in a transformer. Additive attention does without, (attention.1).")
def divided_by_root(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v) / math.sqrt(len(v)), mask)
    return mean(weights, memory), weights


@mistaken("The second result is the scores. Return the weights: what the softmax makes of them.")
def scores_returned(query, memory, mask, W_q, W_k, v):
    scores = right_scores(query, memory, W_q, W_k, v)
    return mean(weigh(scores, mask), memory), scores


@mistaken("The context is divided by the number of positions. The weights sum to 1 already: the sum is the mean.")
def mean_of_mean(query, memory, mask, W_q, W_k, v):
    weights = weigh(right_scores(query, memory, W_q, W_k, v), mask)
    return mean(weights, memory) / memory.shape[1], weights
