"""When training stops, told from the losses alone: the rule that `fit` follows."""

from collections.abc import Sequence


# --8<-- [start:stop]
def last_epoch(losses: Sequence[float], patience: int) -> int:
    """Index of the last epoch that runs, if training stops after `patience` epochs without a lower loss.

    Raises:
        ValueError: no losses, or a patience below 1.
    """
    if not losses or patience < 1:
        raise ValueError(f"{len(losses)} losses and a patience of {patience}: both must be at least 1")
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        # (training-loop.9)
        if epoch - best >= patience:
            return epoch
    return len(losses) - 1


# --8<-- [end:stop]
