"""A linear-chain conditional random field: scores for whole sequences of tags, instead of one softmax a step.

Lafferty, McCallum & Pereira (2001), "Conditional Random Fields", ICML; on top of a recurrent network: Huang, Xu & Yu
(2015), "Bidirectional LSTM-CRF Models for Sequence Tagging". The recursions are those of hidden Markov models: Rabiner
(1989), "A Tutorial on Hidden Markov Models", Proceedings of the IEEE 77(2), section III.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.masks import mask_of


# --8<-- [start:crf]
class CRF(nn.Module):
    """Scores of neighbouring tags, and what follows from them for a whole sequence. All zero at the start.

    Args:
        tags: K, number of tags.
    """

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.pairs = nn.Parameter(torch.zeros(tags, tags))  # row j, column k: tag k right after tag j
        self.first, self.last = nn.Parameter(torch.zeros(tags)), nn.Parameter(torch.zeros(tags))

    def score(
        self, a: Float[Tensor, "B T K"], tags: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]
    ) -> Float[Tensor, " B"]:
        """Score of one given sequence of tags in each row. What stands in the padding does not count."""
        mask = mask_of(lengths, a.shape[1])  # (B, T)
        tags = tags.masked_fill(~mask, 0)
        each = a.gather(2, tags.unsqueeze(-1)).squeeze(-1)  # (B, T): the score that its own tag has at each step
        step = self.pairs[tags[:, :-1], tags[:, 1:]]  # (B, T - 1)
        end = tags.gather(1, lengths[:, None] - 1).squeeze(1)  # (B)
        # (tagging.4) of each step, of each pair of neighbours, of both ends
        return (each * mask).sum(1) + (step * mask[:, 1:]).sum(1) + self.first[tags[:, 0]] + self.last[end]

    def log_partition(self, a: Float[Tensor, "B T K"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """log Z: the logarithm of the sum of exp(score) over all K**n sequences of tags, in n steps."""
        mask = mask_of(lengths, a.shape[1])
        alpha = self.first + a[:, 0]  # (B, K)
        for t in range(1, a.shape[1]):
            # (tagging.6) over all tags j that may stand before k: (B, K, 1) + (K, K) -> (B, K)
            new = a[:, t] + torch.logsumexp(alpha.unsqueeze(2) + self.pairs, dim=1)
            alpha = torch.where(mask[:, t, None], new, alpha)
        return torch.logsumexp(alpha + self.last, dim=1)

    def nll(
        self, a: Float[Tensor, "B T K"], tags: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]
    ) -> Float[Tensor, " B"]:
        """Negative log-probability of the given tags of each row."""
        # (tagging.5)
        return self.log_partition(a, lengths) - self.score(a, tags, lengths)

    # --8<-- [end:crf]

    # --8<-- [start:viterbi]
    @torch.no_grad()
    def best(self, a: Float[Tensor, "B T K"], lengths: Int[Tensor, " B"]) -> Int[Tensor, "B T"]:
        """The sequence of tags with the highest score in each row, found by Viterbi's recursion; 0 in the padding."""
        mask = mask_of(lengths, a.shape[1])
        beta, before = self.first + a[:, 0], []
        for t in range(1, a.shape[1]):
            # (tagging.7) the recursion of log Z with a maximum for its sum, and who attained it
            value, who = (beta.unsqueeze(2) + self.pairs).max(dim=1)  # (B, K)
            before.append(who)
            beta = torch.where(mask[:, t, None], a[:, t] + value, beta)
        tag = (beta + self.last).argmax(dim=1)  # (B): the tag at each sequence's own end
        path = [tag]
        for t in range(a.shape[1] - 1, 0, -1):
            tag = torch.where(mask[:, t], before[t - 1].gather(1, tag[:, None]).squeeze(1), tag)
            path.append(tag)
        return torch.stack(path[::-1], dim=1).masked_fill(~mask, 0)

    # --8<-- [end:viterbi]


# --8<-- [start:marginals]
def marginals(crf: CRF, a: Float[Tensor, "B T K"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T K"]:
    """Probability of each tag at each step, all other steps left open; 0 in the padding."""
    with torch.enable_grad():
        scores = a.detach().requires_grad_()
        # (tagging.8) the gradient of log Z with respect to the score of a tag is the probability of that tag
        return torch.autograd.grad(crf.log_partition(scores, lengths).sum(), scores)[0]


# --8<-- [end:marginals]
