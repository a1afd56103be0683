"""What unlike lengths cost: padding, masks at every step, packing and buckets, forward and backward, on one core."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor, nn

from unrolled.data import imdb
from unrolled.data.batching import buckets
from unrolled.data.padding import random_batches, waste
from unrolled.data.tokenise import tokenise
from unrolled.layers.recurrent import LSTM
from unrolled.layers.torch_layers import TorchLSTM
from unrolled.masked_loss import masked_mean
from unrolled.turns import interleaved, ratio


# --8<-- [start:config]
@dataclass(frozen=True)
class SpeedConfig:
    """An LSTM forward and backward over reviews of at most `limit` tokens, `reviews` of them for each seed."""

    size: int = 64  # D = H
    batch: int = 16
    limit: int = 256
    reviews: int = 96
    repeats: int = 3
    steps: tuple[int, ...] = (32, 64, 128, 256, 512)  # for packing against T


FORMS = {  # how the batches are made, and how the layer learns of the lengths
    "random, padded": ("random", "padded"),
    "random, masked steps": ("random", "masked"),
    "random, packed": ("random", "packed"),
    "bucketed, padded": ("bucketed", "padded"),
    "bucketed, masked steps": ("bucketed", "masked"),
    "bucketed, packed": ("bucketed", "packed"),
}
# --8<-- [end:config]


def review_lengths(config: SpeedConfig, seed: int) -> list[int]:
    """Lengths of some film reviews that have no more tokens than the limit."""
    rows = imdb.load("train")
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed)).tolist()
    lengths = (len(tokenise(rows[i].text)) for i in order)
    fitting = (n for n in lengths if n <= config.limit)
    return [next(fitting) for _ in range(config.reviews)]


def passes(layer: nn.Module, x: Tensor, lengths: Tensor, told: bool) -> None:
    """One forward and backward pass; the loss is a masked mean. `told`: the layer itself gets the lengths."""
    output, _ = layer(x, lengths) if told else layer(x)
    masked_mean(output.square().mean(dim=-1), lengths).backward()
    layer.zero_grad()


def compare_forms(config: SpeedConfig, seed: int) -> dict[str, dict[str, float]]:
    """Reviews for each processor second in every form, its time against random padded batches, and its waste."""
    lengths = review_lengths(config, seed)
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    groups = {
        "random": random_batches(len(lengths), config.batch, generator),
        "bucketed": buckets(lengths, config.batch * config.limit, generator),
    }
    layers = {"padded": TorchLSTM(config.size, config.size), "masked": LSTM(config.size, config.size)}
    layers["packed"] = layers["padded"]

    def work_of(made: str, form: str) -> Callable[[], None]:
        batches = [inputs([lengths[i] for i in group], config.size) for group in groups[made]]
        return lambda: [passes(layers[form], x, n, form != "padded") for x, n in batches] and None

    found = interleaved({name: work_of(*form) for name, form in FORMS.items()}, config.repeats)
    return {
        name: {
            "reviews": len(lengths) / median(found[name]),
            "ratio": ratio(found, name, "random, padded"),
            "waste": 100 * waste(lengths, groups[made]),
        }
        for name, (made, _) in FORMS.items()
    }


def inputs(lengths: Sequence[int], size: int) -> tuple[Tensor, Tensor]:
    """Noise for a batch of these lengths, padded to the longest: (B, T, D) and (B)."""
    return torch.randn(len(lengths), max(lengths), size), torch.tensor(lengths)


def packing_against_steps(config: SpeedConfig, seed: int) -> dict[str, list[float]]:
    """Time of packed against padded batches at growing T: lengths from T/2 to T, and all of length T."""
    torch.manual_seed(seed)
    layer = TorchLSTM(config.size, config.size)
    ratios: dict[str, list[float]] = {"ragged": [], "even": []}
    for T in config.steps:
        ragged = torch.randint(T // 2, T + 1, (config.batch,))
        ragged[0] = T
        x, even = torch.randn(config.batch, T, config.size), torch.full_like(ragged, T)
        works = {
            "padded": lambda x=x, n=ragged: passes(layer, x, n, False),
            "ragged": lambda x=x, n=ragged: passes(layer, x, n, True),
            "even": lambda x=x, n=even: passes(layer, x, n, True),
        }
        found = interleaved(works, config.repeats)
        for name in ratios:
            ratios[name].append(ratio(found, name, "padded"))
    return ratios
