"""What does one training loop do to a small character model, and how far off is a perplexity averaged the wrong way?"""

import math
from dataclasses import asdict
from pathlib import Path

import torch

from unrolled.character_counts import CharacterCounts
from unrolled.character_task import by_line
from unrolled.data import sentences
from unrolled.data.characters import CharacterData
from unrolled.experiments.training_loop_curves import Config, Found, clipping, few, learn
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.perplexity import bits, perplexity, wrong_means
from unrolled.training import FitConfig

QUESTION = (
    "What does one training loop do to a small character model, and how far off is a wrongly averaged perplexity?"
)
TIMED = ("*.seconds",)  # keys of what measures the machine: `confirm` does not compare them
GROUPS = (1, 8, 64)  # sentences a batch in the wrong means


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure every part with every seed, one after the other. `workers`, `runs` and `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(sentences=500, epochs=2, few_epochs=3, some=100, some_epochs=1) if quick else Config()
    texts = {split: [r.text for r in sentences.load(split)] for split in ("train", "valid", "test")}
    values: dict[str, dict] = {}
    body: dict[str, dict] = {}
    for part in (baselines, whole, few, clipping):
        found, extra = part(texts, config, seeds)
        for key, measured in found.items():
            values |= keyed(key, *measured)
        body |= extra
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    return Outcome(values, body, {"training_loop": asdict(config)})


def baselines(texts: dict[str, list[str]], config: Config, seeds: list[int]) -> Found:
    """Counts of characters, pairs and triples, on the test split. Nothing here is random."""
    del seeds
    data = CharacterData(texts | {"train": texts["train"][: config.sentences]}, config.vocabulary)
    V, found = len(data.vocabulary), {}
    losses = {"uniform": math.log(V)}
    for before, name in enumerate(("unigram", "bigram", "trigram")):
        losses[name] = CharacterCounts(data.rows["train"], V, before).mean_nll(data.rows["test"])
    for name, nll in losses.items():
        found[f"{name}.bits"] = (f"{name}: bits per character, test", [bits(nll)], "bits", 2)
        found[f"{name}.perplexity"] = (f"{name}: perplexity, test", [perplexity(nll)], "", 1)
    return found, {"baselines": losses}


def whole(texts: dict[str, list[str]], config: Config, seeds: list[int]) -> Found:
    """The model on the whole training split, and its test perplexity averaged in three ways."""
    data = CharacterData(texts | {"train": texts["train"][: config.sentences]}, config.vocabulary)
    training = FitConfig(epochs=config.epochs, learning_rate=config.learning_rate, weight_decay=0.01)
    curves, losses, sets = [], [], {}
    for seed in seeds:
        model, _, curve = learn(data, config, FitConfig(**(asdict(training) | {"seed": seed})), config.budget)
        sums, counts = by_line(model, data, "test")
        losses.append(sum(sums) / sum(counts))
        curves.append({k: v for k, v in curve.items() if k != "norms"})
        for size in GROUPS:
            of_exp, of_mean = wrong_means(sums, counts, size)
            sets.setdefault(f"wrong_{size}", []).append(of_exp)
            sets.setdefault(f"unweighted_{size}", []).append(of_mean)
    found = {
        "gru.nll": ("GRU: nats per character, test", losses, "nats", 3),
        "gru.bits": ("GRU: bits per character, test", [bits(nll) for nll in losses], "bits", 2),
        "gru.perplexity": ("GRU: perplexity, test", [perplexity(nll) for nll in losses], "", 2),
        "gru.seconds": ("GRU: processor time of training", [c["seconds"] for c in curves], "s", 0),
    }
    for size in GROUPS:
        found[f"wrong_{size}"] = (f"mean of exp(batch loss), {size} sentences a batch", sets[f"wrong_{size}"], "", 2)
        label = f"exp of the unweighted mean of batch losses, {size} sentences a batch"
        found[f"unweighted_{size}"] = (label, sets[f"unweighted_{size}"], "", 2)
    return found, {"whole": curves}
