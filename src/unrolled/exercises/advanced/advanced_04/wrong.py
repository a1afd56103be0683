"""Wrong answers to advanced-04, and what is said about each."""

import torch

from unrolled.exercises.checks import mistaken


def left(p, mask_of):
    """The right way, with another rule for what is kept; `mask_of` gets the falling probabilities and their sums."""
    falling, order = p.sort(descending=True)
    kept = torch.zeros_like(p).scatter(0, order, falling * mask_of(falling, falling.cumsum(0)))
    return kept / kept.sum()


@mistaken("The token that crosses the share is cut off. It is kept: what stands before it holds less than the share.")
def crossing_cut(p, share):
    return left(p, lambda falling, sums: sums <= share)


@mistaken("One token too many is kept: stop as soon as those that are kept hold the share.")
def one_more(p, share):
    return left(p, lambda falling, sums: sums - falling - torch.cat([falling[:1] * 0, falling[:-1]]) < share)


@mistaken("What is left is not shared out: it must sum to 1 again.")
def not_shared_out(p, share):
    falling, order = p.sort(descending=True)
    return torch.zeros_like(p).scatter(0, order, falling * (falling.cumsum(0) - falling < share))


@mistaken("The probabilities come back in falling order. Each must stand where its token stands in p.")
def sorted_order(p, share):
    falling, _ = p.sort(descending=True)
    kept = falling * (falling.cumsum(0) - falling < share)
    return kept / kept.sum()


@mistaken("The tokens are taken in the order of p. The nucleus takes the likeliest first: sort.")
def unsorted(p, share):
    kept = p * (p.cumsum(0) - p < share)
    return kept / kept.sum()


@mistaken("This cuts off by a probability. The share is a sum: it says how much is kept in all.")
def by_probability(p, share):
    kept = p * (p >= (1 - share) * p.max())
    return kept / kept.sum()


@mistaken(
    "With 0.5 the first token alone holds the share: the second has not less than 0.5 before it.",
    asks="predict",
)
def two_for_half():
    return {"half": 2}


@mistaken("The first two hold 0.75 exactly. The third has not less than that before it.", asks="predict")
def three_for_three_quarters():
    return {"three_quarters": 3}


@mistaken(
    "Two tokens hold 0.75, which is less than 0.76: the third, that crosses the share, is kept.",
    asks="predict",
)
def two_for_a_little_more():
    return {"a_little_more": 2}


@mistaken("What is left after top-k is shared out: 0.5 of 0.75.", asks="predict")
def top_not_shared_out():
    return {"top_2": 0.5}


@mistaken(
    "A temperature below 1 makes the likeliest token likelier. Dividing a logarithm by 1/2 squares.",
    asks="predict",
)
def hot():
    root = [number**0.5 for number in (0.5, 0.25, 0.15, 0.1)]
    return {"cold": root[0] / sum(root)}


@mistaken("The squared probabilities must be shared out: divide by their sum.", asks="predict")
def cold_not_shared_out():
    return {"cold": 0.25}


@mistaken("One token too many, where what stands before it holds just the share: it must hold less than that.")
def less_or_equal(p, share):
    return left(p, lambda falling, sums: sums - falling <= share)


@mistaken("What is left went through a softmax. These are probabilities already: divide by their sum.")
def softmax_again(p, share):
    falling, order = p.sort(descending=True)
    kept = falling.masked_fill(falling.cumsum(0) - falling >= share, -torch.inf)
    return torch.zeros_like(p).scatter(0, order, torch.softmax(kept, 0))
