r"""seq2seq-02, solved.

Three things happen, and each has its trap.

**Log-probabilities.** `log_softmax` is not just short for a softmax and then a logarithm. With scores of 0 and 1000
the softmax of the first is rounded to 0, and its logarithm is minus infinity: the loss is infinite, and its
gradients are no numbers. Done at once it is a difference,

$$\log p_k = a_k - \log \sum_j e^{a_j}$$

with the largest score taken out of the sum, and gives $-1000$ as it should.

**The true token.** Of each row of $V$ numbers one is wanted, and which one is different at each step. `gather` does
that. It wants an index with as many axes as the scores, hence `targets[..., None]`, and `squeeze` takes the axis
away again.

**The mean.** Padding has a target as well, number 0, and `gather` happily picks it. The mask removes it from the
*sum*, and must also be what you *divide* by. Divide by $B T$ instead, and the loss gets smaller the more padding a
batch has. Batches can then not be compared, and a loss that seems to fall may only be a batch with one long
sentence. The mean of each sentence first, and then the mean of those, is another number, too: a token of a short
sentence would weigh more.

How to test it: add columns of padding to a batch, with any finite scores there. Nothing may change. And if all
scores are equal, the loss is $\log V$, whatever the targets.
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
