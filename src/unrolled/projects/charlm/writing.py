"""Writing with a character model, one character at a time, as soon as it is drawn."""

from collections.abc import Iterator

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.cells.cell import State
from unrolled.data.vocabulary import SPECIAL
from unrolled.projects.charlm.model import Trained
from unrolled.sampling import temper

PIECE = 2_000  # characters of a prompt that are read at once


# --8<-- [start:nucleus]
def nucleus(p: Float[Tensor, " V"], share: float | int) -> Float[Tensor, " V"]:
    """The likeliest entries that together have at least `share` of the probability, made to sum to one.

    Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration", ICLR.
    Raises:
        ValueError: the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share of {share}: must be above 0 and at most 1")
    ranked, places = p.sort(descending=True)
    before = ranked.cumsum(0) - ranked  # (V): what the likelier ones have already
    # (character-model.1) one is kept if those before it have less than the share
    kept = torch.zeros_like(p).scatter(0, places, torch.where(before < share, ranked, 0.0))
    return kept / kept.sum()


# --8<-- [end:nucleus]


# --8<-- [start:write]
@torch.inference_mode()
def write(
    trained: Trained, prompt: Int[Tensor, " N"], length: int, temperature: float | int, top_p: float | int, seed: int
) -> Iterator[str]:
    """Continue a prompt by `length` characters; each comes out as soon as it is drawn.

    Args:
        prompt: indices of known characters. Without any, the model begins as after a line end.
    """
    generator = torch.Generator().manual_seed(seed)
    logits, state = _read(trained, prompt if len(prompt) else _beginning(trained))
    for _ in range(length):
        logits[: len(SPECIAL)] = -torch.inf  # padding and "unknown" are no characters
        drawn = torch.multinomial(nucleus(temper(logits, temperature), top_p), 1, generator=generator)  # (1)
        yield trained.vocabulary.words[int(drawn)]
        logits, state = _step(trained, drawn.unsqueeze(0), state)


def _read(trained: Trained, ids: Int[Tensor, " N"]) -> tuple[Float[Tensor, " V"], State]:
    state = None
    for piece in ids.split(PIECE):
        logits, state = _step(trained, piece.unsqueeze(0), state)
    return logits, state


def _step(trained: Trained, ids: Int[Tensor, "1 T"], state: State | None) -> tuple[Float[Tensor, " V"], State]:
    logits, state = trained.model(ids, state=state)
    return logits[0, -1], state  # (1, T, V) -> (V)


# --8<-- [end:write]


def _beginning(trained: Trained) -> Int[Tensor, " N"]:
    line_end = trained.vocabulary.index.get("\n", len(SPECIAL))
    return torch.tensor([line_end])
