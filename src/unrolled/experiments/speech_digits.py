"""Single spoken digits: which features and which copies of the recordings help with a voice never heard before."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import torch
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor
from torch.nn.functional import cross_entropy

from unrolled.audio.augment import at_speed, level_noise_shift
from unrolled.audio.log_mel import MelConfig, log_mel
from unrolled.data.feature_batches import FeatureBatch, Standard, centred, feature_batches
from unrolled.data.fsdd import Recording
from unrolled.models.feature_classifier import FeatureClassifier
from unrolled.training import FitConfig, fit

SPEEDS = (0.88, 0.94, 1.06, 1.14)


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A bidirectional GRU on log-mel features: a digit, or a speaker of Japanese vowels."""

    hidden: int = 64
    dropout: float = 0.3
    budget: int = 1_500  # frames in a batch
    backend: str = "torch"
    mel: MelConfig = field(default_factory=lambda: MelConfig(hop=160))  # 50 frames a second
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=10, learning_rate=4e-3, weight_decay=0.05, warmup=20, patience=10)
    )


ARMS = ("plain", "centred", "noise", "speed")  # the last two are centred too
# --8<-- [end:config]


class Bank(NamedTuple):
    """Recordings, and for each arm some copies of the features of all of them; the first copy is unchanged."""

    recordings: list[Recording]
    copies: dict[str, list[list[Tensor]]]


def bank(recordings: list[Recording], config: MelConfig) -> Bank:
    """Compute the features of every arm once."""
    draws = torch.Generator().manual_seed(0)
    plain = [log_mel(r.wave, config) for r in recordings]
    middle = [centred(f) for f in plain]
    noisy = [[centred(log_mel(level_noise_shift(r.wave, draws), config)) for r in recordings] for _ in range(3)]
    fast = [[centred(log_mel(at_speed(r.wave, speed), config)) for r in recordings] for speed in SPEEDS]
    return Bank(
        recordings, {"plain": [plain], "centred": [middle], "noise": [middle, *noisy], "speed": [middle, *fast]}
    )


# --8<-- [start:split]
def split(recordings: Sequence[Recording], held_out: str | None) -> dict[str, list[int]]:
    """Rows of each split: without a speaker held out, the publisher's; else the test is all of that speaker."""
    parts: dict[str, list[int]] = {"train": [], "valid": [], "test": []}
    for row, r in enumerate(recordings):
        if held_out is None:
            parts["test" if r.number < 5 else "valid" if r.number < 10 else "train"].append(row)
        elif r.speaker == held_out:
            parts["test"].append(row)
        else:
            parts["valid" if r.number < 10 else "train"].append(row)
    return parts


# --8<-- [end:split]


def class_loss(model: FeatureClassifier, batch: FeatureBatch) -> Tensor:
    """Mean cross-entropy."""
    return cross_entropy(model(batch.x, batch.lengths), batch.labels)


def guesses(model: FeatureClassifier, features: Sequence[Tensor]) -> list[int]:
    """The likeliest class of each recording."""
    model.eval()
    with torch.no_grad():
        batches = feature_batches(features, [0] * len(features), 10**9)  # one batch; `buckets` sorts it by length
        order = sorted(range(len(features)), key=lambda i: len(features[i]))
        found = torch.cat([model(b.x, b.lengths).argmax(dim=1) for b in batches]).tolist()
    return [guess for _, guess in sorted(zip(order, found, strict=True))]


class Trained(NamedTuple):
    """A network, how its features are scaled, and what the training cost."""

    model: FeatureClassifier
    standard: Standard
    seconds: float
    epochs: list[dict[str, float]]


def learn(
    copies: list[list[Tensor]], labels: Sequence[int], train: Sequence[int], valid: Sequence[int], classes: int,
    config: Config,
) -> Trained:  # fmt: skip
    """Train on the rows `train`, each epoch on one copy of each, drawn afresh. Keep the epoch best on `valid`."""
    busy = time.process_time()
    torch.manual_seed(config.fit.seed)
    standard = Standard.of([copies[0][i] for i in train])
    scaled = [{i: standard(copy[i]) for i in (*train, *(valid if k == 0 else ()))} for k, copy in enumerate(copies)]
    model = FeatureClassifier(copies[0][0].shape[1], config.hidden, classes, config.dropout, config.backend)
    held = feature_batches([scaled[0][i] for i in valid], [labels[i] for i in valid], 10**9)[0]

    def batches(shuffle: torch.Generator) -> list[FeatureBatch]:
        copy = torch.randint(len(copies), (len(train),), generator=shuffle).tolist()
        rows = [scaled[k][i] for k, i in zip(copy, train, strict=True)]
        return feature_batches(rows, [labels[i] for i in train], config.budget, shuffle)

    def evaluate(model: torch.nn.Module) -> dict[str, float]:
        return {"loss": class_loss(model, held).item()}

    steps = len(batches(torch.Generator().manual_seed(0)))
    history = fit(model, batches, class_loss, evaluate, config.fit, steps)
    return Trained(model, standard, time.process_time() - busy, history.epochs)


def digit_run(data: Bank, arm: str, held_out: str | None, config: Config, seed: int) -> tuple[dict, Trained]:
    """Train and test one network: accuracy in per cent, the guess for each test row, processor time."""
    parts = split(data.recordings, held_out)
    labels = [r.digit for r in data.recordings]
    config = replace(config, fit=replace(config.fit, seed=seed))
    trained = learn(data.copies[arm], labels, parts["train"], parts["valid"], 10, config)
    found = guesses(trained.model, [trained.standard(data.copies[arm][0][i]) for i in parts["test"]])
    return scored(found, [labels[i] for i in parts["test"]]) | {"seconds": trained.seconds}, trained


def scored(found: Sequence[int], truth: Sequence[int]) -> dict:
    """Accuracy in per cent, and a table of counts: rows the truth, columns the guess."""
    table = [[0] * 10 for _ in range(10)]
    for guess, true in zip(found, truth, strict=True):
        table[true][guess] += 1
    return {"accuracy": 100 * sum(table[i][i] for i in range(10)) / len(truth), "table": table}


# --8<-- [start:baselines]
def averaged(features: Tensor, parts: int = 1) -> Tensor:
    """Mean features of each of `parts` equal stretches of a recording, side by side: what is left of the order."""
    return torch.cat([stretch.mean(dim=0) for stretch in features.tensor_split(parts)])


BASELINES: dict[str, tuple[str, int, Callable]] = {
    "centroid": ("plain", 1, NearestCentroid),
    "mean": ("plain", 1, lambda: LogisticRegression(C=1.0, max_iter=2_000)),
    "thirds": ("centred", 3, lambda: LogisticRegression(C=1.0, max_iter=2_000)),
}


def baseline_run(data: Bank, name: str, held_out: str | None) -> dict:
    """Fit a baseline on averaged features and test it."""
    arm, parts, make = BASELINES[name]
    busy = time.process_time()
    rows = split(data.recordings, held_out)
    X = torch.stack([averaged(f, parts) for f in data.copies[arm][0]]).numpy()
    y = [r.digit for r in data.recordings]
    model = make_pipeline(StandardScaler(), make()).fit(X[rows["train"]], [y[i] for i in rows["train"]])
    found = model.predict(X[rows["test"]]).tolist()
    return scored(found, [y[i] for i in rows["test"]]) | {"seconds": time.process_time() - busy}


# --8<-- [end:baselines]
