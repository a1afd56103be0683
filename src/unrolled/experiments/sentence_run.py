"""One recurrent classifier on the film sentences, from its seed to its test accuracy."""

import time
from functools import cache

import torch
from torch import nn

from unrolled.data import sentences
from unrolled.layers.torch_layers import initialise_gates
from unrolled.models.classifier import Classifier
from unrolled.review_task import ReviewData, accuracy, train
from unrolled.training import FitConfig

BUDGET = 2_000  # tokens in a batch
LIMIT = 60  # tokens of the longest sentence


@cache
def sentence_data() -> ReviewData:
    """The film sentences as indices of the 8,000 most frequent words."""
    return ReviewData({name: sentences.load(name) for name in sentences.SPLITS}, 8_000, LIMIT)


def build(data: ReviewData, kind: str, embedding: int, hidden: int, layer: nn.Module | None = None) -> Classifier:
    """A classifier that reads the last state. `layer` takes the place of its recurrent layer, freshly initialised."""
    model = Classifier(
        len(data.vocabulary), embedding, hidden, kind=kind, readout="last", dropout=0.4, word_dropout=0.2,
        backend="torch" if layer is None else "book",
    )  # fmt: skip
    if layer is not None:
        initialise_gates(layer)
        model.recurrent = layer
    return model


def train_and_test(model: Classifier, data: ReviewData, learning_rate: float, epochs: int, seed: int) -> dict:
    """Train in place. Returns: valid accuracy by epoch, the loss of the kept one, test accuracy, processor seconds."""
    began = time.process_time()
    config = FitConfig(epochs=epochs, learning_rate=learning_rate, warmup=50, patience=epochs, seed=seed)
    history = train(model, data, config, BUDGET)
    seconds = time.process_time() - began
    return {
        "valid_accuracy": [epoch["accuracy"] for epoch in history.epochs],
        "valid_loss": history.epochs[history.best]["loss"],
        "test_accuracy": accuracy(model.eval(), data, "test", BUDGET),
        "seconds": seconds,
    }


def sentence_run(
    data: ReviewData, kind: str, embedding: int, hidden: int, learning_rate: float, epochs: int, seed: int
) -> dict:
    """Build, train and test one model of `torch.nn`, all from one seed."""
    torch.manual_seed(seed)
    return train_and_test(build(data, kind, embedding, hidden), data, learning_rate, epochs, seed)
