"""From sound to features, from features to speakers and strings: what the chapter `applications/speech` runs."""

# --8<-- [start:tone]
import torch

from unrolled.audio.log_mel import MelConfig, log_mel, mel, mel_filters

time = torch.arange(8_000) / 8_000  # one second
tone = torch.sin(2 * torch.pi * torch.where(time < 0.5, 440.0, 880.0) * time)  # an a, then the a above it
features = log_mel(tone)
print("samples", tuple(tone.shape), "-> features", tuple(features.shape))
print("loudest band early and late:", int(features[10].argmax()), int(features[90].argmax()))
print("440 and 880 Hz in mel:", [round(v) for v in mel(torch.tensor([440.0, 880.0])).tolist()])
# --8<-- [end:tone]

# --8<-- [start:filters]
filters = mel_filters(MelConfig(bands=5))
print("filters", tuple(filters.shape), "; frequencies that count in each:", (filters > 0).sum(dim=1).tolist())
# --8<-- [end:filters]

# --8<-- [start:centred]
from unrolled.data.feature_batches import centred

sound = tone + 0.05 * torch.randn(8_000, generator=torch.Generator().manual_seed(0))
soft, loud = log_mel(sound), log_mel(3 * sound)
print("three times as loud, features move by", round((loud - soft).mean().item(), 2), "; log 9 is 2.2")
print("after centring, at most by", round((centred(loud) - centred(soft)).abs().max().item(), 2))
# --8<-- [end:centred]

# --8<-- [start:vowels]
from unrolled.data import japanese_vowels

train, test = japanese_vowels.load("train"), japanese_vowels.load("test")
lengths = [len(u.x) for u in train]
print(len(train), "and", len(test), "utterances;", min(lengths), "to", max(lengths), "frames of", train[0].x.shape[1])
print("speakers of the test:", torch.bincount(torch.tensor([u.speaker for u in test])).tolist())
# --8<-- [end:vowels]

# --8<-- [start:train]
from math import log

from unrolled.data.feature_batches import Standard, feature_batches, pad
from unrolled.experiments.speech_digits import class_loss
from unrolled.models.feature_classifier import FeatureClassifier
from unrolled.training import FitConfig, fit

standard = Standard.of([u.x for u in train])  # of the training utterances alone
x, speakers = [standard(u.x) for u in train], [u.speaker for u in train]
held = pad([standard(u.x) for u in test], [u.speaker for u in test])
torch.manual_seed(0)
model = FeatureClassifier(features=12, hidden=24, classes=9, backend="torch")
history = fit(
    model, lambda shuffle: feature_batches(x, speakers, 500, shuffle), class_loss, lambda _: {},
    FitConfig(epochs=1, learning_rate=1e-2, warmup=5, watch="train_loss"), steps_per_epoch=10,
)  # fmt: skip
print("log-odds", tuple(model(held.x, held.lengths).shape))
print("one epoch, training loss below that of guessing:", history.epochs[0]["train_loss"] < log(9))
# --8<-- [end:train]

# --8<-- [start:baseline]
from sklearn.linear_model import LogisticRegression

means = [torch.stack([u.x.mean(dim=0) for u in part]).numpy() for part in (train, test)]
counted = LogisticRegression(max_iter=1000).fit(means[0], speakers).predict(means[1])
right = sum(guess == u.speaker for guess, u in zip(counted, test, strict=True))
print("mean coefficients, logistic regression:", right, "of", len(test), "right")
# --8<-- [end:baseline]

# --8<-- [start:confused]
import json

from unrolled.results import ROOT

record = json.loads((ROOT / "docs" / "results" / "speech.json").read_text())
for speaker in ("george", "jackson", "nicolas", "theo", "yweweler"):
    table = torch.tensor(record["tables"][speaker]).sum(dim=0)  # (said, guessed), over the seeds
    worst = int(table.diagonal().argmin())
    wrong = table[worst].clone()
    wrong[worst] = 0
    print(
        f"{speaker:8} digit {worst}: right {int(table[worst, worst]):3} of {int(table[worst].sum())},",
        f"taken for {int(wrong.argmax())} {int(wrong.max()):3} times",
    )
# --8<-- [end:confused]

# --8<-- [start:collapse]
from unrolled.ctc import best_path, collapse, ctc_loss

