r"""seq2seq-05, solved.

The decoder was given the token that it was asked for, so it only had to copy. When it writes by itself nobody hands
it the answer, and it has learned nothing else. What is read must be one step behind what is asked for: BOS before
the first token, and the last token before EOS. A loss that is much too good is a finding, and this is the first
place to look.
"""

# --8<-- [start:code]
from collections.abc import Callable

from torch import Tensor

BOS, EOS = 2, 3


def forced_loss(decoder: Callable[[int, Tensor], tuple[Tensor, Tensor]], h: Tensor, target: list[int]) -> Tensor:
    """Mean loss per token under teacher forcing."""
    losses = []
    for read, asked in zip([BOS, *target], [*target, EOS], strict=True):
        log_p, h = decoder(read, h)
        losses.append(-log_p[asked])
    return sum(losses) / len(losses)


# --8<-- [end:code]
