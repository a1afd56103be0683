"""advanced-01: what a path spells."""

BLANK = 0


def collapse(path: list[int]) -> list[int]:
    """The labels that a path spells."""
    raise NotImplementedError
