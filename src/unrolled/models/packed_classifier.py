"""The bidirectional classifier as most tutorials write it, around one `nn.LSTM`: packed, or padded as it comes."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unrolled.data.vocabulary import PAD
from unrolled.layers.masks import mask_of
from unrolled.models.classifier import Classifier, read_out
from unrolled.models.words import small_


# --8<-- [start:common]
class CommonClassifier(nn.Module):
    """Embeddings, `nn.LSTM(bidirectional=True)`, the largest value of each unit, one logit.

    Args:
        vocabulary, embedding, hidden: V, D and H in each direction.
        packed: leave the padding out of the computation, exactly. If not, the backward direction reads it first.
    """

    def __init__(self, vocabulary: int, embedding: int, hidden: int, packed: bool) -> None:
        super().__init__()
        self.packed = packed
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        small_(self.embed)
        self.recurrent = nn.LSTM(embedding, hidden, batch_first=True, bidirectional=True)
        self.score = nn.Linear(2 * hidden, 1)

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each review is positive."""
        x = self.embed(tokens)  # (B, T) -> (B, T, D)
        if self.packed:
            h, _ = self.recurrent(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
            h, _ = pad_packed_sequence(h, batch_first=True, total_length=tokens.shape[1])
        else:
            h, _ = self.recurrent(x)
        z = read_out(h, mask_of(lengths, tokens.shape[1]), "max")  # (B, T, 2H) -> (B, 2H)
        return self.score(z).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:common]


def with_weights_of(common: CommonClassifier) -> Classifier:
    """The same function by the book's layers: each direction a layer of its own, turned round within each length."""
    vocabulary, embedding = common.embed.weight.shape
    model = Classifier(vocabulary, embedding, common.recurrent.hidden_size, bidirectional=True, backend="torch")
    model.embed.load_state_dict(common.embed.state_dict())
    model.score.load_state_dict(common.score.state_dict())
    with torch.no_grad():
        for layer, end in ((model.recurrent.ahead, ""), (model.recurrent.back, "_reverse")):
            for name, weight in layer.module.named_parameters():
                weight.copy_(getattr(common.recurrent, name + end))
    return model
