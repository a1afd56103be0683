r"""seq2seq-01, solved.

A sentence of n tokens gives n + 1 steps. What is read is the sentence with BOS before it, what is written is the
sentence with EOS behind it: the same tokens, one step apart. So at each step the decoder knows all true tokens
before the one it is asked for, and not that one. An empty sentence is a sentence: BOS is read, EOS is written.
"""

# --8<-- [start:code]
import torch
from torch import Tensor

PAD, BOS, EOS = 0, 2, 3


def prepare(targets: list[list[int]]) -> tuple[Tensor, Tensor]:
    """What the decoder reads and what it should write, (B, T) each."""
    steps = max(map(len, targets)) + 1

    def padded(rows: list[list[int]]) -> Tensor:
        return torch.tensor([row + [PAD] * (steps - len(row)) for row in rows])

    return padded([[BOS, *target] for target in targets]), padded([[*target, EOS] for target in targets])


# --8<-- [end:code]
