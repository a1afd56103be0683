"""The copy problem: hold a few symbols over a silence, then say them again in their order.

Hochreiter & Schmidhuber (1997), "Long Short-Term Memory", section 5, in the form of Arjovsky, Shah & Bengio (2016),
"Unitary Evolution Recurrent Neural Networks", section 5.1.
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor

ALPHABET = 8


def guess_loss(alphabet: int = ALPHABET) -> float:
    """Cross-entropy of one symbol for who has forgotten it: all symbols are equally likely."""
    return math.log(alphabet)  # (memory.1)


# --8<-- [start:copy]
def copy(
    batch: int, delay: int, generator: torch.Generator, symbols: int = 3, alphabet: int = ALPHABET
) -> tuple[Float[Tensor, "{batch} T D"], Int[Tensor, "{batch} {symbols}"]]:
    """One-hot sequences of K symbols, a silence of `delay` steps that ends with a cue, and K steps to answer in.

    T is 2K + delay, D is alphabet + 2: the symbols, then silence, then the cue. Between a symbol and the step that
    must repeat it lie K + delay steps.
    Raises:
        ValueError: `delay`, `symbols` or `alphabet` is too small for a cue, a symbol or a choice.
    """
    if delay < 1 or symbols < 1 or alphabet < 2:
        raise ValueError(
            f"delay {delay}, symbols {symbols}, alphabet {alphabet}: "
            "a copy needs at least one step for the cue, one symbol, and two to choose from"
        )
    silence, cue = alphabet, alphabet + 1
    answer = torch.randint(0, alphabet, (batch, symbols), generator=generator)
    tokens = torch.full((batch, 2 * symbols + delay), silence)
    tokens[:, :symbols] = answer
    tokens[:, symbols + delay - 1] = cue
    return torch.nn.functional.one_hot(tokens, alphabet + 2).float(), answer


# --8<-- [end:copy]
