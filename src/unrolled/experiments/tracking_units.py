"""Is there a unit that tracks something? A search over all units, with two controls."""

from dataclasses import dataclass, field, replace
from typing import Any

import torch

from unrolled.experiments.language_model import texts_of
from unrolled.models.language_model import LanguageModel
from unrolled.running_text import RunningText, mean_loss, stream, stream_loss
from unrolled.text_features import features_of
from unrolled.time_budget import Budget, spend
from unrolled.truncated import Carried, tracks
from unrolled.unit_search import Found, cell_states, search


@dataclass(frozen=True)
class UnitConfig:
    """The model that is searched, and the text that is searched in: `rows` tracks of `length` characters."""

    corpus: str = "tinyshakespeare"
    hidden: int = 256
    batch: int = 32
    steps: int = 64
    rows: int = 40
    length: int = 2_000
    skip: int = 100
    shown: int = 420
    budget: Budget = field(default_factory=lambda: Budget(seconds=60, learning_rate=5e-3))


def one_search(config: UnitConfig, seed: int) -> dict[str, Any]:
    """Search the trained model; then, as controls, an untrained one, and features of another place in the text."""
    text = RunningText(texts_of(config.corpus))
    torch.manual_seed(seed)
    model = LanguageModel(len(text.vocabulary), config.hidden, "gru", backend="torch")
    read = tracks(text.ids["valid"][: config.rows * config.length], config.rows)  # (B, T)
    words = text.texts["valid"][: read.numel()]
    names, features = zip(*features_of(words).items(), strict=True)
    table = torch.stack(features, dim=1).view(*read.shape, -1)[:, config.skip :].flatten(0, 1)  # (N, K)
    untrained = search(kept(model, read, config), table)
    spend(model, stream(text.ids["train"], config.batch, config.steps), Carried(mean_loss), replace(
        config.budget, seed=seed))  # fmt: skip
    model.eval()
    activity = kept(model, read, config)
    elsewhere = search(activity, table.roll(len(table) // 3, dims=0))
    trained = search(activity, table)
    found = {name: row(*three) for name, *three in zip(names, trained, untrained, elsewhere, strict=True)}
    best = max(found, key=lambda name: margin(found[name]))
    return {
        "nats": stream_loss(model, text.ids["valid"], batch=8),
        "features": found,
        "best": best,
        "shown": excerpt(words, read, model, config, trained[names.index(best)]),
    }


def kept(model: LanguageModel, read: torch.Tensor, config: UnitConfig) -> torch.Tensor:
    """Cell states (N, H) of all units at all places, without the first ones of each track."""
    return cell_states(model, read)[:, config.skip :].flatten(0, 1)


def row(trained: Found, untrained: Found, elsewhere: Found) -> dict[str, float | int]:
    """One feature: held-out correlations, without their signs."""
    return {
        "unit": trained.unit,
        "trained": abs(trained.held_out),
        "untrained": abs(untrained.held_out),
        "elsewhere": abs(elsewhere.held_out),
    }


# --8<-- [start:margin]
def margin(found: dict[str, float | int]) -> float | int:
    """How much of a correlation was learned: above what the best unit of the same network had before training."""
    return found["trained"] - found["untrained"]


# --8<-- [end:margin]


def excerpt(words: str, read: torch.Tensor, model: LanguageModel, config: UnitConfig, found: Found) -> dict[str, Any]:
    """Some text of the half that was not searched, and what the unit keeps after each of its characters."""
    track = config.rows * 3 // 4
    values = cell_states(model, read[track : track + 1])[0, config.skip :, found.unit]
    inside = words[track * config.length + config.skip : (track + 1) * config.length]
    start = inside.find("\n\n") + 2  # at the beginning of a speech, if there is one
    part = slice(start, start + config.shown)
    return {"unit": found.unit, "text": inside[part], "cell": [round(v, 3) for v in values[part].tolist()]}
