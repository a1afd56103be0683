"""advanced-05: batches by a budget."""


def batches(lengths: list[int], budget: int) -> list[list[int]]:
    """Indices of sentences, batch by batch."""
    raise NotImplementedError
