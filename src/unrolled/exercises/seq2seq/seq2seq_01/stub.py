"""seq2seq-01: one step apart."""

from torch import Tensor

PAD, BOS, EOS = 0, 2, 3


def prepare(targets: list[list[int]]) -> tuple[Tensor, Tensor]:
    """What the decoder reads and what it should write, (B, T) each."""
    raise NotImplementedError
