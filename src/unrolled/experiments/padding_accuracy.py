"""One classifier, read out in six ways, with and without a mask: what padding does to its accuracy."""

from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor, nn

from unrolled.data.batching import Batch, collate
from unrolled.data.padding import pad_left, random_batches, widen
from unrolled.layers.masks import mask_of
from unrolled.models.classifier import Classifier, read_out
from unrolled.review_task import ReviewData, loss_of
from unrolled.training import FitConfig, fit


# --8<-- [start:config]
@dataclass(frozen=True)
class AccuracyConfig:
    """An LSTM on film sentences in shuffled batches. `widths`: pad to the longest of the batch (0), or to a fixed T."""

    vocabulary: int = 5_000
    embedding: int = 32
    hidden: int = 32
    dropout: float = 0.3
    batch: int = 64
    widths: tuple[int, ...] = (0, 100)
    test_widths: tuple[int, ...] = (60, 100, 140)
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=5, patience=5))


READERS = {  # how a sequence is read out: (what, with a mask, padding on the left)
    "own end": ("last", True, False),
    "last column": ("last", False, False),
    "left, last column": ("last", False, True),
    "mean, masked": ("mean", True, False),
    "mean of all columns": ("mean", False, False),
    "max, masked": ("max", True, False),
    "max of all columns": ("max", False, False),
}
# --8<-- [end:config]


class Reader(nn.Module):
    """A classifier whose read-out may be told to forget the mask, or to pad on the left."""

    def __init__(self, name: str, vocabulary: int, config: AccuracyConfig) -> None:
        super().__init__()
        self.how, self.masked, self.left = READERS[name]
        self.model = Classifier(
            vocabulary, config.embedding, config.hidden, readout=self.how, dropout=config.dropout, backend="torch"
        )

    def forward(self, tokens: Tensor, lengths: Tensor) -> Tensor:
        tokens = pad_left(tokens, lengths) if self.left else tokens
        h = self.model.states(tokens, lengths)
        mask = mask_of(lengths, tokens.shape[1])
        z = read_out(h, mask if self.masked else torch.ones_like(mask), self.how)
        return self.model.score(self.model.dropout(z)).squeeze(-1)


def batches_of(data: ReviewData, split: str, size: int, width: int, shuffle: torch.Generator) -> list[Batch]:
    """Shuffled batches of one split, padded to their longest sequence, or to `width` if that is more."""
    rows, labels = data.indices[split], data.labels[split]
    found = []
    for group in random_batches(len(rows), size, shuffle):
        batch = collate([rows[i] for i in group], [labels[i] for i in group])
        found.append(batch._replace(tokens=widen(batch.tokens, max(width, batch.tokens.shape[1]))))
    return found


@torch.no_grad()
def evaluate(model: nn.Module, batches: list[Batch]) -> dict[str, float]:
    """Loss and accuracy over some batches."""
    scores = torch.cat([model(batch.tokens, batch.lengths) for batch in batches])
    labels = torch.cat([batch.labels for batch in batches])
    loss = nn.functional.binary_cross_entropy_with_logits(scores, labels).item()
    return {"loss": loss, "accuracy": ((scores > 0) == (labels > 0)).float().mean().item()}


def train_reader(name: str, width: int, data: ReviewData, config: AccuracyConfig, seed: int) -> dict:
    """Train one reader; its test accuracy as trained, and with every test batch padded to growing widths."""
    torch.manual_seed(seed)
    model = Reader(name, len(data.vocabulary), config)
    fixed = partial(torch.Generator().manual_seed, 0)
    valid = batches_of(data, "valid", config.batch, width, fixed())
    steps = -(-len(data.indices["train"]) // config.batch)
    settings = FitConfig(**{**vars(config.fit), "seed": seed})
    history = fit(
        model, lambda shuffle: batches_of(data, "train", config.batch, width, shuffle), loss_of,
        lambda m: evaluate(m, valid), settings, steps,
    )  # fmt: skip
    model.eval()
    as_trained = evaluate(model, batches_of(data, "test", config.batch, width, fixed()))
    wider = [
        100 * evaluate(model, batches_of(data, "test", config.batch, w, fixed()))["accuracy"]
        for w in config.test_widths
    ]
    return {"accuracy": 100 * as_trained["accuracy"], "wider": wider, "epochs": len(history.epochs)}
