"""A long text as one stream of characters: batches that carry the state, windows that do not, and the loss of each."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import Vocabulary
from unrolled.perplexity import Tally, token_nll
from unrolled.truncated import Carried, Chunk, chunks, tracks


# --8<-- [start:text]
class RunningText:
    """Texts as streams of indices, by split. The characters known are those of the training split.

    Args:
        texts: one long text a split; one split is "train".
    """

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.vocabulary = Vocabulary.build([list(texts["train"])], len(set(texts["train"])) + 2)
        self.ids = {split: torch.tensor(self.vocabulary.encode(list(text))) for split, text in texts.items()}


# --8<-- [end:text]


class Window(NamedTuple):
    """Windows of a text, and the same one character later."""

    x: Int[Tensor, "B T"]
    y: Int[Tensor, "B T"]


# --8<-- [start:batches]
def stream(ids: Int[Tensor, " N"], batch: int, steps: int) -> Iterator[Chunk]:
    """Chunks of `batch` tracks read side by side, from the beginning to the end, again and again."""
    x, y = tracks(ids[:-1], batch), tracks(ids[1:], batch)
    while True:
        yield from chunks(x, y, steps)


def windows(ids: Int[Tensor, " N"], batch: int, steps: int, seed: int) -> Iterator[Window]:
    """Windows of `steps` characters from random places, without end: each stands for itself."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        places = torch.randint(len(ids) - steps, (batch, 1), generator=generator) + torch.arange(steps)
        yield Window(ids[places], ids[places + 1])


# --8<-- [end:batches]


# --8<-- [start:loss]
def mean_loss(logits: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"]) -> Float[Tensor, ""]:
    """Mean negative log-likelihood per character, in nats."""
    return token_nll(logits, targets).mean()


@torch.no_grad()
def stream_loss(model: nn.Module, ids: Int[Tensor, " N"], batch: int = 1, steps: int = 512) -> float:
    """Loss per character, in nats, of a model that carries its state through the text.

    With `batch` above 1 the text is cut into that many tracks: faster, and slightly higher, for each begins with
    a state of zeros.
    """
    counted = Tally()
    carried = Carried(token_nll)
    for chunk in chunks(tracks(ids[:-1], batch), tracks(ids[1:], batch), steps):
        # (language-model.1) the state of one chunk is the beginning of the next
        counted.add(carried(model, chunk), torch.ones_like(chunk.y, dtype=torch.bool))
    return counted.nll


@torch.no_grad()
def window_loss(
    read: Callable[[Tensor], Tensor], ids: Int[Tensor, " N"], context: int, stride: int, batch: int = 64
) -> float:
    """Loss per character, in nats, of a model that sees a window of `context` characters and nothing before it.

    Windows begin `stride` characters apart. Each counts its last `stride` characters, so all but the first few of the
    text are judged with more than `context - stride` characters in front of them. Where the last whole window ends,
    the rest of the text is left out.

    Args:
        read: windows (B, T) to logits (B, T, V).
    Raises:
        ValueError: the stride is not between 1 and the context, or the text is shorter than one window.
    """
    if not 1 <= stride <= context < len(ids):
        raise ValueError(f"windows of {context} characters, {stride} apart, in {len(ids)}: needs 1 <= {stride} <= "
                         f"{context} < {len(ids)}")  # fmt: skip
    x, y = (part.unfold(0, context, stride) for part in (ids[:-1], ids[1:]))  # (N,) -> (W, context)
    counted = Tally()
    for start, (inputs, targets) in enumerate(zip(x.split(batch), y.split(batch), strict=True)):
        judged = torch.zeros_like(targets, dtype=torch.bool)
        judged[:, -stride:] = True
        if start == 0:
            judged[0] = True
        counted.add(token_nll(read(inputs), targets), judged)
    return counted.nll


# --8<-- [end:loss]


# --8<-- [start:bytes]
def coded_bytes(nats: float, characters: int) -> float:
    """Bytes into which a model would code a text, from its loss per character in nats."""
    # (language-model.2)
    return characters * nats / (8 * math.log(2))


# --8<-- [end:bytes]
