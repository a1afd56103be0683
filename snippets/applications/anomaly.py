"""Events in a series of blood glucose, found by a forecast's error: what the chapter `applications/anomaly` runs."""

# --8<-- [start:data]
import math

import torch

from unrolled.data import glucose
from unrolled.data.windows import Scaler

parts = {name: [row.value for row in glucose.load(name)] for name in glucose.CUTS}
for name, values in parts.items():
    print(f"{name:<6}{len(values):>7,} readings due, {sum(map(math.isnan, values)):>5,} missing")
scaler = Scaler.fit(torch.tensor(parts["train"]))
series = scaler.apply(torch.tensor([value for values in parts.values() for value in values]))
begin = len(parts["train"]) + len(parts["valid"])
# --8<-- [end:data]

# --8<-- [start:inject]
from unrolled.data.injected import inject, restarts

sizes = {"spike": 40 / scaler.scale, "shift": 40 / scaler.scale}  # 40 mg/dl
changed, events = inject(series, begin + 300, each=10, sizes=sizes, seed=0)
for event in events[:3]:
    print(event)
print(len(events), "injected events;", len(restarts(series, begin, least=2)), "restarts after a break in the test part")
# --8<-- [end:inject]

# --8<-- [start:scores]
from unrolled.alarms import difference, from_median

changes = torch.tensor(parts["train"]).diff()
spread = changes[~changes.isnan()].std().item() / scaler.scale
scores = {
    "difference": difference(changed, spread),
    "day before": difference(changed, spread, season=288),
    "median": from_median(changed, width=12),
}
scores = {name: score.round(decimals=3) for name, score in scores.items()}  # readings are whole: let ties be ties
print(
    "z-scores around the first event:", [round(z, 1) for z in scores["difference"][events[0].start - 1 :][:4].tolist()]
)
# --8<-- [end:scores]

# --8<-- [start:cases]
from unrolled.alarms import cases

real = restarts(series, begin, least=2)  # count neither as found nor as false alarms
judged = {name: cases(score, begin, len(series), events, real) for name, score in scores.items()}
one = judged["difference"]
print(len(one.kinds), "cases,", int(one.labels.sum()), "of them events")
# --8<-- [end:cases]

# --8<-- [start:curve]
from unrolled.alarms import average_precision, precision_recall

precision, recall = precision_recall(one.scores, one.labels)
for wanted in (0.25, 0.5, 1.0):
    k = int((recall >= wanted).nonzero()[0])
    print(f"to find {100 * wanted:>3.0f} % of the events: {100 * precision[k]:>3.0f} % of the alarms are right")
for name, found in judged.items():
    print(f"{name:<11} average precision {100 * average_precision(found.scores, found.labels):.0f} %")
# --8<-- [end:curve]

# --8<-- [start:oracle]
from sklearn.metrics import average_precision_score

theirs = average_precision_score(one.labels.numpy(), one.scores.numpy())
print(f"difference to scikit-learn below 1e-12: {abs(theirs - average_precision(one.scores, one.labels)) < 1e-12}")
# --8<-- [end:oracle]

# --8<-- [start:gru]
from unrolled.alarms import forecast_error
from unrolled.data.windows import windows
from unrolled.experiments.anomaly import Config, train
from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.training import FitConfig

torch.manual_seed(0)
known = windows(series, 0, len(parts["train"]), lookback=12, horizon=1, stride=10)
valid = windows(series, len(parts["train"]), begin, lookback=12, horizon=1, stride=4)
model = FromLast(Forecaster(horizon=1, outputs=1, hidden_size=8, backend="torch"), known)
train(model, known, valid, Config(batch=128, fit=FitConfig(epochs=3, learning_rate=1e-2, warmup=10)))
gru = cases(forecast_error(model, changed, lookback=12), begin, len(series), events, real)
print(
    "better than the difference:", average_precision(gru.scores, gru.labels) > average_precision(one.scores, one.labels)
)
# --8<-- [end:gru]

# --8<-- [start:breaks]
known = (~series.isnan()).nonzero()[:, 0]
missed = torch.tensor([int(event.start - known[known < event.start][-1]) - 1 for event in real])
change = difference(series, 1 / scaler.scale).nan_to_num(-1)  # in mg/dl
jumps = torch.stack([change[event.start : event.start + 9].max() for event in real])
for label, least, most in (("below half an hour", 2, 6), ("up to three hours", 6, 36), ("longer", 36, 10**6)):
    group = jumps[(missed >= least) & (missed < most)]
    print(f"break {label:<19} {len(group):>2} restarts, half of them jump by {group.median():.0f} mg/dl or more")
# --8<-- [end:breaks]

# --8<-- [start:accuracy]
silent = (~one.labels).float().mean().item()
print(f"a detector that never raises an alarm is right in {100 * silent:.0f} % of the cases")
# --8<-- [end:accuracy]

# --8<-- [start:flat]
same = (changed[1:] == changed[:-1]).tolist()
run = [0.0]
for repeats in same:  # how many readings in a row did not change
    run.append(run[-1] + 1 if repeats else 0.0)
lines = cases(torch.tensor(run), begin, len(series), [e for e in events if e.kind == "flat line"], real)
print(f"flat lines, by counting: average precision {100 * average_precision(lines.scores, lines.labels):.0f} %")
# --8<-- [end:flat]

# --8<-- [start:rate]
from unrolled.alarms import threshold

first = len(parts["train"])
quiet = difference(series, spread).round(decimals=3)
calm = cases(quiet, first, begin, [], restarts(series[:begin], first, least=2))
for rate in (0.01, 0.05):
    alarm = one.scores > threshold(calm.scores, rate)
    right = int(one.labels[alarm].sum())
    print(f"rate {rate:.2f}: {right:>2} of {int(one.labels.sum())} events found, with {int(alarm.sum())} alarms")
# --8<-- [end:rate]
