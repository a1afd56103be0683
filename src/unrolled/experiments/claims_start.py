"""Where should a hidden state begin: at zero, at random, or at a point that is learnt?"""

import torch
from torch import Tensor, nn

from unrolled.experiments.bugs_run import BUGS, Config, batches
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.reader import Reader
from unrolled.review_task import ReviewData, loss_of
from unrolled.update import update

STARTS = ("zeros", "random", "learned")


# --8<-- [start:start]
class Started(nn.Module):
    """A layer that begins every sequence at zero, at a random point, or at one learnt point."""

    def __init__(self, layer: nn.Module, hidden: int, how: str) -> None:
        super().__init__()
        self.layer, self.how = layer, how
        self.start = nn.Parameter(torch.zeros(hidden)) if how == "learned" else None

    def forward(self, x: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        match self.how:
            case "zeros":
                state = None
            case "random":
                state = (torch.randn(len(x), self.layer.module.hidden_size),)
            case "learned":
                state = (self.start.expand(len(x), -1),)
        return self.layer(x, state=state)


# --8<-- [end:start]


def read_end(recurrent: nn.Module, x: Tensor, lengths: Tensor) -> Tensor:
    """The state at each sentence's own end."""
    return recurrent(x)[0][torch.arange(len(x)), lengths - 1]


def train(how: str, data: ReviewData, config: Config, seed: int) -> Reader:
    """One classifier whose states begin in one of the three ways, in training and in use."""
    torch.manual_seed(seed)
    layer = make_layer("gru", config.embedding, config.hidden, "torch")
    initialise_gates(layer)
    started = Started(layer, config.hidden, how)
    model = Reader(len(data.vocabulary), config.embedding, started, read_end, config.hidden, dropout=config.dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=True)
    shuffle = torch.Generator().manual_seed(seed)
    for _ in range(config.epochs):
        for batch in batches(data, "train", config.batch, shuffle, BUGS["none"]):
            update(model, loss_of(model, batch), optimizer, clip=1.0)
    return model.eval()


@torch.no_grad()
def measure(model: Reader, data: ReviewData, size: int) -> dict[str, float]:
    """Test accuracy, and how many verdicts change when the same sentences are read a second time, in per cent."""
    rows = batches(data, "test", size, torch.Generator().manual_seed(0))
    labels = torch.cat([batch.labels for batch in rows]) > 0
    first, second = (torch.cat([model(b.tokens, b.lengths) for b in rows]) > 0 for _ in range(2))
    return {
        "accuracy": 100 * (first == labels).float().mean().item(),
        "changed": 100 * (first != second).float().mean().item(),
    }
