"""Wrong answers to advanced-07, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def viterbi(a, tau, first, last, back=True):
    beta, came_from = first + a[0], []
    for scores in a[1:]:
        value, j = (beta[:, None] + tau).max(dim=0)
        beta = value + scores
        came_from.append(j)
    tags = [int((beta + last).argmax())]
    for j in reversed(came_from):
        tags.append(int(j[tags[-1]]))
    return tags[::-1] if back else tags


@mistaken("Each step takes the tag with the best score of its own. What tags say about their neighbours is not heard.")
def each_alone(a, tau, first, last):
    return a.argmax(1).tolist()


@mistaken(
    "This goes step by step and takes the best tag after the one before. A worse tag now may be better in the end."
)
def greedy(a, tau, first, last):
    tags = [int((first + a[0]).argmax())]
    for t in range(1, len(a)):
        ending = last if t == len(a) - 1 else torch.zeros_like(last)
        tags.append(int((tau[tags[-1]] + a[t] + ending).argmax()))
    return tags


@mistaken("tau is read the wrong way round: its rows are the tag before, its columns the tag after.")
def transposed(a, tau, first, last):
    return viterbi(a, tau.T, first, last)


@mistaken("The scores of the last tag are left out.")
def without_last(a, tau, first, last):
    return viterbi(a, tau, first, torch.zeros_like(last))


@mistaken("The scores of the first tag are left out.")
def without_first(a, tau, first, last):
    return viterbi(a, tau, torch.zeros_like(first), last)


@mistaken("The tags stand in the order in which they were read back: from the last to the first.")
def turned_round(a, tau, first, last):
    return viterbi(a, tau, first, last, back=False)


@mistaken("These are the tags that are best when each step is the last one: go back along the j that were kept.")
def not_traced_back(a, tau, first, last):
    beta, tags = first + a[0], [int((first + a[0]).argmax())]
    for t in range(1, len(a)):
        beta = (beta[:, None] + tau).max(dim=0).values + a[t]
        tags.append(int((beta + (last if t == len(a) - 1 else 0 * last)).argmax()))
    return tags


@mistaken("The largest is taken over the wrong axis: for each tag k ask which tag j before it is best, over the rows.")
def wrong_axis(a, tau, first, last):
    beta, came_from = first + a[0], []
    for scores in a[1:]:
        value, j = (beta[:, None] + tau).max(dim=1)
        beta = value + scores
        came_from.append(j)
    tags = [int((beta + last).argmax())]
    for j in reversed(came_from):
        tags.append(int(j[tags[-1]]))
    return tags[::-1]
