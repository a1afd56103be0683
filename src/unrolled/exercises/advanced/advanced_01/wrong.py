"""Wrong answers to advanced-01, and what is said about each."""

import itertools

from unrolled.exercises.checks import mistaken


def without_repeats(path):
    return [label for label, _ in itertools.groupby(path)]


@mistaken(
    "The blanks go first, and then equal labels that a blank kept apart become one. Repeats first, blanks second."
)
def blanks_first(path):
    return without_repeats([label for label in path if label != 0])


@mistaken("The repeats stay. A sound lasts for many frames: equal labels side by side are one.")
def repeats_stay(path):
    return [label for label in path if label != 0]


@mistaken("The blanks stay. They are no sound.")
def blanks_stay(path):
    return without_repeats(path)


@mistaken("Each label is kept once. Only repeats side by side are one: a sound may come again.")
def each_once(path):
    return list(dict.fromkeys(label for label in path if label != 0))


@mistaken("The labels are sorted. They must stay in their order.")
def in_order(path):
    return sorted(label for label in without_repeats(path) if label != 0)


@mistaken("The first label of the path is lost: it has none before it to be compared with, and counts.")
def first_lost(path):
    return [label for before, label in itertools.pairwise(path) if label not in (before, 0)]
