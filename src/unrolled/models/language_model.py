"""A language model over characters: one-hot input, a recurrent layer, dropout, and scores for the next character."""

from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import one_hot

from unrolled.cells.cell import State
from unrolled.layers.torch_layers import initialise_gates, make_layer


# --8<-- [start:model]
class LanguageModel(nn.Module):
    """Reads characters, and says after each one what may come next.

    A character goes in as a one-hot vector, so that column k of W is all that the layer knows of character k.

    Args:
        vocabulary: V, the number of characters.
        hidden: H.
        kind: "rnn", "lstm" or "gru".
        dropout: share of the outputs that is hidden from the read-out in training.
        backend: "book" or "torch".
    """

    def __init__(
        self, vocabulary: int, hidden: int = 128, kind: str = "lstm", dropout: float = 0.0, backend: str = "book"
    ) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.layer = make_layer(kind, vocabulary, hidden, backend)
        self.drop = nn.Dropout(dropout)
        self.read = nn.Linear(hidden, vocabulary)
        initialise_gates(self.layer)

    def forward(self, tokens: Int[Tensor, "B T"], state: State | None = None) -> tuple[Float[Tensor, "B T V"], State]:
        """Logits of the character after each one read, and the state after the last one."""
        x = one_hot(tokens, self.vocabulary).to(self.read.weight.dtype)  # (B, T) -> (B, T, V)
        h, state = self.layer(x, state=state)  # (B, T, H)
        return self.read(self.drop(h)), state


# --8<-- [end:model]