for path in [1, 1, 0, 2], [0, 1, 2, 2], [1, 1, 1, 1], [1, 0, 1, 1]:
    print(path, "spells", collapse(path))
# --8<-- [end:collapse]

# --8<-- [start:paths]
from itertools import product

p = torch.tensor([[0.5, 0.3, 0.2], [0.2, 0.6, 0.2], [0.4, 0.1, 0.5]])  # (T, V): blank, 1, 2
fitting = [path for path in product(range(3), repeat=3) if collapse(list(path)) == [1, 2]]
total = sum(p[0, a] * p[1, b] * p[2, c] for a, b, c in fitting)
print(len(fitting), "of", 3**3, "paths spell [1, 2]:", fitting)
print("their probabilities add up to", round(total.item(), 4))
one = torch.tensor
loss = ctc_loss(p.log()[None], one([3]), one([[1, 2]]), one([2]))
print("exp(-loss), by the recursion:", round(torch.exp(-loss).item(), 4))
# --8<-- [end:paths]

# --8<-- [start:library]
torch.manual_seed(0)
log_p = torch.randn(2, 9, 5, dtype=torch.float64).log_softmax(-1)  # (B, T, V)
steps, targets, sizes = one([9, 7]), one([[1, 3, 3], [2, 4, 0]]), one([3, 2])
ours = ctc_loss(log_p, steps, targets, sizes)
library = torch.nn.functional.ctc_loss(log_p.transpose(0, 1), targets, steps, sizes, reduction="none")
print("ours", ours.tolist())
print("largest difference from nn.functional.ctc_loss below 1e-12:", bool((ours - library).abs().max() < 1e-12))
# --8<-- [end:library]

# --8<-- [start:greedy]
print("best path of the table:", p.argmax(dim=1).tolist(), "->", best_path(p.log()[None], one([3]))[0])
# --8<-- [end:greedy]

# --8<-- [start:distance]
from unrolled.edit_distance import edit_distance, error_rate

print(edit_distance([3, 1, 4], [3, 4]), edit_distance([3, 1, 4], [3, 1, 1, 5]), edit_distance([], [9, 9]))
print("rate over both strings:", error_rate([[3, 1, 4], [9]], [[3, 4], [9, 9]]))
# --8<-- [end:distance]

# --8<-- [start:wrong]
for how in "cut", "ctc":
    for string in record["wrong"][how][:6]:
        said, heard = (" ".join(map(str, string[key])) for key in ("truth", "guess"))
        print(f"{how}: said {said:10} heard {heard:10} edits {string['edits']}")
# --8<-- [end:wrong]

# --8<-- [start:repeats]
print(collapse([8, 8, 8, 8]), collapse([8, 8, 0, 8]))
tight = torch.full((1, 2, 11), 1 / 11).log()  # two steps
print("loss of '8 8' in two steps:", ctc_loss(tight, one([2]), one([[8, 8]]), one([2])).item())
# --8<-- [end:repeats]

# --8<-- [start:too_long]
short = torch.sin(torch.arange(150.0))
try:
    log_mel(short)
except ValueError as error:
    print(error)
# --8<-- [end:too_long]

# --8<-- [start:solution_paths]
for steps_left in 1, 2, 3, 4:
    count = sum(collapse(list(path)) == [1, 1] for path in product(range(2), repeat=steps_left))
    print(steps_left, "steps:", count, "paths spell [1, 1]")
# --8<-- [end:solution_paths]

# --8<-- [start:solution_greedy]
flat = torch.tensor([[0.4, 0.6], [0.4, 0.6]])  # blank, 1
none, some = 0.4 * 0.4, 1 - 0.4 * 0.4
print("best path", best_path(flat.log()[None], one([2]))[0], "; P(nothing)", round(none, 2), "P([1])", round(some, 2))
turned = torch.tensor([[0.6, 0.4], [0.6, 0.4]])
loss = ctc_loss(turned.log()[None], one([2]), one([[1]]), one([1]))
print("best path", best_path(turned.log()[None], one([2]))[0], "; P([1])", round(torch.exp(-loss).item(), 2))
# --8<-- [end:solution_greedy]

# --8<-- [start:solution_speed]
from unrolled.audio.augment import at_speed

fast = at_speed(tone, 1.25)
print(len(fast), "samples; loudest band of the first note:", int(log_mel(fast)[10].argmax()))
# --8<-- [end:solution_speed]
