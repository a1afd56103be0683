"""All the code of the page practice/tuning, in reading order. Generated: change the page instead."""

# Here the page shows a listing from the module unrolled.experiments.tuning_run.

# Here the page shows a listing from the module unrolled.experiments.tuning.

# Here the page shows a listing from the module unrolled.search.

"""Reading the recorded sweep: what the page `practice/tuning` runs."""

import json

import pandas as pd

from unrolled.results import ROOT

sweep = pd.DataFrame(json.loads((ROOT / "docs" / "results" / "tuning.json").read_text())["sweep"])
for column in ("valid", "test", "seconds"):
    sweep[column] = sweep[column].map(lambda seeds: sum(seeds) / len(seeds))  # mean over seeds
for setting in ("optimizer", "schedule", "batch", "hidden", "layers", "dropout"):
    means = sweep.groupby(setting)["valid"].agg(["mean", "max", "size"])
    print(f"{setting:10}", "  ".join(f"{k}: {m:.0f} (best {b:.1f}, of {n:.0f})" for k, (m, b, n) in means.iterrows()))
best = sweep.loc[sweep["valid"].idxmax()]
others = best[["optimizer", "hidden", "layers", "dropout", "batch"]].to_dict()
print(f"the best: learning rate {best['learning_rate']:.4f}, {others}")

# Here the page shows a listing from the module unrolled.search.

# Here the page shows a listing from the module unrolled.search.

from unrolled.search import expected_best, standard_error

scores = sweep["valid"].tolist()
print("expected best of 1, 5, 36 settings:", [round(expected_best(scores, n), 1) for n in (1, 5, 36)])
error = 100 * standard_error(sweep["valid"].max() / 100, 1_000)
close = sweep[sweep["valid"] > sweep["valid"].max() - 2 * error]
print(f"{len(close)} settings cannot be told from the best; the cheapest of them:")
print(close.sort_values("seconds").iloc[0][["optimizer", "hidden", "layers", "dropout", "batch", "schedule"]].to_dict())

by_valid, by_test = sweep["valid"].idxmax(), sweep["test"].idxmax()
for name, row in {"chosen by valid": by_valid, "chosen by test ": by_test}.items():
    print(f"{name}: setting {row:2}, valid {sweep['valid'][row]:.1f}, test {sweep['test'][row]:.1f}")

p, difference = 0.765, 0.01
print(f"about {2 * p * (1 - p) * (2 / difference) ** 2:,.0f} sentences")
