"""The time of an epoch, told by a few of its batches."""

from collections.abc import Sequence


def spread(groups: list[list[int]], lengths: Sequence[int], count: int, start: float) -> list[list[int]]:
    """`count` batches of an epoch, or all if there are fewer, spread evenly over their lengths.

    With a random start, each batch of the epoch is as likely to be among them as any other.

    Args:
        groups: the batches, as places in the split.
        lengths: of all reviews of the split.
        start: from 0 to below 1: where in its part each lies.
    """
    ranked = sorted(groups, key=lambda group: sum(lengths[i] for i in group) / len(group))
    count = min(count, len(ranked))
    return [ranked[int((i + start) * len(ranked) / count)] for i in range(count)]


def per_review(seconds: float, timed: int, batches: int, reviews: int) -> float:
    """Seconds a review in an epoch of `batches` batches and `reviews` reviews, `timed` batches of which took `seconds`.

    Not the seconds by the reviews in these batches: by a budget of tokens, the few batches of short reviews hold most
    of the reviews, and how many a sample holds hangs on where it begins.
    """
    return seconds * batches / timed / reviews
