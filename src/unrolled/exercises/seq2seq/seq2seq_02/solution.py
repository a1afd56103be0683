r"""seq2seq-02, solved.

log_softmax is the softmax and its logarithm in one, which stays exact where a probability is too small to be
written down. gather takes, at each step, the entry whose number is the target. The mask removes the padding from
the sum, and its own sum is the number of real tokens. Dividing by B T instead would make the loss smaller the more
padding there is, and two batches could not be compared.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean of -log p over the real tokens. logits (B, T, V), targets (B, T) with 0 as padding."""
    log_p = torch.log_softmax(logits, dim=-1).gather(2, targets[..., None]).squeeze(2)  # (B, T)
    mask = targets != 0
    return -(log_p * mask).sum() / mask.sum()


# --8<-- [end:code]
