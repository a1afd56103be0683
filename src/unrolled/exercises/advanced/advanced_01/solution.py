r"""advanced-01, solved.

Why are there blanks? A sound lasts for many frames, so repeats have to become one. But then how does one say 7
twice? Something must stand between the two, and that is the blank. So the order of the two steps follows from what
blanks are for: *first* repeats, while the blanks still keep equal labels apart, *then* blanks.

The other order is the tempting one, since it cleans up first. In the example

```text
path            0 7 7 0 7 3 3 0
repeats first   0 7 0 7 3 0      then blanks   7 7 3
blanks first    7 7 7 3 3        then repeats  7 3
```

it swallows the second seven, and nothing could ever spell 7 7.

Both steps can be done in one pass. A label is kept if it is no blank and not the one before it *in the path*. To
compare with the last label of the *answer* is the same mistake once more: there the blank between the sevens has
already gone. The path begins as if a blank had come before it, so that its first label has something to be compared
with. That is $\pi_0$ in (speech.7).

Three paths test all of it: `[7, 7]` spells 7, `[7, 0, 7]` spells 7 7, and a path of blanks spells nothing. A set
would lose the second seven, and sorting the order. Both look fine on a path like `[0, 3, 0, 7]`.
"""

# --8<-- [start:code]
BLANK = 0


def collapse(path: list[int]) -> list[int]:
    """The labels that a path spells."""
    pairs = zip([BLANK, *path], path, strict=False)
    return [label for before, label in pairs if label not in (before, BLANK)]


# --8<-- [end:code]
