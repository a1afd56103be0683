"""No run of n pieces twice in one reply.

Paulus, Xiong & Socher (2018), "A Deep Reinforced Model for Abstractive Summarization", ICLR, section 2.5.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.decoding import State, Stepper


# --8<-- [start:unrepeated]
class Unrepeated:
    """A model that gives no probability to a token which would make a run of `n` tokens stand there twice.

    Its state is that of the model, with all tokens read so far in front.

    Args:
        stepper: the model.
        n: length of the runs, at least 1.
    Raises:
        ValueError: n is below 1.
    """

    def __init__(self, stepper: Stepper, n: int) -> None:
        if n < 1:
            raise ValueError(f"runs of {n} tokens: at least 1")
        self.stepper, self.n = stepper, n
        self.training = getattr(stepper, "training", False)
        self.kind: type = tuple

    def start(self, state: State) -> State:
        """The state before the first token, from one of the model."""
        self.kind = type(state)
        rows = next(part for part in state if part is not None)
        return (torch.empty(len(rows), 0, dtype=torch.long, device=rows.device), *state)

    def step(self, tokens: Int[Tensor, " N"], state: State) -> tuple[Float[Tensor, "N V"], State]:
        """Logits of the next token, minus infinity where it would repeat a run."""
        read = torch.cat([state[0], tokens[:, None]], dim=1)  # (N, t)
        inner = self.kind(*state[1:]) if hasattr(self.kind, "_fields") else tuple(state[1:])
        logits, after = self.stepper.step(tokens, inner)
        return without_repeats(logits, read, self.n), (read, *after)


def without_repeats(logits: Float[Tensor, "N V"], read: Int[Tensor, "N t"], n: int) -> Float[Tensor, "N V"]:
    """Minus infinity for every token that followed the last n - 1 tokens of its row before."""
    if read.shape[1] < n:
        return logits
    runs = read.unfold(1, n, 1)  # (N, t - n + 1, n)
    # (chatbot.4) the last n - 1 tokens stood there before: what followed then must not follow now
    again = (runs[:, :, :-1] == read[:, None, read.shape[1] - n + 1 :]).all(-1)
    rows, places = again.nonzero(as_tuple=True)
    return logits.index_put((rows, runs[rows, places, -1]), logits.new_tensor(-torch.inf))


# --8<-- [end:unrepeated]
