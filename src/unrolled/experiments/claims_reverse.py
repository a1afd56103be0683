"""Does it help an encoder and decoder to read the source backwards, as Sutskever and others (2014) found?"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.update import update


# --8<-- [start:config]
@dataclass(frozen=True)
class ReverseConfig:
    """A made-up language pair: the target is the source, symbol by symbol, through a fixed table, in the same order."""

    symbols: int = 12
    length: int = 12
    embedding: int = 32
    hidden: int = 64
    batch: int = 64
    updates: int = 1_000
    learning_rate: float = 5e-3
    test: int = 1_000


# --8<-- [end:config]


# --8<-- [start:translator]
class Translator(nn.Module):
    """An LSTM reads the source, another begins with its state and writes the target."""

    def __init__(self, config: ReverseConfig) -> None:
        super().__init__()
        self.read = nn.Embedding(config.symbols, config.embedding)
        self.written = nn.Embedding(config.symbols + 1, config.embedding)  # one more: the sign to begin
        self.encoder = make_layer("lstm", config.embedding, config.hidden, "torch")
        self.decoder = make_layer("lstm", config.embedding, config.hidden, "torch")
        self.score = nn.Linear(config.hidden, config.symbols)
        for layer in (self.encoder, self.decoder):
            initialise_gates(layer)

    def forward(self, source: Int[Tensor, "B S"], before: Int[Tensor, "B T"]) -> Float[Tensor, "B T V"]:
        """Logits of every symbol of the target, given the true symbols before it (teacher forcing)."""
        _, state = self.encoder(self.read(source))
        return self.score(self.decoder(self.written(before), state=state)[0])

    @torch.no_grad()
    def write(self, source: Int[Tensor, "B S"]) -> Int[Tensor, "B S"]:
        """As many symbols as the source has, each the most likely one after those written so far."""
        _, state = self.encoder(self.read(source))
        symbol = torch.full((len(source), 1), self.written.num_embeddings - 1)
        found = []
        for _ in range(source.shape[1]):
            output, state = self.decoder(self.written(symbol), state=state)
            symbol = self.score(output).argmax(-1)  # (B, 1)
            found.append(symbol)
        return torch.cat(found, dim=1)


# --8<-- [end:translator]


def pairs(count: int, config: ReverseConfig, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sources and their translations."""
    table = torch.randperm(config.symbols, generator=torch.Generator().manual_seed(7))
    source = torch.randint(config.symbols, (count, config.length), generator=generator)
    return source, table[source]


def translate(reverse: bool, config: ReverseConfig, seed: int) -> dict[str, list[float] | float]:
    """Train one pair of networks: share of right symbols by their place in the target, and of whole targets."""
    torch.manual_seed(seed)
    model, fresh = Translator(config), torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
    for _ in range(config.updates):
        source, target = pairs(config.batch, config, fresh)
        before = torch.cat([torch.full((config.batch, 1), config.symbols), target[:, :-1]], dim=1)
        logits = model(source.flip(1) if reverse else source, before)
        update(model, nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten()), optimizer, clip=1.0)
    source, target = pairs(config.test, config, torch.Generator().manual_seed(10_000 + seed))
    right = model.write(source.flip(1) if reverse else source) == target
    return {
        "places": (100 * right.float().mean(0)).tolist(),
        "symbols": 100 * right.float().mean().item(),
        "whole": 100 * right.all(1).float().mean().item(),
    }
