"""The learning curves of the experiment `training_loop`: few sentences until they overfit; clipping on and off."""

import math
import time
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unrolled.character_task import loss_of, tally
from unrolled.data.characters import CharacterData, Lines
from unrolled.early_stopping import last_epoch
from unrolled.models.character_model import CharacterModel
from unrolled.training import FitConfig, History, fit

CLIPPING = (("gru", 2e-2), ("rnn", 2e-2), ("rnn", 1e-1))  # kind of layer and learning rate
Found = tuple[dict[str, tuple], dict]  # values to record, and data for figures


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A character model of film sentences. Settings found in one try each on seed 0, watching the valid split."""

    vocabulary: int = 64
    embedding: int = 32
    hidden: int = 128
    sentences: int = 6_530  # the whole training split
    epochs: int = 4
    learning_rate: float = 5e-3
    budget: int = 4_000  # characters a batch
    few: int = 200  # sentences to overfit on
    few_epochs: int = 25
    few_learning_rate: float = 2e-2
    few_budget: int = 1_000
    few_valid: int = 300  # sentences of the valid split to watch meanwhile
    some: int = 500  # sentences to compare clipping on
    some_epochs: int = 3
    some_budget: int = 2_000


# --8<-- [end:config]


class Norms:
    """`loss_of`, that notes before each loss the norm of the gradient the last update used."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def __call__(self, model: nn.Module, lines: Lines) -> Tensor:
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        if gradients:
            self.seen.append(torch.stack([g.norm() for g in gradients]).norm().item())
        return loss_of(model, lines)


def learn(
    data: CharacterData, config: Config, training: FitConfig, budget: int, kind: str = "gru"
) -> tuple[nn.Module, History, dict]:
    """Train one model. Returns it, its history, and its curves, gradient norms and processor time."""
    torch.manual_seed(training.seed)
    V = len(data.vocabulary)
    model = CharacterModel(V, config.embedding, config.hidden, kind=kind, backend="torch")
    norms, began = Norms(), time.process_time()
    history = fit(
        model, lambda shuffle: data.batches("train", budget, shuffle), norms,
        lambda model: {"loss": tally(model, data, "valid", 8_000).nll},
        training, len(data.batches("train", budget)),
    )  # fmt: skip
    curve = {name: [epoch[name] for epoch in history.epochs] for name in ("train_loss", "loss")}
    return model, history, {**curve, "norms": norms.seen, "seconds": time.process_time() - began}


def few(texts: dict[str, list[str]], config: Config, seeds: list[int]) -> Found:
    """The model on few sentences, with no early stopping: what stopping would have kept."""
    short = {"train": texts["train"][: config.few], "valid": texts["valid"][: config.few_valid]}
    data = CharacterData(short, config.vocabulary)
    curves = []
    for seed in seeds:
        training = FitConfig(
            config.few_epochs, config.few_learning_rate, 0.01, warmup=20, patience=config.few_epochs, seed=seed
        )
        curves.append({k: v for k, v in learn(data, config, training, config.few_budget)[2].items() if k != "norms"})
    losses = [curve["loss"] for curve in curves]
    stops = [last_epoch(row, 2) for row in losses]
    found = {
        "few.best": ("few sentences: best validation loss", [min(row) for row in losses], "nats", 3),
        "few.last": ("few sentences: validation loss of the last epoch", [row[-1] for row in losses], "nats", 3),
        "few.train": ("few sentences: training loss, last epoch", [c["train_loss"][-1] for c in curves], "nats", 3),
        "few.best_epoch": ("few sentences: best epoch", [float(row.index(min(row)) + 1) for row in losses], "", 0),
        "few.stop_epoch": ("few sentences: epoch at which patience 2 stops", [float(s + 1) for s in stops], "", 0),
        "few.stopped": (
            "few sentences: best loss until then",
            [min(row[: s + 1]) for row, s in zip(losses, stops, strict=True)],
            "nats",
            3,
        ),
    }
    return found, {"few": curves}


def clipping(texts: dict[str, list[str]], config: Config, seeds: list[int]) -> Found:
    """Validation loss with and without clipping to norm 1, and the norms there were to clip."""
    short = {"train": texts["train"][: config.some], "valid": texts["valid"][: config.few_valid]}
    data = CharacterData(short, config.vocabulary)
    found, body = {}, {}
    for kind, rate in CLIPPING:
        for clip, name in ((1.0, "on"), (math.inf, "off")):
            curves = []
            for seed in seeds:
                training = FitConfig(config.some_epochs, rate, 0.01, warmup=20, clip=clip, seed=seed, patience=99)
                curves.append(learn(data, config, training, config.some_budget, kind)[2])
            key = f"{kind}_{rate:g}".replace(".", "")
            body[f"{key}_{name}"] = curves
            last = [c["loss"][-1] for c in curves]
            found[f"{key}.{name}"] = (f"{kind}, learning rate {rate:g}, clipping {name}: loss", last, "nats", 3)
        above = [100 * sum(n > 1 for n in c["norms"]) / len(c["norms"]) for c in curves]
        largest = [max(c["norms"]) for c in curves]
        found[f"{key}.above"] = (f"{kind}, {rate:g}: updates with a gradient norm above 1, unclipped", above, "%", 1)
        found[f"{key}.largest"] = (f"{kind}, {rate:g}: largest gradient norm, unclipped", largest, "", 1)
    return found, {"clipping": body}
