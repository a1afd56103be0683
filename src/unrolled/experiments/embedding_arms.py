"""Word vectors learned, frozen and fine-tuned, in one classifier: what each arm of `embeddings` knows and trains."""

import copy
import random
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import nn

from unrolled.data import glove, imdb, sentences
from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise
from unrolled.data.vocabulary import PAD, SPECIAL, UNKNOWN, Vocabulary
from unrolled.models.classifier import Classifier
from unrolled.models.subword import SubwordEmbedding
from unrolled.review_task import ReviewData
from unrolled.training import FitConfig
from unrolled.vectors import train_vectors

Vectors = dict[str, np.ndarray]


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """An LSTM on film sentences; only its embedding differs between arms. `scale`: spread of an entry of a vector."""

    size: int = 50  # D, that of the GloVe vectors
    hidden: int = 32
    dropout: float = 0.3
    budget: int = 1_500
    reviews: int = 20_000  # unlabelled reviews that our vectors are made of
    review_words: int = 20_000
    scale: float = 0.3
    typos: tuple[int, ...] = (10, 20, 40)  # per cent of the words of a test sentence
    labelled: tuple[int, ...] = (400, 1_600)  # smaller training sets, beside the whole
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=8, warmup=50, patience=8))


ARMS = {  # source of the vectors, whether they are trained on, and whether words beyond the training words are known
    "learned": ("random", True, False),
    "random, frozen": ("random", False, False),
    "ours, frozen": ("ours", False, True),
    "ours, frozen, training words only": ("ours", False, False),
    "ours, fine-tuned": ("ours", True, True),
    "GloVe, frozen": ("GloVe", False, True),
    "GloVe, fine-tuned": ("GloVe", True, True),
    "pieces, learned": ("pieces", True, True),
}
# --8<-- [end:config]


def misspell(text: str, share: float, draw: random.Random) -> str:
    """Exchange two neighbouring inner letters in a share of the words of four letters or more."""
    words = tokenise(text)
    for place, word in enumerate(words):
        if len(word) >= 4 and draw.random() < share:
            i = draw.randrange(1, len(word) - 2)
            words[place] = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return " ".join(words)


def read_data(config: Config, labelled: int | None = None) -> ReviewData:
    """The film sentences, the first `labelled` of the training split, and the test split with misspelt words."""
    reviews = {name: sentences.load(name) for name in sentences.SPLITS}
    reviews["train"] = reviews["train"][:labelled]
    for share in config.typos:
        draw = random.Random(share)
        reviews[f"typos {share}"] = [Review(misspell(r.text, share / 100, draw), r.label) for r in reviews["test"]]
    counts = Counter(word for r in reviews["train"] for word in tokenise(r.text))
    return ReviewData(reviews, len(SPECIAL) + sum(n > 1 for n in counts.values()), 400)


def words_of(data: ReviewData) -> set[str]:
    """Every word of every split: the strings that a table of any size could be asked for."""
    return {word for rows in data.reviews.values() for r in rows for word in tokenise(r.text)}


def recode(data: ReviewData, vocabulary: Vocabulary) -> ReviewData:
    """The same sentences as indices into another vocabulary."""
    other = copy.copy(data)
    other.vocabulary = vocabulary
    other.indices = {n: [vocabulary.encode(tokenise(r.text)) for r in rows] for n, rows in data.reviews.items()}
    return other


# --8<-- [start:ours]
def our_vectors(config: Config) -> Vectors:
    """Vectors of the commonest words of the film reviews, made from the reviews without their labels."""
    texts = [tokenise(r.text) for r in imdb.load("train")[: config.reviews]]
    vocabulary = Vocabulary.build(texts, config.review_words)
    table = train_vectors([vocabulary.encode(text) for text in texts], len(vocabulary), config.size)
    return dict(zip(vocabulary.words[len(SPECIAL) :], table[len(SPECIAL) :], strict=True))


# --8<-- [end:ours]


def pretrained(config: Config, data: ReviewData) -> dict[str, Vectors]:
    """The sources of vectors that are there: ours, and GloVe's if the extra is installed."""
    found = {"ours": our_vectors(config)}
    if glove.installed():
        found["GloVe"] = glove.read(words_of(data))
    return found


def vocabulary_of(arm: str, data: ReviewData, sources: dict[str, Vectors]) -> Vocabulary:
    """The words that an arm knows: the training words, and all that its vectors or its spelling can add."""
    source, _, wide = ARMS[arm]
    if not wide:
        return data.vocabulary
    more = words_of(data) if source == "pieces" else set(sources[source])
    return Vocabulary(data.vocabulary.words + tuple(sorted(more - set(data.vocabulary.words))))


# --8<-- [start:table]
def table_of(words: tuple[str, ...], vectors: Vectors, scale: float) -> torch.Tensor:
    """A table (V, D) for these words: their vectors, scaled alike; noise where there is none; unknown is the mean."""
    known = torch.tensor(np.stack(list(vectors.values())))
    factor = scale / known.std()
    table = torch.randn(len(words), known.shape[1]) * scale
    for row, word in enumerate(words):
        if word in vectors:
            table[row] = torch.tensor(vectors[word]) * factor
    table[UNKNOWN], table[PAD] = known.mean(dim=0) * factor, 0.0
    return table


# --8<-- [end:table]


def build(arm: str, vocabulary: Vocabulary, sources: dict[str, Vectors], config: Config) -> Classifier:
    """The classifier of an arm. Draw with the seed set; everything but the embedding is alike."""
    source, trained, _ = ARMS[arm]
    model = Classifier(len(vocabulary), config.size, config.hidden, dropout=config.dropout, backend="torch")
    if source == "pieces":
        model.embed = SubwordEmbedding(vocabulary.words, config.size)
    elif source == "random":
        with torch.no_grad():
            model.embed.weight *= 1.0 if trained else config.scale / 0.1
    else:
        table = table_of(vocabulary.words, sources[source], config.scale)
        model.embed = nn.Embedding.from_pretrained(table, freeze=not trained, padding_idx=PAD)
    for parameter in model.embed.parameters():
        parameter.requires_grad_(trained)
    return model


def fit_config(config: Config, seed: int, sentences_used: int, of: int) -> FitConfig:
    """The same settings, with more epochs where there are fewer sentences, at most fourfold."""
    more = min(4, max(1, round(of / sentences_used)))
    epochs = config.fit.epochs * more
    return replace(config.fit, epochs=epochs, patience=epochs, seed=seed)
