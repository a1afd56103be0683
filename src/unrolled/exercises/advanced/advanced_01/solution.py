r"""advanced-01, solved.

Repeats first, blanks second. A blank between two equal labels keeps them apart, and that is what it is for: without
it no path could spell 7 7. Both steps can be done at once, by comparing each label with the one before it in the
path: not with the one before it in the answer, which would swallow the second seven.
"""

# --8<-- [start:code]
BLANK = 0


def collapse(path: list[int]) -> list[int]:
    """The labels that a path spells."""
    pairs = zip([BLANK, *path], path, strict=False)
    return [label for before, label in pairs if label not in (before, BLANK)]


# --8<-- [end:code]
