r"""advanced-05, solved.

Think of the rectangle. A batch costs rows times longest, whatever the others are like. By (variable-length.7) its
waste is at most one minus the shortest over the longest. So put sentences of nearly the same length together: sort.

Then fill up. In rising order the newest sentence is the longest of its batch, so with one more row the rectangle
would be

$$(n_{\text{rows}} + 1) \cdot n_{\text{newest}}$$

If that is above the budget, begin a new batch. It is tempting to add up the real tokens instead. But padding takes
memory, too, and a batch would break the budget just where a long sentence joins many short ones.

Equal numbers of rows are what most code does. With a hundred rows of long sentences the memory runs out, so the
number is chosen for the worst case. Then short sentences may fill a tenth of what they could. A budget of tokens
keeps every batch about equally heavy.

Each batch begins with a sentence that did not fit into the one before it, so all but the last are nearly full, as
long as one row is little beside the budget. That is the fourth demand. The third follows from sorting, if there are
enough sentences for neighbours to be nearly equal, and this is why it is asked for two hundred and more. The greedy
way is not always the best packing. It is good enough, and takes one pass.

Nothing may be lost on the way: the last batch is seldom full, and code that stores a batch only when it is full
forgets it. For training, shuffle the order of the *batches*, or long sentences would always come last.
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
