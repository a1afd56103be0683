"""Connectionist temporal classification: the loss of a label string when nobody says which frame has which label.

Graves, Fernández, Gomez & Schmidhuber (2006), "Connectionist Temporal Classification", ICML.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.layers.masks import mask_of

BLANK = 0
NEVER = -1e30  # stands for log 0: the logarithm of a sum of minus infinities has no gradient


# --8<-- [start:forward]
def ctc_loss(
    log_p: Float[Tensor, "B T V"], lengths: Int[Tensor, " B"],
    targets: Int[Tensor, "B S"], target_lengths: Int[Tensor, " B"],
) -> Float[Tensor, " B"]:  # fmt: skip
    """-log P(target) of each sequence, by the forward recursion in log space; infinite where no path fits.

    Args:
        log_p: log-probability of each label at each step; label 0 is the blank.
        targets: labels from 1 to V - 1, padded on the right with any numbers from 0 to V - 1.
    Raises:
        ValueError: a target is empty or longer than S, or a length does not fit T.
    """
    mask_of(target_lengths, targets.shape[1])  # raises if a length does not fit
    running = mask_of(lengths, log_p.shape[1])
    B, T, _ = log_p.shape
    e = torch.full((B, 2 * targets.shape[1] + 1), BLANK, device=targets.device)
    e[:, 1::2] = targets  # blank, label, blank, label, ..., blank
    emit = log_p.gather(2, e[:, None].expand(B, T, -1))  # (B, T, 2S + 1)
    may_skip = torch.zeros_like(e, dtype=torch.bool)
    may_skip[:, 2:] = (e[:, 2:] != BLANK) & (e[:, 2:] != e[:, :-2])
    # (speech.8) the first step says the first blank or the first label
    alpha = torch.full_like(emit[:, 0], NEVER)
    alpha = torch.cat([emit[:, 0, :2], alpha[:, 2:]], dim=1)
    for t in range(1, T):
        # (speech.9) stay, come from the place before, or skip a blank
        one = _shifted(alpha, 1)
        two = _shifted(alpha, 2).masked_fill(~may_skip, NEVER)
        new = torch.logsumexp(torch.stack([alpha, one, two]), dim=0) + emit[:, t]
        alpha = torch.where(running[:, t, None], new, alpha)
    # (speech.10) a path ends with the last label or with the blank after it
    last = torch.stack([2 * target_lengths - 1, 2 * target_lengths], dim=1)
    total = -alpha.gather(1, last).logsumexp(dim=1)
    return torch.where(total > -NEVER / 2, torch.inf, total)


def _shifted(alpha: Float[Tensor, "B P"], by: int) -> Float[Tensor, "B P"]:
    return torch.nn.functional.pad(alpha[:, :-by], (by, 0), value=NEVER)


# --8<-- [end:forward]


# --8<-- [start:collapse]
def collapse(path: list[int]) -> list[int]:
    """The labels that a path spells: repeats become one, then blanks go.

    Example:
        >>> collapse([0, 7, 7, 0, 7, 3, 3, 0])
        [7, 7, 3]
    """
    # (speech.7)
    return [label for before, label in zip([BLANK, *path], path, strict=False) if label not in (before, BLANK)]


def best_path(log_p: Float[Tensor, "B T V"], lengths: Int[Tensor, " B"]) -> list[list[int]]:
    """Greedy decoding: the likeliest label of each step, collapsed."""
    # (speech.11)
    paths = log_p.argmax(dim=-1).tolist()
    return [collapse(path[:n]) for path, n in zip(paths, lengths.tolist(), strict=True)]


# --8<-- [end:collapse]
