"""rnn-02: how many weights?"""


def answers() -> dict:
    """The four counts, under the names of the task."""
    return {"book": ..., "torch": ..., "steps": ..., "ordinary": ...}
