"""A character model laid out for one step at a time: the same weights, the same numbers, a fraction of the time.

Training reads many steps of many texts at once, writing reads one character of one text. The products are then so
small that most of the time goes into the calls around them. So: nothing is computed anew that depends on the character
alone, one product does the work of two, and NumPy writes into arrays that are there already.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import expit
from torch import Tensor, nn

from unrolled.layers.torch_layers import TorchGRU
from unrolled.models.character_model import CharacterModel


class CharacterStepper:
    """An embedding, an `nn.GRU` and a linear read-out, for a single text. Its numbers are theirs.

    Args:
        embed: (V, D).
        gru: one layer, one direction.
        read: from H to V.
    Raises:
        ValueError: another kind of GRU, a read-out without bias, or sizes that do not fit.
    """

    # --8<-- [start:layout]
    def __init__(self, embed: nn.Embedding, gru: nn.GRU, read: nn.Linear) -> None:
        check(embed, gru, read)
        W, U, b_W, b_U = (array(weight) for weight in gru.all_weights[0])
        H = gru.hidden_size
        # (decoding.8) what each character adds to the sums of the gates: a row for each
        self.table = array(embed.weight) @ W.T + b_W
        # (decoding.9) one matrix: the first 3H rows for the gates of the next step, V more for the logits of this one
        self.stacked, self.bias = np.vstack([U, array(read.weight)]), np.concatenate([b_U, array(read.bias)])
        self.h, self.product = np.zeros(H, W.dtype), self.bias.copy()
        self.gates, self.n = np.empty(2 * H, W.dtype), np.empty(H, W.dtype)

    # --8<-- [end:layout]

    @classmethod
    def of(cls, model: CharacterModel) -> "CharacterStepper":
        """The stepper of a character model whose layer is PyTorch's GRU.

        Raises:
            ValueError: it has another layer.
        """
        if not isinstance(model.layer, TorchGRU):
            raise ValueError(f"a stepper runs a TorchGRU, not {type(model.layer).__name__}: build it with kind 'gru'")
        return cls(model.embed, model.layer.module, model.read)

    def reset(self) -> None:
        """Forget everything: the state before the first character."""
        self.h.fill(0)
        np.copyto(self.product, self.bias)  # U h is zero

    # --8<-- [start:read]
    def read(self, token: int) -> np.ndarray:
        """Read one character. Returns the logits of the next, in an array that the next call overwrites."""
        H, h, n, product, gates = len(self.h), self.h, self.n, self.product, self.gates
        row = self.table[token]
        expit(np.add(row[: 2 * H], product[: 2 * H], out=gates), out=gates)  # (gru.1), (gru.2)
        np.multiply(gates[:H], product[2 * H : 3 * H], out=n)
        n += row[2 * H :]
        np.tanh(n, out=n)  # (gru.3)
        h -= n
        h *= gates[H:]
        h += n  # (gru.5), as n + z (h - n)
        np.dot(self.stacked, h, out=product)
        product += self.bias
        return product[3 * H :]

    # --8<-- [end:read]

    # --8<-- [start:write]
    def write(
        self,
        prompt: Sequence[int],
        generator: np.random.Generator,
        temperature: float | int = 1,
        share: float | int = 1,
    ) -> Iterator[int]:
        """Read a prompt, after all that was read since `reset`, then draw characters without end, each when asked for.

        Raises:
            ValueError: an empty prompt, or a number out of its range.
        """
        if not len(prompt):
            raise ValueError("an empty prompt: the stepper needs one character to begin with")
        if temperature <= 0 or not 0 < share <= 1:
            raise ValueError(f"temperature {temperature}, share {share}: must be above 0, the share at most 1")
        for token in prompt:
            logits = self.read(token)
        while True:
            token = draw(logits, generator, temperature, share)
            yield token
            logits = self.read(token)

    # --8<-- [end:write]


# --8<-- [start:draw]
def draw(logits: np.ndarray, generator: np.random.Generator, temperature: float | int, share: float | int = 1) -> int:
    """One character by lot, at a temperature, from the nucleus that holds a share of the probability."""
    weights = np.exp((logits - logits.max()) / temperature, dtype=np.float64)
    if share < 1:
        order = np.argsort(-weights, kind="stable")
        total = weights[order].cumsum()
        weights[order[total.searchsorted(share * total[-1]) + 1 :]] = 0  # (decoding.4)
    total = weights.cumsum()
    return int(total.searchsorted(generator.random() * total[-1], side="right"))


# --8<-- [end:draw]


def array(weight: Tensor) -> np.ndarray:
    """A copy of weights as NumPy knows them."""
    return weight.detach().cpu().numpy().copy()


def check(embed: nn.Embedding, gru: nn.GRU, read: nn.Linear) -> None:
    """Raises: ValueError, if these parts are not the ones that the stepper is laid out for."""
    if gru.num_layers != 1 or gru.bidirectional or not gru.bias:
        raise ValueError("a stepper runs a GRU of one layer and one direction, with biases")
    if read.bias is None:
        raise ValueError("a stepper's read-out has a bias")
    sizes = (embed.embedding_dim, read.in_features, read.out_features)
    expected = (gru.input_size, gru.hidden_size, embed.num_embeddings)
    if sizes != expected:
        raise ValueError(f"D, H and V of embedding and read-out are {sizes}, of the GRU and embedding {expected}")
