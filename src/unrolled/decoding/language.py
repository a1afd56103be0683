"""A language model as a stepper."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.decoding.stepper import State


# --8<-- [start:language]
class LanguageStepper:
    """One token at a time through a model that is called as `model(tokens (B, T), state=state)`.

    Args:
        model: returns logits (B, T, V) and a state, a tuple of tensors (B, H).
    """

    def __init__(self, model: nn.Module | Callable[..., tuple[Tensor, State]]) -> None:
        self.model, self.training = model, getattr(model, "training", False)

    @torch.no_grad()
    def start(self, prompts: Int[Tensor, "B P"]) -> State:
        """The state before the last token of each prompt. That one is what a decoder reads first: its `bos`.

        Raises:
            ValueError: a prompt of fewer than two tokens.
        """
        if prompts.shape[1] < 2:
            raise ValueError("a prompt needs two tokens: one to make a state of, one to go on from")
        return self.model(prompts[:, :-1], state=None)[1]

    def step(self, tokens: Int[Tensor, " N"], state: State) -> tuple[Float[Tensor, "N V"], State]:
        """Logits of the next token, and the state from which to go on."""
        logits, state = self.model(tokens[:, None], state=state)
        return logits[:, 0], state


# --8<-- [end:language]
