"""A small language model over words, whose output may share its matrix with the embedding.

Press & Wolf (2017), "Using the Output Embedding to Improve Language Models", EACL; Inan, Khosravi & Socher (2017),
"Tying Word Vectors and Word Classifiers", ICLR.
"""

from collections.abc import Callable

from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.torch_layers import make_layer


# --8<-- [start:model]
class WordModel(nn.Module):
    """Words -> embeddings -> LSTM -> logits of the next word.

    Args:
        vocabulary: V, number of known words.
        size: D and H, which tying needs to be equal.
        tied: the output matrix is the embedding matrix E, as in (regularisation.12).
        dropout: makes what stands on the embeddings and on the outputs.
        backend: "book" or "torch".
    """

    def __init__(
        self, vocabulary: int, size: int, tied: bool = True,
        dropout: Callable[[], nn.Module] = nn.Identity, backend: str = "book",
    ) -> None:  # fmt: skip
        super().__init__()
        self.embed = nn.Embedding(vocabulary, size)  # E, (V, D)
        nn.init.normal_(self.embed.weight, std=0.1)
        self.recurrent = make_layer("lstm", size, size, backend)
        self.drop_in, self.drop_out = dropout(), dropout()
        self.score = nn.Linear(size, vocabulary)
        nn.init.zeros_(self.score.bias)
        if tied:
            self.score.weight = self.embed.weight  # (regularisation.12) one matrix, two uses
        else:
            nn.init.normal_(self.score.weight, std=0.1)

    def forward(self, tokens: Int[Tensor, "B T"], state: State | None = None) -> tuple[Float[Tensor, "B T V"], State]:
        """Logits of the word after each step, and the state to go on from."""
        h, state = self.recurrent(self.drop_in(self.embed(tokens)), state=state)  # (B, T) -> (B, T, H)
        return self.score(self.drop_out(h)), state


# --8<-- [end:model]
