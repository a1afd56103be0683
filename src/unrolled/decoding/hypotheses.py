"""What a beam search holds: beginnings that are still being written, and sequences that have ended."""

from typing import NamedTuple

import torch
from torch import Tensor


class Hypothesis(NamedTuple):
    """One sequence that a beam found."""

    tokens: list[int]  # without marks of beginning and end
    log_p: float
    score: float  # the log-probability with its penalties
    finished: bool  # False: it was cut off at its greatest length


# --8<-- [start:live]
class Live(NamedTuple):
    """K beginnings of each of B sources; one that does not exist has a log-probability of minus infinity."""

    log_p: Tensor  # (B, K)
    tokens: Tensor  # (B, K, t + 1), the first is the mark of a beginning
    received: Tensor | None  # (B, K, S), attention that each token of the source got so far

    @classmethod
    def start(cls, sources: int, width: int, bos: int, received: Tensor | None, like: Tensor) -> "Live":
        """One beginning for each source, which is empty and certain. `like` gives type and device."""
        log_p = like.new_full((sources, width), -torch.inf)
        log_p[:, 0] = 0
        return cls(log_p, torch.full((sources, width, 1), bos, device=like.device), received)


class Ended(NamedTuple):
    """The K best sequences of each source that have ended; places that are free score minus infinity."""

    score: Tensor  # (B, K)
    log_p: Tensor  # (B, K)
    length: Tensor  # (B, K), the mark of the end counted in
    tokens: Tensor  # (B, K, M + 1), the first is the mark of a beginning

    @classmethod
    def start(cls, sources: int, width: int, longest: int, like: Tensor) -> "Ended":
        """K free places for each source."""
        free = like.new_full((sources, width), -torch.inf)
        counts = torch.zeros(sources, width, longest + 1, dtype=torch.long, device=like.device)
        return cls(free, free, counts[:, :, 0], counts)

    def add(self, other: "Ended") -> "Ended":
        """The best K of these and others."""
        score, order = torch.cat([self.score, other.score], dim=1).topk(self.score.shape[1])
        rest = (along(torch.cat(pair, dim=1), order) for pair in zip(self[1:], other[1:], strict=True))
        return Ended(score, *rest)


# --8<-- [end:live]


def along(part: Tensor, index: Tensor) -> Tensor:
    """Entries of the second axis of `part` (B, K, ...) that `index` (B, J) names, source by source."""
    return part[torch.arange(len(index), device=index.device)[:, None], index]


def hypotheses(ended: Ended, cut: Ended) -> list[list[Hypothesis]]:
    """All sequences of each source, the best first: those that have ended, or if none has, those cut off.

    Raises:
        ValueError: a source has neither.
    """
    found = []
    for parts in zip(*(part.tolist() for part in (*ended, *cut)), strict=True):
        rows = _rows(parts[:4], finished=True) or _rows(parts[4:], finished=False)
        if not rows:
            raise ValueError("a source was left without any token that is allowed")
        found.append(rows)
    return found


def _rows(parts: tuple[list, ...], finished: bool) -> list[Hypothesis]:
    rows = [
        Hypothesis(tokens[1 : length + (not finished)], log_p, score, finished)
        for score, log_p, length, tokens in zip(*parts, strict=True)
        if score > -torch.inf
    ]
    return sorted(rows, key=lambda row: -row.score)
