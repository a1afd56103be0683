"""seq2seq-05: a loss that falls too well. This function runs, and is wrong."""

from collections.abc import Callable

from torch import Tensor

BOS, EOS = 2, 3


def forced_loss(decoder: Callable[[int, Tensor], tuple[Tensor, Tensor]], h: Tensor, target: list[int]) -> Tensor:
    """Mean loss per token under teacher forcing."""
    losses = []
    for token in [*target, EOS]:
        log_p, h = decoder(token, h)
        losses.append(-log_p[token])
    return sum(losses) / len(losses)
