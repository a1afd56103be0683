"""Wrong answers to advanced-05, and what is said about each."""

from unrolled.exercises.checks import mistaken


def fill(order, lengths, full):
    """Fill batches in an order; `full` says whether a batch with one more index is too large."""
    found = [[]]
    for index in order:
        if found[-1] and full([*found[-1], index]):
            found.append([])
        found[-1].append(index)
    return found


def rising(lengths):
    return sorted(range(len(lengths)), key=lengths.__getitem__)


def rectangle(batch, lengths):
    return len(batch) * max(lengths[k] for k in batch)


@mistaken("The real tokens are counted, and not the rectangle: rows times the longest, padding included.")
def counts_real_tokens(lengths, budget):
    return fill(rising(lengths), lengths, lambda batch: sum(lengths[k] for k in batch) > budget)


@mistaken("The sentences come in the order in which they are given, so short ones are padded to long ones: sort.")
def unsorted(lengths, budget):
    return fill(range(len(lengths)), lengths, lambda batch: rectangle(batch, lengths) > budget)


@mistaken("No padding, but far too many batches, with one sentence each or not many more: fill each up to the budget.")
def one_by_one(lengths, budget):
    return [[k] for k in range(len(lengths))]


@mistaken("The last batch is lost: it is not full when the sentences are used up.")
def last_lost(lengths, budget):
    return fill(rising(lengths), lengths, lambda batch: rectangle(batch, lengths) > budget)[:-1]


@mistaken("All batches have the same number of rows. With long sentences that breaks the budget.")
def equal_rows(lengths, budget):
    rows, order = max(1, budget * len(lengths) // sum(lengths)), rising(lengths)
    return [order[k : k + rows] for k in range(0, len(order), rows)]


@mistaken("A batch is empty. Does the list begin with one that is closed before anything stands in it?")
def begins_empty(lengths, budget):
    return [[], *fill(rising(lengths), lengths, lambda batch: rectangle(batch, lengths) > budget)]


@mistaken("These are lengths. Asked are indices: which sentences, and not how long they are.")
def lengths_returned(lengths, budget):
    order = rising(lengths)
    found = fill(order, lengths, lambda batch: rectangle(batch, lengths) > budget)
    return [[lengths[k] for k in batch] for batch in found]
