"""Write new tunes, a character at a time: with a character model, or with counts of neighbours."""

import random
from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.characters import END
from unrolled.data.vocabulary import SPECIAL, Vocabulary
from unrolled.ngrams import NGrams

LIMIT = 600  # characters after which a tune is given up


# --8<-- [start:draw]
def draw(logits: Float[Tensor, "B V"], temperature: float, generator: torch.Generator) -> Int[Tensor, " B"]:
    """One symbol a row. A temperature below 1 sharpens the choice, one above 1 flattens it.

    Raises:
        ValueError: the temperature is not positive.
    """
    if temperature <= 0:
        raise ValueError(f"temperature {temperature}: it divides, so it must be positive")
    # (music.2)
    p = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(p, 1, generator=generator).squeeze(1)


@torch.no_grad()
def write(model: nn.Module, vocabulary: Vocabulary, tunes: int, temperature: float, seed: int = 0) -> list[str]:
    """Lines written from nothing, side by side; each ends at its first END, or without one after `LIMIT` characters.

    Returns: `tunes` lines; a finished one ends in END.
    """
    generator = torch.Generator().manual_seed(seed)
    symbol = torch.full((tunes,), vocabulary.index[END])  # (B)
    state, columns = None, []
    running = torch.ones(tunes, dtype=torch.bool)
    while running.any() and len(columns) < LIMIT:
        logits, state = model(symbol[:, None], state)  # (B, 1, V)
        logits[..., : len(SPECIAL)] = -torch.inf  # padding and the unknown are no characters
        symbol = draw(logits[:, 0], temperature, generator)
        columns.append(symbol)
        running &= symbol != vocabulary.index[END]
    return [_line(vocabulary, row) for row in torch.stack(columns, dim=1).tolist()]


# --8<-- [end:draw]


def write_counts(counts: NGrams, vocabulary: Vocabulary, tunes: int, temperature: float, seed: int = 0) -> list[str]:
    """The same from counts."""
    source = random.Random(seed)
    return [_one(counts.probabilities, vocabulary, temperature, source) for _ in range(tunes)]


def _one(probabilities: Callable, vocabulary: Vocabulary, temperature: float, source: random.Random) -> str:
    row = [vocabulary.index[END]]
    while len(row) <= LIMIT and (len(row) == 1 or row[-1] != row[0]):
        p = [0.0] * len(SPECIAL) + [q ** (1 / temperature) for q in probabilities(row)[len(SPECIAL) :]]
        row += source.choices(range(len(p)), p)
    return _line(vocabulary, row[1:])


def _line(vocabulary: Vocabulary, row: list[int]) -> str:
    text = "".join(vocabulary.words[i] for i in row)
    return text[: text.index(END) + 1] if END in text else text
