"""A character model: an embedding, a recurrent layer, and scores for the next character at every step."""

from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.torch_layers import initialise_gates, make_layer


# --8<-- [start:model]
class CharacterModel(nn.Module):
    """Reads characters, and says at each step what may come next.

    Args:
        vocabulary: V, the number of characters.
        embedding: D, numbers that stand for one character.
        hidden: H.
        kind: "rnn", "lstm" or "gru".
        backend: "book" or "torch".
    """

    def __init__(
        self, vocabulary: int, embedding: int = 32, hidden: int = 128, kind: str = "gru", backend: str = "book"
    ) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, embedding)
        self.layer = make_layer(kind, embedding, hidden, backend)
        self.read = nn.Linear(hidden, vocabulary)
        initialise_gates(self.layer)

    def forward(self, tokens: Int[Tensor, "B T"], state: State | None = None) -> tuple[Float[Tensor, "B T V"], State]:
        """Logits for the character after each one read, and the state after the last column."""
        output, state = self.layer(self.embed(tokens), state=state)
        return self.read(output), state


# --8<-- [end:model]
