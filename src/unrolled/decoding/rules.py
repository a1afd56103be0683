"""When a sequence ends, and what it must not hold."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data.specials import BOS, EOS, PAD


# --8<-- [start:rules]
@dataclass(frozen=True)
class Rules:
    """Where a sequence starts and stops. Raises: ValueError, if the bounds below are not kept.

    Args:
        max_length: most tokens that are written, the mark of the end counted in; at least 1.
        min_length: the end is not allowed before so many other tokens; below `max_length`.
        bos: what the model reads first.
        eos: what ends a sequence; None, if nothing does and all are written to their full length.
        forbidden: what is never written, however likely; not `eos`.
    """

    max_length: int = 100
    min_length: int = 0
    bos: int = BOS
    eos: int | None = EOS
    forbidden: tuple[int, ...] = (PAD, BOS)

    # --8<-- [end:rules]

    def __post_init__(self) -> None:
        if self.max_length < 1:
            raise ValueError(f"a max_length of {self.max_length}: at least one token has to be written")
        if not 0 <= self.min_length < self.max_length:
            raise ValueError(f"a min_length of {self.min_length}: must be from 0 to below {self.max_length}")
        if self.eos in self.forbidden:
            raise ValueError(f"token {self.eos} ends a sequence and is forbidden: choose one")

    def check(self, stepper: object, logits: Tensor, rows: int) -> None:
        """What a first step showed of a model.

        Raises:
            ValueError: dropout is on, or logits have the wrong shape, or too few columns for the rules.
        """
        if getattr(stepper, "training", False):
            raise ValueError("the model is in training mode, where dropout is on: call model.eval() before its start")
        if logits.ndim != 2 or len(logits) != rows:
            raise ValueError(f"a step on {rows} rows gave logits {tuple(logits.shape)}: should be ({rows}, V)")
        highest = max(self.bos, self.eos or 0, *self.forbidden, 0)
        if highest >= logits.shape[1]:
            raise ValueError(f"the rules speak of token {highest}, but the model knows {logits.shape[1]} only")

    # --8<-- [start:log_probabilities]
    def log_probabilities(self, logits: Float[Tensor, "N V"], written: int) -> Float[Tensor, "N V"]:
        """Logarithm of the model's probabilities, minus infinity for what is not allowed after `written` tokens.

        What is forbidden is not shared out among the rest: the others keep the probability that the model gave them.

        Raises:
            ValueError: logits that have no softmax.
        """
        found = torch.log_softmax(logits, dim=-1)
        if found.isnan().any():
            raise ValueError(f"step {written + 1} gave logits without a softmax (NaN or infinite): the model is broken")
        found[:, list(self.forbidden)] = -torch.inf
        if self.eos is not None and written < self.min_length:
            found[:, self.eos] = -torch.inf
        return found

    # --8<-- [end:log_probabilities]
