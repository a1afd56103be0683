r"""advanced-05, solved.

Sort by length, fill a batch until one more row would break the budget, begin the next. In rising order the newest
sentence is the longest of its batch, so the rectangle that it would make is (rows + 1) times its length. Neighbours
have nearly equal lengths, so hardly anything is padded, and each batch is nearly full. For training the order of
the *batches* should then be shuffled: long sentences would otherwise always come last.
"""


# --8<-- [start:code]
def batches(lengths: list[int], budget: int) -> list[list[int]]:
    """Indices of sentences, batch by batch."""
    found: list[list[int]] = [[]]
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if (len(found[-1]) + 1) * lengths[index] > budget:
            found.append([])
        found[-1].append(index)
    return found


# --8<-- [end:code]
