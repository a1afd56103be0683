"""A language model in each direction, made of the very layers that will classify afterwards.

Dai & Le (2015), "Semi-supervised Sequence Learning", NIPS: pre-train on the texts, then fine-tune on the labels.
Peters et al. (2018), "Deep Contextualized Word Representations", NAACL, section 3.1: one model in each direction,
with the word vectors and the softmax in common.
"""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.layers.bidirectional import reverse
from unrolled.layers.masks import mask_of
from unrolled.models.classifier import Classifier
from unrolled.models.words import drop_words


# --8<-- [start:model]
class BothWays(nn.Module):
    """Guess the next word from those before it, and the word before from those after it.

    It has no embedding and no recurrent layers of its own: it trains those of `classifier`, in place.

    Args:
        classifier: a bidirectional `Classifier` of V words with H numbers in each direction.
        cutoffs: the words are dealt to classes by frequency: below the first cutoff, up to the second, and so on.
        dropout: share of the entries of embeddings and states set to zero in training.
        word_dropout: share of the words that the model does not see in training, but must still guess.
    Raises:
        ValueError: the classifier reads in one direction only.
    """

    def __init__(
        self, classifier: Classifier, cutoffs: list[int], dropout: float = 0.2, word_dropout: float = 0.1
    ) -> None:
        super().__init__()
        if not classifier.bidirectional:
            raise ValueError("the classifier reads in one direction: a model both ways needs `bidirectional=True`")
        self.classifier, self.word_dropout, self.dropout = classifier, word_dropout, nn.Dropout(dropout)
        vocabulary, hidden = classifier.embed.num_embeddings, classifier.score.in_features // 2
        # frequent words by themselves, each class of rarer words through one entry for the class
        self.head = nn.AdaptiveLogSoftmaxWithLoss(hidden, vocabulary, cutoffs, div_value=2.0)

    def forward(
        self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]
    ) -> tuple[Float[Tensor, "N H"], Int[Tensor, " N"]]:
        """All states of both directions that have a next word, and these words. N counts both directions."""
        read = drop_words(tokens, self.word_dropout) if self.training else tokens
        x = self.dropout(self.classifier.embed(read))  # (B, T) -> (B, T, D)
        real = mask_of(lengths, tokens.shape[1])
        ahead, back = self.classifier.recurrent.ahead, self.classifier.recurrent.back
        pairs = [
            following(ahead(x)[0], tokens, real),
            following(back(reverse(x, lengths))[0], reverse(tokens, lengths), real),
        ]
        states, words = zip(*pairs, strict=True)
        return self.dropout(torch.cat(states)), torch.cat(words)

    def loss(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, ""]:
        """Mean negative log-probability of the words to be guessed, in both directions, in nats."""
        # the mean over words of both directions
        return self.head(*self(tokens, lengths)).loss


def following(
    h: Float[Tensor, "B T H"], tokens: Int[Tensor, "B T"], real: Bool[Tensor, "B T"]
) -> tuple[Float[Tensor, "N H"], Int[Tensor, " N"]]:
    """Each state beside the word one step on, where that word is not padding."""
    return h[:, :-1][real[:, 1:]], tokens[:, 1:][real[:, 1:]]


# --8<-- [end:model]
