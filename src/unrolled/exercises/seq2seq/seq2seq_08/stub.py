"""seq2seq-08: traps for a narrow beam."""

from torch import Tensor


def table() -> Tensor:
    """P (6, 6): in row j the probabilities of the next token after token j; 0 begins, 1 ends, 2 to 5 are words."""
    raise NotImplementedError
