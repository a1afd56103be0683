"""Strings of digits: a network trained with CTC, beside cutting at the silences and naming each piece."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.audio.cut import loud_parts
from unrolled.audio.log_mel import MelConfig, log_mel
from unrolled.ctc import best_path
from unrolled.data.digit_strings import SpokenString, digit_strings
from unrolled.data.feature_batches import Standard, centred
from unrolled.data.fsdd import Recording
from unrolled.edit_distance import edit_distance, error_rate
from unrolled.experiments.speech_digits import Trained, guesses
from unrolled.models.feature_classifier import FrameClassifier
from unrolled.training import FitConfig, fit


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Strings are drawn afresh in each epoch; label 0 is the blank, digit d is label d + 1."""

    hidden: int = 96
    dropout: float = 0.2
    strings: int = 600  # in an epoch
    batch: int = 20
    held: int = 500  # strings to test with
    backend: str = "torch"
    mel: MelConfig = field(default_factory=lambda: MelConfig(hop=160))
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=25, learning_rate=4e-3, weight_decay=0.01, warmup=30, patience=25)
    )


# --8<-- [end:config]


class StringBatch(NamedTuple):
    """Padded features and their lengths, padded labels and their lengths."""

    x: Float[Tensor, "B T D"]
    lengths: Int[Tensor, " B"]
    labels: Int[Tensor, "B S"]
    label_lengths: Int[Tensor, " B"]


def batch_of(strings: Sequence[SpokenString], standard: Standard, mel: MelConfig) -> StringBatch:
    """Features of some strings, and their digits as labels."""
    features = [standard(centred(log_mel(s.wave, mel))) for s in strings]
    labels = [torch.tensor(s.digits) + 1 for s in strings]
    return StringBatch(
        nn.utils.rnn.pad_sequence(features, batch_first=True), torch.tensor([len(f) for f in features]),
        nn.utils.rnn.pad_sequence(labels, batch_first=True), torch.tensor([len(row) for row in labels]),
    )  # fmt: skip


# --8<-- [start:loss]
def string_loss(model: FrameClassifier, batch: StringBatch) -> Tensor:
    """Mean of -log P(digits) over the strings, divided by their number of digits: what `nn.CTCLoss` does."""
    log_p = model(batch.x, batch.lengths).log_softmax(dim=-1).transpose(0, 1)  # (B, T, V) -> (T, B, V)
    return nn.functional.ctc_loss(log_p, batch.labels, batch.lengths, batch.label_lengths)


def decode(model: FrameClassifier, batch: StringBatch) -> list[tuple[int, ...]]:
    """The digits of each string, by the best path."""
    model.eval()
    with torch.no_grad():
        paths = best_path(model(batch.x, batch.lengths), batch.lengths)
    return [tuple(label - 1 for label in path) for path in paths]


# --8<-- [end:loss]


def string_run(recordings: Sequence[Recording], config: Config, seed: int, single: Trained) -> dict:
    """Train with CTC on strings of training recordings, test on strings of held-out ones.

    Args:
        single: a network that names single digits, for the baseline that cuts at silences.
    """
    busy = time.process_time()
    pools = {"train": range(10, 50), "valid": range(5, 10), "test": range(5)}
    pool = {name: [r for r in recordings if r.number in numbers] for name, numbers in pools.items()}
    test = digit_strings(pool["test"], config.held, torch.Generator().manual_seed(1))
    standard = Standard.of([centred(log_mel(r.wave, config.mel)) for r in pool["train"]])
    valid = batch_of(digit_strings(pool["valid"], 150, torch.Generator().manual_seed(2)), standard, config.mel)
    torch.manual_seed(seed)
    model = FrameClassifier(config.mel.bands, config.hidden, 11, config.dropout, config.backend)

    def batches(shuffle: torch.Generator) -> list[StringBatch]:
        fresh = sorted(digit_strings(pool["train"], config.strings, shuffle), key=lambda s: len(s.wave))
        groups = [fresh[i : i + config.batch] for i in range(0, len(fresh), config.batch)]
        order = torch.randperm(len(groups), generator=shuffle).tolist()
        return [batch_of(groups[i], standard, config.mel) for i in order]

    def evaluate(model: nn.Module) -> dict[str, float]:
        return {"loss": string_loss(model, valid).item()}

    history = fit(
        model, batches, string_loss, evaluate, replace(config.fit, seed=seed), config.strings // config.batch
    )  # fmt: skip
    seconds = time.process_time() - busy
    truth, held = [s.digits for s in test], batch_of(test, standard, config.mel)
    found = {"ctc": decode(model, held), "cut": [cut_and_name(s.wave, single, config.mel) for s in test]}
    report = {name: judged(g, truth) for name, g in found.items()}
    return report | {"seconds": seconds, "epochs": history.epochs, "picture": picture(model, held, test)}


def cut_and_name(wave: Tensor, single: Trained, mel: MelConfig) -> tuple[int, ...]:
    """Cut at the silences and name each piece with a network for single digits."""
    parts = [single.standard(centred(log_mel(part, mel))) for part in loud_parts(wave)]
    return tuple(guesses(single.model, parts)) if parts else ()


def judged(found: Sequence[tuple[int, ...]], truth: Sequence[tuple[int, ...]]) -> dict:
    """Share of strings without an error, digit error rate, and the strings that are wrong."""
    wrong = [(t, g) for t, g in zip(truth, found, strict=True) if t != g]
    return {
        "strings": 100 * (1 - len(wrong) / len(truth)),
        "error": 100 * error_rate(found, truth),
        "lengths": 100 * sum(len(t) == len(g) for t, g in zip(truth, found, strict=True)) / len(truth),
        "wrong": [{"truth": t, "guess": g, "edits": edit_distance(g, t)} for t, g in wrong[:12]],
    }


def picture(model: FrameClassifier, held: StringBatch, test: Sequence[SpokenString], row: int = 0) -> dict:
    """Features and label probabilities of one test string, for the figure."""
    n = int(held.lengths[row])
    with torch.no_grad():
        p = model(held.x[row : row + 1, :n], held.lengths[row : row + 1])[0].softmax(dim=-1)
    return {
        "speaker": test[row].speaker,
        "digits": test[row].digits,
        "features": [[round(v, 1) for v in frame] for frame in held.x[row, :n].tolist()],
        "probability": [[round(v, 3) for v in frame] for frame in p.tolist()],
    }
