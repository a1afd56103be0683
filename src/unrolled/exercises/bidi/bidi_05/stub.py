"""bidi-05: what the second direction costs, and what it buys."""


def answers() -> dict:
    """The four numbers, under the names of the task."""
    return {"both": ..., "second": ..., "fair": ..., "limit": ...}
