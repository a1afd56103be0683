"""Writing with a character model, one character at a time, as soon as it is drawn."""

from collections.abc import Iterator

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.cells.cell import State
from unrolled.data.vocabulary import SPECIAL
from unrolled.decoding.choose import sampler
from unrolled.projects.charlm.model import Trained

PIECE = 2_000  # characters of a prompt that are read at once


# --8<-- [start:write]
@torch.inference_mode()
def write(
    trained: Trained, prompt: Int[Tensor, " N"], length: int, temperature: float | int, top_p: float | int, seed: int
) -> Iterator[str]:
    """Continue a prompt by `length` characters; each comes out as soon as it is drawn.

    Args:
        prompt: indices of known characters. Without any, the model begins as after a line end.
    Raises:
        ValueError: a temperature that is not above 0, or a share that is not above 0 and at most 1.
    """
    choose = sampler(torch.Generator().manual_seed(seed), temperature, share=top_p)
    logits, state = _read(trained, prompt if len(prompt) else _beginning(trained))
    for _ in range(length):
        logits[:, : len(SPECIAL)] = -torch.inf  # padding and "unknown" are no characters
        drawn = choose(logits)  # (1, V) -> (1)
        yield trained.vocabulary.words[int(drawn)]
        logits, state = _step(trained, drawn.unsqueeze(0), state)


def _read(trained: Trained, ids: Int[Tensor, " N"]) -> tuple[Float[Tensor, "1 V"], State]:
    state = None
    for piece in ids.split(PIECE):
        logits, state = _step(trained, piece.unsqueeze(0), state)
    return logits, state


def _step(trained: Trained, ids: Int[Tensor, "1 T"], state: State | None) -> tuple[Float[Tensor, "1 V"], State]:
    logits, state = trained.model(ids, state=state)
    return logits[:, -1], state  # (1, T, V) -> (1, V)


# --8<-- [end:write]


def _beginning(trained: Trained) -> Int[Tensor, " N"]:
    line_end = trained.vocabulary.index.get("\n", len(SPECIAL))
    return torch.tensor([line_end])
