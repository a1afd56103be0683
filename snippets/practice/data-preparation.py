"""Scales, windows, splits in time, vocabularies and batches: what the page `practice/data-preparation` runs."""

# --8<-- [start:scale]
import torch

from unrolled.data import stocks
from unrolled.data.min_max import MinMax

closes = {
    split: torch.tensor([row.price for row in stocks.load(split) if row.ticker == "AAPL"])
    for split in ("train", "valid", "test")
}
everything = torch.cat(list(closes.values()))
for name, units in (("training years", MinMax.fit(closes["train"])), ("all years", MinMax.fit(everything))):
    train, test = units.apply(closes["train"]), units.apply(closes["test"])
    print(
        f"scaled by {name:14}: train {train.min():.2f} to {train.max():.2f}, test {test.min():.2f} to {test.max():.2f}"
    )
# --8<-- [end:scale]

# --8<-- [start:standard]
from unrolled.data import sea_temperature
from unrolled.data.windows import Scaler

sea = {split: torch.tensor([row.value for row in sea_temperature.load(split)]) for split in ("train", "valid", "test")}
units = Scaler.fit(sea["train"])
print(f"mean {units.mean:.2f} °C, standard deviation {units.scale:.2f} °C, both of the training part")
print(f"mean of the scaled test part: {units.apply(sea['test']).nanmean():.2f}")
# --8<-- [end:standard]

# --8<-- [start:change]
change = closes["test"].log().diff()
print(f"daily changes: mean {change.mean():.4f}, standard deviation {change.std():.4f}")
print(f"the same in the training years: {closes['train'].log().diff().std():.4f}")
# --8<-- [end:change]

# --8<-- [start:windows]
from unrolled.data.windows import windows

series = torch.arange(10.0)  # ten readings: 0, 1, ... 9
w = windows(series, begin=0, end=10, lookback=3, horizon=2)
for x, y in zip(w.x[:3], w.y[:3], strict=True):
    print(x.tolist(), "->", y.tolist())
print("x:", tuple(w.x.shape), " y:", tuple(w.y.shape))
# --8<-- [end:windows]

# --8<-- [start:count]
from unrolled.data.splits import overlap, window_count

print("windows in ten readings:", window_count(10, lookback=3, horizon=2))
print(f"two windows 1 step apart share {overlap(1, 5):.0%} of their steps, 5 steps apart {overlap(5, 5):.0%}")
# --8<-- [end:count]

# --8<-- [start:cut]
train, test = windows(series, 0, 7, 3, 2), windows(series, 7, 10, 3, 2)
print("targets in training:", sorted(set(train.y.flatten().int().tolist())))
print("targets in the test:", sorted(set(test.y.flatten().int().tolist())))
print("the first test window reads", test.x[0].int().tolist(), "which is the past, and known")
# --8<-- [end:cut]

# --8<-- [start:neighbours]
from unrolled.data.splits import neighbour_in_training, shuffled

week = windows(torch.cat([sea["train"], sea["valid"]]), 0, 15_408, lookback=48, horizon=336)
learned, held = shuffled(len(week.origins), 0.8, torch.Generator().manual_seed(0))
known = set(week.origins[learned].tolist())
beside = [o - 1 in known or o + 1 in known for o in week.origins[held].tolist()]
print(f"held-out windows with a neighbour in training: {sum(beside) / len(beside):.1%}")
print(f"expected: {neighbour_in_training(0.8):.1%}. Such a pair shares {overlap(1, 48 + 336):.1%} of its steps")
# --8<-- [end:neighbours]

# --8<-- [start:vocabulary]
from unrolled.data import sentences
from unrolled.data.tokenise import tokenise
from unrolled.data.vocabulary import UNKNOWN, Vocabulary

texts = {split: [tokenise(row.text) for row in sentences.load(split)] for split in ("train", "test")}
for name, source in (("train", texts["train"]), ("train and test", texts["train"] + texts["test"])):
    vocabulary = Vocabulary.build(source, 20_000)
    unknown = [index == UNKNOWN for text in texts["test"] for index in vocabulary.encode(text)]
    print(f"built from {name:14}: {len(vocabulary):6,} words, unknown in the test: {sum(unknown) / len(unknown):.1%}")
# --8<-- [end:vocabulary]

# --8<-- [start:batches]
from unrolled.data.batching import buckets, collate
from unrolled.data.padding import random_batches, waste

lengths = [len(text) for text in texts["train"]]
generator = torch.Generator().manual_seed(0)
print(f"batches of 32 at random: {waste(lengths, random_batches(len(lengths), 32, generator)):.0%} padding")
print(f"batches of like length : {waste(lengths, buckets(lengths, 1_024, generator)):.0%} padding")
vocabulary = Vocabulary.build(texts["train"], 5_000)
batch = collate(
    [vocabulary.encode(text) for text in texts["train"][:3]], labels=[row.label for row in sentences.load()[:3]]
)
print("tokens:", tuple(batch.tokens.shape), " true lengths:", batch.lengths.tolist())
# --8<-- [end:batches]

# --8<-- [start:check]
from sklearn.preprocessing import MinMaxScaler

theirs = MinMaxScaler().fit(closes["train"].double()[:, None]).transform(closes["test"].double()[:, None])
ours = MinMax.fit(closes["train"].double()).apply(closes["test"].double())
print("equal to sklearn's MinMaxScaler:", torch.allclose(ours, torch.from_numpy(theirs[:, 0]), atol=1e-10))
same = all(
    window_count(n, a, k, d) == len(windows(torch.zeros(n), 0, n, a, k, d).origins)
    for n, a, k, d in ((10, 3, 2, 1), (100, 7, 5, 4), (384, 48, 336, 1))
)
print("the formula counts the windows that are cut:", same)
# --8<-- [end:check]

# --8<-- [start:pitfall]
from unrolled.data.windows import fill_forward

gap = torch.tensor([4.0, float("nan"), 8.0])
between = torch.where(gap.isnan(), (gap[0] + gap[2]) / 2, gap)
print("filled from the past:       ", fill_forward(gap).tolist())
print("filled from both neighbours:", between.tolist(), "the 6 knows that an 8 will come")
# --8<-- [end:pitfall]

# --8<-- [start:solution_scale]
later = MinMax.fit(closes["train"])
print(f"in dollars: {later.invert(torch.tensor(1.0)):.2f} at 1, and {later.invert(torch.tensor(3.0)):.2f} at 3")
# --8<-- [end:solution_scale]

# --8<-- [start:solution_gap]
lookback, horizon = 48, 336
first_held = windows(series.new_zeros(2_000), 1_000, 2_000, lookback, horizon).origins[0].item()
print("the first held-out origin is step", first_held, "and its window begins at step", first_held - lookback + 1)
apart = windows(series.new_zeros(2_000), 1_000 + lookback, 2_000, lookback, horizon).origins[0].item()
print("with a gap as long as the lookback it begins at step", apart - lookback + 1)
# --8<-- [end:solution_gap]
