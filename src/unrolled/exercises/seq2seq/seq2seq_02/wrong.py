"""Wrong answers to seq2seq-02, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def nll(logits, targets):
    return -torch.log_softmax(logits, dim=-1).gather(2, targets[..., None]).squeeze(2)


@mistaken("The sum is right, the number is not: this divides by all positions, padding included. Divide by mask.sum().")
def divides_by_all(logits, targets):
    return (nll(logits, targets) * (targets != 0)).mean()


@mistaken("Padding counts like a token: the model is also taught to write padding.")
def padding_counts(logits, targets):
    return nll(logits, targets).mean()


@mistaken(
    "This is the mean of the means of the sentences: a token of a short sentence weighs more. Sum all, then divide."
)
def mean_of_means(logits, targets):
    mask = targets != 0
    return ((nll(logits, targets) * mask).sum(1) / mask.sum(1)).mean()


@mistaken("This is the sum over all tokens. Asked is the mean.")
def total(logits, targets):
    return (nll(logits, targets) * (targets != 0)).sum()


@mistaken("A softmax was taken twice. Logits go through log_softmax once.")
def twice(logits, targets):
    mask = targets != 0
    return (nll(torch.softmax(logits, -1), targets) * mask).sum() / mask.sum()


@mistaken("The softmax runs over the steps. It must run over the vocabulary, the last axis.")
def over_steps(logits, targets):
    values, mask = -torch.log_softmax(logits, dim=1).gather(2, targets[..., None]).squeeze(2), targets != 0
    return (values * mask).sum() / mask.sum()


@mistaken("A probability became 0 before its logarithm was taken. log_softmax does both at once and stays finite.")
def log_of_zero(logits, targets):
    p, mask = torch.softmax(logits, dim=-1).gather(2, targets[..., None]).squeeze(2), targets != 0
    return -(p[mask].log()).sum() / mask.sum()


@mistaken("This is in bits. In nats the logarithm is the natural one.")
def bits(logits, targets):
    mask = targets != 0
    return (nll(logits, targets) * mask).sum() / mask.sum() / torch.log(torch.tensor(2.0))


@mistaken("The sign is missing: a logarithm of a probability is negative, and a loss is not.")
def negative(logits, targets):
    mask = targets != 0
    return -(nll(logits, targets) * mask).sum() / mask.sum()
