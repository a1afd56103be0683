"""All the code of the page practice/claims, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.experiments.claims_reverse.

"""Two claims at a small size, and what one seed would have said: what the page `practice/claims` runs."""

from unrolled.experiments.claims_reverse import ReverseConfig, translate

small = ReverseConfig(length=6, symbols=6, hidden=32, updates=120, test=200)
for name, reverse in {"forwards": False, "backwards": True}.items():
    print(
        f"{name:10} right symbols by place:", [round(p / 10) * 10 for p in translate(reverse, small, seed=0)["places"]]
    )

# Here the page shows a listing from the module unrolled.experiments.claims_start.

import torch

from unrolled.experiments.claims_start import Started
from unrolled.layers.torch_layers import TorchGRU

torch.manual_seed(0)
x = torch.randn(1, 5, 3)
for how in ("zeros", "random", "learned"):
    layer = Started(TorchGRU(3, 4), hidden=4, how=how)
    print(f"{how:8} same input, same output: {torch.equal(layer(x)[0], layer(x)[0])}")

import json

from unrolled.results import ROOT

recorded = json.loads((ROOT / "docs" / "results" / "deep.json").read_text())["values"]
one, four = (recorded[f"film.{name}.accuracy"]["data"] for name in ("plain_1", "residual_4"))
for seed, (a, b) in enumerate(zip(one, four, strict=True)):
    print(f"seed {seed}: one layer {a:.1f} %, four layers {b:.1f} %: {'four' if b > a else 'one'} better")

from torch import nn

one, both = nn.LSTM(100, 64), nn.LSTM(100, 64, bidirectional=True)
count = lambda module: sum(p.numel() for p in module.parameters())  # noqa: E731
print(f"layer: {count(one):,} and {count(both):,}; with 20,000 words of 100: ", end="")
print(f"{count(one) + 2_000_000:,} and {count(both) + 2_000_000:,}")
